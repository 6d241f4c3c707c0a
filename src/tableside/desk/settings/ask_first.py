"""What a change of a setting would leave behind, asked before it is saved: the same form once more, with a yes."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render, resolve_url

from tableside.records.scheduling.models import Appointment
from tableside.ui.requests import ActorRequest

_NOT_KEPT = ("csrfmiddlewaretoken", "confirmed")


def is_agreed(request: ActorRequest) -> bool:
    return request.POST.get("confirmed") == "yes"


def ask_first(
    request: ActorRequest, outside: Sequence[Appointment], *, heading: str, back: str, of_hours: bool = False
) -> HttpResponse:
    """Nothing has been saved; what was sent is sent again with the yes."""
    given = [(name, value) for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
    context = {
        "outside": outside,
        "no_longer_fits": not of_hours,
        "heading": heading,
        "given": given,
        "back": resolve_url(back),
    }
    return render(request, "desk/settings/ask_first.html", context)
