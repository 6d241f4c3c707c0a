"""Time off within a day or over days, and breaks that nobody books over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.timeline.window import instant_of
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import bookable_therapists
from tableside.records.scheduling.access import time_off_to_manage
from tableside.records.scheduling.hours_actions import end_time_off
from tableside.records.scheduling.hours_queries import time_off_ahead
from tableside.records.scheduling.models import Reservation
from tableside.ui.forms import ClockInput, DayInput, offer
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.take_off import take_off

_CLOCK = ["%H:%M", "%H:%M:%S"]
_LONGEST = timedelta(days=62)


class TimeOffForm(forms.Form):
    who = forms.ChoiceField(label=_("Who"))
    first = forms.DateField(label=_("Day"), widget=DayInput)
    start = forms.TimeField(label=_("From"), widget=ClockInput, input_formats=_CLOCK)
    last = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Leave empty when it ends the same day.")
    )
    end = forms.TimeField(label=_("To"), widget=ClockInput, input_formats=_CLOCK)
    weeks = forms.IntegerField(
        label=_("Every week, so many times"), min_value=1, max_value=52, initial=1, help_text=_("1 is once.")
    )
    is_break = forms.BooleanField(label=_("It is a break, not time off"), required=False)
    note = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("For the practice only; clients never see it.")
    )

    def __init__(self, data: Any, *, therapists: Sequence[Therapist]) -> None:  # Any: what a form takes
        super().__init__(data)
        self.therapists = {str(one.id): one for one in therapists}
        offer(self, "who", [(key, one.name) for key, one in self.therapists.items()])

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if {"first", "start", "end", "weeks"} <= data.keys() and "last" not in self.errors:
            self.times = _times(data["first"], data["start"], data["last"] or data["first"], data["end"], data["weeks"])
            start, end = self.times[0]
            if end <= start:
                self.add_error("end", _("The end has to be after the start."))
            elif end - start > _LONGEST:
                self.add_error("last", _("Take at most two months at once."))
            elif data["weeks"] > 1 and end - start > timedelta(days=7):
                self.add_error("weeks", _("What is longer than a week cannot come every week."))
            elif end <= timezone.now():
                self.add_error("first", _("This time has passed."))
        return data

    def chosen(self) -> Therapist:
        return self.therapists[self.cleaned_data["who"]]


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def time_off(request: ActorRequest) -> HttpResponse:
    form = TimeOffForm(request.POST or None, therapists=list(bookable_therapists()))
    if request.method == "POST" and form.is_valid():
        note, is_break = form.cleaned_data["note"], form.cleaned_data["is_break"]
        try:
            take_off(form.chosen(), form.times, note=note, is_break=is_break, by=request.actor, now=timezone.now())
            messages.success(request, gettext("Saved: nobody can book then."))
            return redirect("desk:settings-time-off")
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
    ahead = [_row(one) for one in time_off_ahead(now=timezone.now())[:200]]
    context = {"form": form, "ahead": ahead}
    return render(request, "desk/settings/time_off.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def end(request: ActorRequest, reservation_id: UUID) -> HttpResponse:
    end_time_off(time_off_to_manage(request.actor, reservation_id), by=request.actor, now=timezone.now())
    messages.success(request, gettext("This time can be booked again."))
    return redirect("desk:settings-time-off")


def _times(first: date, start: time, last: date, end: time, weeks: int) -> list[tuple[datetime, datetime]]:
    """On the practice's clock, so that a weekly break keeps its time when the clocks change."""
    zone, week = timezone.get_current_timezone(), timedelta(days=7)
    return [
        (
            datetime.combine(first + week * number, start, tzinfo=zone),
            datetime.combine(last + week * number, end, tzinfo=zone),
        )
        for number in range(weeks)
    ]


def _row(taken: Reservation) -> dict[str, object]:
    return {
        "id": taken.id,
        "therapist": taken.resource.therapist,
        "starts_at": instant_of(taken.start_minute),
        "ends_at": instant_of(taken.end_minute),
        "is_break": taken.why == Reservation.Why.BREAK,
        "note": taken.note or "",
    }
