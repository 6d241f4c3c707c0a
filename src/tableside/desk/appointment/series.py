"""The dates of a series: see what a change would do, then change this one and the later ones, or all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.timeline.window import read_instant
from tableside.desk.appointment.forms import insist_on_years, read_tells
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.records.clients.access import NotFound
from tableside.records.practice.queries import bookable_therapists
from tableside.records.scheduling.access import appointment_to_manage
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of_series
from tableside.ui.form_key import new_key, sent_key
from tableside.ui.forms import YesNo, offer
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.series.change_series import (
    Effect,
    Which,
    cancel_dates,
    dates_meant,
    effects_of_moving,
    move_dates,
)
from tableside.workflows.series.put_back import MissingDate, missing_dates, put_back
from tableside.workflows.series.undo_series import series_undo, undo_dates

_KEPT = ("to-", "therapist", "start", "left_out")  # what a form that has to be sent again carries along


class ChangeForm(forms.Form):
    """Which dates, and where this one goes; the others follow by as many days and minutes."""

    which = forms.ChoiceField(
        label=_("Which dates"),
        choices=[(Which.LATER, _("This and the later ones")), (Which.ALL, _("All that are to come"))],
        widget=YesNo,
    )
    day = forms.DateField(
        label=_("This one moves to"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[insist_on_years],
    )
    at = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    therapist = forms.ChoiceField(label=_("With"), required=False)

    def __init__(self, appointment: Appointment, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        able = [(str(one.id), one.name) for one in bookable_therapists(appointment.service_id)]
        offer(self, "therapist", [("", _("The same as now")), *able])

    def therapist_id(self) -> UUID | None:
        return UUID(self.cleaned_data["therapist"]) if self.cleaned_data["therapist"] else None


@require_safe
@needs(Permission.MANAGE_SCHEDULE)
def show(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _page(request, in_a_series(request, appointment_id))


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def move(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = in_a_series(request, appointment_id)
    therapist = request.POST.get("therapist", "")
    able = {str(one.id): one.id for one in bookable_therapists(appointment.service_id)}
    try:
        moved = move_dates(
            _chosen(request),
            of=appointment,
            therapist_id=able.get(therapist),
            insists=read_insistence(request),
            tells=read_tells(request),
            by=request.actor,
            now=timezone.now(),
            key=sent_key(request),
        )
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    messages.success(request, gettext("Changed: %(count)s dates.") % {"count": len(moved)})
    return redirect("desk:appointment-series", appointment_id=appointment.id)


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def cancellation(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = in_a_series(request, appointment_id)
    which = Which.ALL if request.POST.get("which") == Which.ALL else Which.LATER
    try:
        tells, key = read_tells(request), sent_key(request)
        cancelled = cancel_dates(appointment, which, tells=tells, by=request.actor, now=timezone.now(), key=key)
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    messages.success(request, gettext("Cancelled: %(count)s dates.") % {"count": len(cancelled)})
    return redirect("desk:appointment-series", appointment_id=appointment.id)


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def undo(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """All dates of the last change at once; ``leaving`` names those that cannot be and stay as they are."""
    appointment = in_a_series(request, appointment_id)
    try:
        leaving = read_keys(request.POST.getlist("leaving"))
        undone = undo_dates(appointment, leaving=leaving, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    words = ngettext("Undone: %(count)s date is as before.", "Undone: %(count)s dates are as before.", len(undone))
    messages.success(request, words % {"count": len(undone)})
    return redirect("desk:appointment-series", appointment_id=appointment.id)


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def back(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = in_a_series(request, appointment_id)
    try:
        put_back(
            appointment,
            left_out=_instant(request, "left_out"),
            starts_at=_instant(request, "start"),
            insists=read_insistence(request),
            tells=read_tells(request),
            by=request.actor,
            now=timezone.now(),
            key=sent_key(request),
        )
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    messages.success(request, gettext("The date is back in the series."))
    return redirect("desk:appointment-series", appointment_id=appointment.id)


def _instant(request: ActorRequest, name: str) -> datetime | None:
    """None where nothing was sent. What cannot be read is refused: no other time is booked in its place."""
    text = request.POST.get(name, "")
    instant = read_instant(text)
    if text and instant is None:
        raise Refusal("unreadable", gettext("This could not be read as a time. Please choose it again."))
    return instant


def _page(request: ActorRequest, appointment: Appointment, *, refusal: Refusal | None = None) -> HttpResponse:
    now, local = timezone.now(), appointment.starts_at.astimezone(request.practice.zone)
    usual = {"which": Which.LATER, "day": local.date(), "at": local.time()}
    form = ChangeForm(appointment, request.GET if "day" in request.GET else None, initial=usual)
    is_asked = form.is_bound and form.is_valid()
    dates, series = list(appointments_of_series(_series_of(appointment))), appointment.series
    assert series is not None
    missing = missing_dates(series, dates, by=request.actor, now=now)
    context = {
        "appointment": appointment,
        "dates": _rows(dates, missing, back=series.put_back),
        "later": dates_meant(appointment, Which.LATER, now=now),
        "all": dates_meant(appointment, Which.ALL, now=now),
        "cancels": request.GET.get("cancel") if request.GET.get("cancel") in ("later", "all") else "",
        "form": form,
        "effects": _effects(request, appointment, form, now=now) if is_asked else None,
        "refusal": refusal,
        "key": new_key(),
        "insist": Insist.of(refusal, request),
        "asked": [(name, value) for name, value in request.POST.items() if name.startswith(_KEPT)],
        "undo": series_undo(_series_of(appointment), by=request.actor, now=now),
    }
    return render(request, "desk/appointment/series.html", context, status=422 if refusal else 200)


def _effects(request: ActorRequest, appointment: Appointment, form: ChangeForm, *, now: datetime) -> tuple[Effect, ...]:
    given = form.cleaned_data
    return effects_of_moving(
        appointment,
        Which(given["which"]),
        to_day=given["day"],
        to_wall=given["at"].hour * 60 + given["at"].minute,
        therapist_id=form.therapist_id(),
        by=request.actor,
        now=now,
    )


def _chosen(request: ActorRequest) -> dict[UUID, datetime]:
    """``to-KEY`` is where that date goes, empty where it stays; what is unreadable stays too."""
    chosen: dict[UUID, datetime] = {}
    for name, text in request.POST.items():
        start = read_instant(str(text)) if name.startswith("to-") else None
        if start is not None:
            try:
                chosen[UUID(name.removeprefix("to-"))] = start
            except ValueError:
                continue
    if not chosen:
        raise Refusal("no_dates", gettext("Choose at least one date to change."))
    return chosen


def read_keys(texts: Sequence[str]) -> list[UUID]:
    """What can be read as keys of appointments."""
    keys = []
    for text in texts:
        with suppress(ValueError):
            keys.append(UUID(text))
    return keys


def in_a_series(request: ActorRequest, appointment_id: UUID) -> Appointment:
    appointment = appointment_to_manage(request.actor, appointment_id)
    if appointment.series_id is None:
        raise NotFound
    return appointment


def _series_of(appointment: Appointment) -> UUID:
    assert appointment.series_id is not None
    return appointment.series_id


def _rows(
    dates: Sequence[Appointment], missing: Sequence[MissingDate], *, back: Sequence[str]
) -> list[tuple[Appointment | None, MissingDate | None]]:
    """Each date once, as it is now: one that was put back stands there as what was booked for it."""
    live = {one.starts_at for one in dates if one.status != Appointment.Status.CANCELLED}
    comes = {one.like.id: one for one in missing if one.is_cancelled}
    rows: list[tuple[datetime, Appointment | None, MissingDate | None]] = [
        (one.starts_at, one, comes.get(one.id))
        for one in dates
        if one.status != Appointment.Status.CANCELLED or not (one.starts_at in live or str(one.id) in back)
    ]
    rows += [(one.wanted_at, None, one) for one in missing if not one.is_cancelled]
    return [(one, gap) for _at, one, gap in sorted(rows, key=lambda row: row[0])]
