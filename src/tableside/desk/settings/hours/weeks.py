"""One week of a therapist at a location: change it, and see first what it leaves outside."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.permissions.permission import Permission
from tableside.core.timeline.shifts import holds_with
from tableside.desk.settings.hours.forms import WeekForm
from tableside.desk.settings.hours.kinds import KindForm
from tableside.desk.settings.undo import undoable
from tableside.records.practice.access import location_to_manage, therapist_to_manage
from tableside.records.practice.models import Location, Therapist
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.hours_queries import USUAL, Hours, HoursKind, hours_kind, working_hours
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.hours_effects import effect_of


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def week(request: ActorRequest, therapist_id: UUID, location_id: UUID) -> HttpResponse:
    return _week(request, therapist_id, location_id, was=USUAL)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def add(request: ActorRequest, therapist_id: UUID, location_id: UUID) -> HttpResponse:
    return _week(request, therapist_id, location_id, was=None)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def other(request: ActorRequest, therapist_id: UUID, location_id: UUID, workinghours_id: UUID) -> HttpResponse:
    kind = hours_kind(workinghours_id, therapist_id=therapist_id, location_id=location_id)
    if kind is None:
        raise Http404
    return _week(request, therapist_id, location_id, was=kind)


def _week(request: ActorRequest, therapist_id: UUID, location_id: UUID, *, was: HoursKind | None) -> HttpResponse:
    therapist = therapist_to_manage(request.actor, therapist_id)
    location = location_to_manage(request.actor, location_id)
    before = _hours(therapist, location)
    posted = request.POST or None
    about = KindForm(posted, kind=was or USUAL)
    kind = about.kind if posted and about.is_valid() else was or USUAL
    form = WeekForm(
        posted,
        hours=[one.span for one in before if one.kind == was],
        elsewhere=[one.span for one in _elsewhere(therapist, location) if holds_with(one.shift.season, kind.season)],
    )
    if posted and kind != was and any(one.kind == kind for one in before):
        about.add_error(None, gettext("There are such hours already. Change those instead."))
    context = {"form": form, "about": about, "therapist": therapist, "location": location, "is_usual": was == USUAL}
    if posted and about.is_valid() and form.is_valid():
        now = timezone.now()
        change = partial(
            set_hours, therapist, location=location, hours=form.hours, kind=kind, was=was, by=request.actor, now=now
        )
        outside = () if posted.get("confirmed") else effect_of(change, [therapist], now=now)
        if not outside:
            with undoable(request, "hours", f"{therapist_id}/{location_id}"):
                change()
            messages.success(request, gettext("Saved."))
            return redirect("desk:settings-hours")
        return render(request, "desk/settings/week.html", context | {"outside": outside})
    return render(request, "desk/settings/week.html", context, status=422 if posted else 200)


def _hours(therapist: Therapist, location: Location) -> list[Hours]:
    return working_hours([therapist.id]).get((therapist.id, location.id), [])


def _elsewhere(therapist: Therapist, location: Location) -> list[Hours]:
    hours = working_hours([therapist.id])
    return [one for (_who, place), some in hours.items() if place != location.id for one in some]
