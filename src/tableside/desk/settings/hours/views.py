"""Show everybody's weeks, close days and open them again, and say what that leaves outside of the hours."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.forms import read_day
from tableside.desk.settings.hours.forms import ClosingForm
from tableside.desk.settings.hours.page import HoursPage
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.practice.access import therapist_to_manage
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import bookable_therapists
from tableside.records.scheduling.hours_actions import open_day
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.change_hours import close_days
from tableside.workflows.hours_effects import outside_hours


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
    with undoable(request, "closed"):
        close_days(form.chosen(), form.days(), by=request.actor, now=timezone.now())
    _say_what_is_outside(request, form.chosen())
    return redirect("desk:settings-hours")


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def reopen(request: ActorRequest, therapist_id: UUID, on: str) -> HttpResponse:
    therapist = therapist_to_manage(request.actor, therapist_id)
    day = read_day(on)
    if day is None:
        raise Http404
    try:
        with undoable(request, "closed"):
            open_day(therapist, on=day, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, _closing_form(None), refusal=refusal)
    messages.success(request, gettext("Open again: %(name)s works as in every week.") % {"name": therapist.name})
    return redirect("desk:settings-hours")


def _closing_form(request: ActorRequest | None) -> ClosingForm:
    therapists = list(bookable_therapists())
    return ClosingForm(request.POST if request else None, therapists=therapists, today=timezone.localdate())


def _page(request: ActorRequest, form: ClosingForm, *, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "page": HoursPage.of(now=timezone.now()),
        "form": form,
        "refusal": refusal,
        "undo": undo_on(request, "settings-hours"),
    }
    status = 422 if refusal or form.is_bound else 200
    return render(request, "desk/settings/hours.html", context, status=status)


def _say_what_is_outside(request: ActorRequest, therapists: Iterable[Therapist]) -> None:
    count = sum(map(len, outside_hours(therapists, now=timezone.now()).values()))
    if not count:
        messages.success(request, gettext("Saved."))
        return
    words = ngettext(
        "Saved. %(count)s future appointment falls outside these hours and stays booked: move or cancel it.",
        "Saved. %(count)s future appointments fall outside these hours and stay booked: move or cancel them.",
        count,
    )
    messages.warning(request, words % {"count": count})
