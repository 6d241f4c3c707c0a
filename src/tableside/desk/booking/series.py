"""Book the same again and again: choose how often, see every date, book those that suit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tableside.core.availability.series import MOST_DATES, Rhythm
from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.timeline.window import read_instant
from tableside.desk.appointment.forms import read_tells
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.desk.booking.page import search_of
from tableside.desk.booking.steps import Choices
from tableside.records.clients.models import Client
from tableside.ui.date_choice import date_choices
from tableside.ui.form_key import sent_key
from tableside.ui.forms import ChoiceRowMany
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.series.book_series import (
    ProposedSeries,
    SeriesRequest,
    book_series,
    propose_series,
    read_starts,
)


class RhythmForm(forms.Form):
    """How often and how long."""

    every_weeks = forms.IntegerField(label=_("Every so many weeks"), min_value=1, max_value=26, initial=1)
    weekdays = forms.MultipleChoiceField(
        label=_("On these days of the week"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=ChoiceRowMany,
        help_text=_("None: the weekday of the first date."),
    )
    count = forms.IntegerField(label=_("How many dates"), min_value=1, max_value=MOST_DATES, initial=6)
    until = forms.DateField(
        label=_("Not after"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def rhythm(self) -> Rhythm:
        given = self.cleaned_data
        return Rhythm(
            every_weeks=given["every_weeks"],
            weekdays=frozenset(map(int, given["weekdays"])),
            count=given["count"],
            until=given["until"],
        )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def book_again_and_again(request: ActorRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.step != "confirm" or choices.refusal or choices.is_for_two or not isinstance(choices.client, Client):
        return redirect(choices.address())
    refusal = None
    if request.method == "POST":
        try:
            booked = book_series(_request(request, choices, choices.client), by=request.actor, now=timezone.now())
            messages.success(request, gettext("Booked: %(count)s dates.") % {"count": len(booked)})
            return redirect("desk:appointment", appointment_id=booked[0].id)
        except Refusal as reason:
            refusal = reason
    form = _form(request)
    found = _proposed(choices, form) if form.is_valid() else None
    foreseen = Insist.foreseen(found.against) if found else None
    context = {
        "choices": choices,
        "form": form,
        "hidden": choices.hidden(with_start=True),
        "found": found,
        "dates": date_choices(found.dates, sent=request.POST) if found else (),
        "key": sent_key(request),
        "refusal": refusal,
        "insist": Insist.of(refusal, request) or foreseen,
    }
    return render(request, "desk/booking/series.html", context, status=422 if refusal else 200)


def _form(request: ActorRequest) -> RhythmForm:
    """Before anything is said, every week for six weeks."""
    usual: dict[str, Any] = {"every_weeks": 1, "count": 6}
    return RhythmForm(request.GET if "count" in request.GET else usual)


def _proposed(choices: Choices, form: RhythmForm) -> ProposedSeries:
    assert choices.start is not None
    return propose_series(search_of(choices), form.rhythm(), start=choices.start, now=timezone.now())


def _request(request: ActorRequest, choices: Choices, client: Client) -> SeriesRequest:
    assert choices.length is not None
    return SeriesRequest(
        client=client,
        service=choices.length.service,
        minutes=choices.length.alone.minutes,
        add_ons=choices.length.add_on_ids,
        starts=read_starts(request.POST),
        key=sent_key(request),
        therapist_id=choices.therapist.id if choices.therapist else None,
        location_id=choices.location_id,
        insists=read_insistence(request),
        tells=read_tells(request),
        left_out=_left_out(request.POST),
    )


def _left_out(form: QueryDict) -> tuple[datetime, ...]:
    """The dates that were shown and are not booked; what is unreadable is none of them."""
    shown = [text for name, text in form.items() if name.startswith("date-") and not form.get(f"start-{name[5:]}")]
    read = map(read_instant, map(str, [*shown, *form.getlist("closed")]))
    return tuple(at for at in read if at is not None)[: 2 * MOST_DATES]
