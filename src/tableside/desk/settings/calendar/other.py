"""The calendar that a therapist keeps elsewhere: give its address, have it read now, remove it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.calendar.forms import OtherCalendarForm
from tableside.desk.settings.calendar.page import OtherCalendarPage
from tableside.records.calendars.access import other_calendar_of, therapist_to_set_up
from tableside.records.calendars.other_actions import read_soon, remove_other_calendar, set_other_calendar
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_SCHEDULE)
def other_calendar(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    therapist = therapist_to_set_up(request.actor, therapist_id)
    form = OtherCalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_other_calendar(therapist, address=form.cleaned_data["address"], by=request.actor, now=timezone.now())
        messages.success(request, gettext("Saved. It is being read now; look again in a moment."))
        return redirect("desk:other-calendar", therapist_id=therapist_id)
    context = {"page": OtherCalendarPage.of(therapist, request, now=timezone.now()), "form": form}
    return render(request, "desk/settings/other_calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.SEE_SCHEDULE)
def read_now(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    try:
        read_soon(other_calendar_of(request.actor, therapist_id), now=timezone.now())
        messages.success(request, gettext("It is being read now; look again in a moment."))
    except Refusal as refusal:
        if refusal.code != "just_read":
            raise
        messages.info(request, refusal.detail)
    return redirect("desk:other-calendar", therapist_id=therapist_id)


@require_POST
@needs(Permission.SEE_SCHEDULE)
def remove(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    remove_other_calendar(other_calendar_of(request.actor, therapist_id), by=request.actor, now=timezone.now())
    messages.success(request, gettext("Removed. What was taken there is offered again."))
    return redirect("desk:other-calendar", therapist_id=therapist_id)
