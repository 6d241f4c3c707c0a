"""Why a time is not offered: a day and a time are asked for, and each therapist has an answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tableside.core.decision import Decision, Refused
from tableside.core.permissions.permission import Permission
from tableside.core.timeline.civil import instant_on
from tableside.core.timeline.window import instant_of
from tableside.desk.appointment.forms import insist_on_years
from tableside.desk.booking.page import search_of
from tableside.desk.booking.steps import Choices
from tableside.records.practice.models import Therapist
from tableside.ui.forms import ClockInput, DayInput
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.booking.set_aside import warnings_at
from tableside.workflows.times.explain_time import Why, explain_time

_NEVER = frozenset({"does_not_give_it", "not_trained", "in_the_past"})  # a reason changes nothing about these


class WhyForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput, validators=[insist_on_years])
    at = forms.TimeField(label=_("Time"), widget=ClockInput, input_formats=["%H:%M", "%H:%M:%S"])


@dataclass(frozen=True)
class Answer:
    """``book_url`` leads to booking that time: one that is offered, or that a reason makes possible."""

    therapist: Therapist
    decision: Decision
    book_url: str

    @classmethod
    def of(cls, why: Why, choices: Choices, *, on: date, at: time, now: datetime) -> Answer:
        minute = instant_on(on, at.hour * 60 + at.minute, zone=choices.practice.zone)
        if isinstance(minute, Refused) or (isinstance(why.decision, Refused) and why.decision.code in _NEVER):
            return cls(why.therapist, why.decision, "")
        search, start = replace(search_of(choices), therapist_id=why.therapist.id), instant_of(minute)
        may = bool(why.decision) or bool(warnings_at(search, start, by=choices.by, now=now))
        url = choices.address(therapist=why.therapist.id, start=start.isoformat()) if may else ""
        return cls(why.therapist, why.decision, url)


@require_safe
@needs(Permission.MANAGE_SCHEDULE)
def why(request: ActorRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.length is None:
        raise Http404
    now = timezone.now()
    form = WhyForm(request.GET if "day" in request.GET else None, initial={"day": choices.on})
    answers = None
    if form.is_bound and form.is_valid():
        on, at = form.cleaned_data["day"], form.cleaned_data["at"]
        asked = explain_time(search_of(choices), on, at.hour * 60 + at.minute, now=now)
        answers = [Answer.of(why, choices, on=on, at=at, now=now) for why in asked]
    context = {"choices": choices, "form": form, "answers": answers}
    return render(request, "desk/booking/why.html", context, status=422 if form.is_bound and answers is None else 200)
