"""What is booked ahead and uses a setting, counted on its page and listed on one of its own: it stays as booked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.records.scheduling.ahead_queries import KINDS, appointments_ahead, lengths_ahead
from tableside.ui import moments
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest

_LISTED = 200


@dataclass(frozen=True)
class Ahead:
    """``lengths`` is for a service: each length and how many are booked in it."""

    count: int
    url: str
    lengths: str = ""


def ahead_of(of: str, key: UUID | None = None) -> Ahead:
    return Ahead(appointments_ahead(of, key, now=timezone.now()).count(), _url(of, key))


def ahead_of_service(service_id: UUID) -> Ahead:
    found = lengths_ahead(service_id, now=timezone.now())
    words = ", ".join(f"{moments.minutes(length)}: {count}" for length, count in sorted(found.items()))
    return Ahead(found.total(), _url("service", service_id), words)


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def ahead(request: ActorRequest) -> HttpResponse:
    of = request.GET.get("of", "policies")
    try:
        key = UUID(request.GET["key"]) if "key" in request.GET else None
    except ValueError:
        raise Http404 from None
    if of not in KINDS or (key is None and of != "policies"):
        raise Http404
    found = list(appointments_ahead(of, key, now=timezone.now())[: _LISTED + 1])
    context = {"appointments": found[:_LISTED], "has_more": len(found) > _LISTED}
    return render(request, "desk/settings/ahead.html", context)


def _url(of: str, key: UUID | None) -> str:
    return reverse("desk:settings-ahead") + f"?of={of}" + (f"&key={key}" if key else "")
