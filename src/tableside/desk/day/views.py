"""The page staff have open all day."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.core.timeline.civil import axis_of
from tableside.desk.appointment.forms import read_day
from tableside.desk.calendar.revision import revision_of
from tableside.desk.day.page import DayPage
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_safe
@needs(Permission.SEE_SCHEDULE)
def day(request: ActorRequest) -> HttpResponse:
    """Asked again every few seconds with the state that is shown: the list alone, or nothing where it is the same."""
    now, zone, shown = timezone.now(), request.practice.zone, request.headers.get("X-State")
    on = read_day(request.GET.get("on", "")) or now.astimezone(zone).date()
    # Before what it stands for: a change in between is seen again, not missed.
    state = revision_of(request, axis_of(on, days=1, zone=zone), request.get_full_path())
    if shown == state:
        return HttpResponseNotModified()
    context = {"page": DayPage.of(request, now=now), "state": state}
    template = "desk/day/day.html" if shown is None else "desk/day/_list.html"
    answer = render(request, template, context)
    answer["X-State"] = state
    return answer
