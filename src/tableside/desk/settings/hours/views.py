"""Show everybody's weeks and what is booked outside of them, and close days."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.hours.forms import ClosingForm
from tableside.desk.settings.hours.page import HoursPage
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.practice.queries import bookable_therapists
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.change_hours import close_days
from tableside.workflows.practice.hours_effects import effect_of


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def hours(request: ActorRequest) -> HttpResponse:
    return _page(request, _closing_form(None))


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def close(request: ActorRequest) -> HttpResponse:
    form = _closing_form(request)
    if not form.is_valid():
        return _page(request, form)
    therapists, now = form.chosen(), timezone.now()
    change = partial(close_days, therapists, list(form.days()), by=request.actor, now=now)
    outside = () if is_agreed(request) else effect_of(change, therapists, now=now)
    if outside:
        return ask_first(request, outside, heading=gettext("Close a day"), back="desk:settings-hours", of_hours=True)
    with undoable(request, "days"):
        change()
    messages.success(request, gettext("Saved."))
    return redirect("desk:settings-hours")


def _closing_form(request: ActorRequest | None) -> ClosingForm:
    therapists = list(bookable_therapists())
    return ClosingForm(request.POST if request else None, therapists=therapists, today=timezone.localdate())


def _page(request: ActorRequest, form: ClosingForm) -> HttpResponse:
    context = {
        "page": HoursPage.of(now=timezone.now()),
        "form": form,
        "undo": undo_on(request, "settings-hours"),
    }
    return render(request, "desk/settings/hours.html", context, status=422 if form.is_bound else 200)
