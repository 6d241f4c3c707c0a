"""Why a time is not offered: a day and a time are asked for, and each therapist has an answer."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.booking.page import search_of
from tableside.desk.booking.steps import Choices
from tableside.ui.forms import ClockInput, DayInput
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.explain_time import explain_time


class WhyForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    at = forms.TimeField(label=_("Time"), widget=ClockInput, input_formats=["%H:%M", "%H:%M:%S"])


@require_safe
@needs(Permission.MANAGE_SCHEDULE)
def why(request: ActorRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.length is None:
        raise Http404
    form = WhyForm(request.GET if "day" in request.GET else None, initial={"day": choices.on})
    answers = None
    if form.is_bound and form.is_valid():
        on, at = form.cleaned_data["day"], form.cleaned_data["at"]
        answers = explain_time(search_of(choices), on, at.hour * 60 + at.minute, now=timezone.now())
    context = {"choices": choices, "form": form, "answers": answers}
    return render(request, "desk/booking/why.html", context, status=422 if form.is_bound and answers is None else 200)
