"""What can be done about an appointment that no longer fits the answers: each way leads to where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.screening.remedies import Kind, Misfit
from tableside.desk.appointment.page import move_address
from tableside.desk.appointment.treatment import treatment_address
from tableside.desk.intake.pages import people_to_call
from tableside.records.clients.access import NotFound
from tableside.records.intake.access import clearances_to_read, screening_to_read
from tableside.records.intake.models import Clearance
from tableside.records.outbox.queries import messages_about
from tableside.records.scheduling.access import appointment_to_see
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.guards import needs
from tableside.ui.parts import Fact
from tableside.ui.requests import ActorRequest
from tableside.workflows.intake.propose_remedies import Proposal, Proposed, propose_remedies
from tableside.workflows.letters.visit import SUGGESTION
from tableside.workflows.messages.write_to_client import MOST_CHARACTERS, ready_message, take_back, write_to_client

WHY: dict[Misfit, str | Promise] = {
    Misfit.CARE_FIRST: _("The answers call for medical care before any massage."),
    Misfit.NOT_NOW: _("By these answers there is no massage on that day."),
    Misfit.ANSWERS_MISSING: _("Answers that decide about safety are missing."),
    Misfit.CLEARANCE_NEEDED: _("A healthcare provider has to agree first."),
    Misfit.TRAINING: _("The therapist who is booked has not been trained for this."),
    Misfit.TECHNIQUE: _("The technique that is booked may not be used."),
    Misfit.PRESSURE: _("The treatment that is booked needs more pressure than may be used."),
    Misfit.LENGTH: _("It is booked for longer than may be given."),
}


@dataclass(frozen=True)
class Way:
    """A link to where it is confirmed, and what it would mean."""

    words: str
    why: str
    url: str


@dataclass(frozen=True)
class RemediesPage:
    """``waits_until``: a message about this appointment has not left yet and can be taken back."""

    appointment: Appointment
    because: tuple[str | Promise, ...]
    ways: tuple[Way, ...]
    draft: str
    waits_until: str
    to_call: tuple[Fact, ...]  # a letter would be too slow
    most: int = MOST_CHARACTERS

    @classmethod
    def of(cls, appointment: Appointment, request: ActorRequest, *, now: datetime, draft: str = "") -> RemediesPage:
        is_ahead = appointment.status == Appointment.Status.BOOKED and appointment.starts_at > now
        found = propose_remedies(appointment, by=request.actor, now=now) if is_ahead else Proposed()
        written = messages_about(appointment.id).filter(kind=SUGGESTION)
        waiting = written.filter(done_at=None, withdrawn_at=None, failed_at=None).first()
        return cls(
            appointment=appointment,
            because=tuple(WHY[one] for one in found.because),
            ways=tuple(way for one in found.proposals for way in _ways(one, appointment, request, now=now)),
            draft=draft or ready_message(appointment, found.proposals),
            waits_until=moments.clock(waiting.due_at, request.practice.zone) if waiting else "",
            to_call=people_to_call(appointment.client) if Misfit.CARE_FIRST in found.because else (),
        )


@require_safe
@needs(Permission.READ_HEALTH)
def show(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _page(request, _read(request, appointment_id))


@require_POST
@needs(Permission.READ_HEALTH)
def message(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = _read(request, appointment_id)
    try:
        write_to_client(appointment, request.POST.get("text", ""), by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    delay = moments.minutes(request.practice.undo_minutes)
    messages.success(request, gettext("The message leaves in %(delay)s.") % {"delay": delay})
    return redirect("desk:remedies", appointment_id=appointment.id)


@require_POST
@needs(Permission.READ_HEALTH)
def message_back(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = _read(request, appointment_id)
    try:
        take_back(appointment, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    messages.success(request, gettext("Taken back: nothing was sent."))
    return redirect("desk:remedies", appointment_id=appointment.id)


def _read(request: ActorRequest, appointment_id: UUID) -> Appointment:
    """Reading it is reading what screening found."""
    appointment = appointment_to_see(request.actor, appointment_id)
    if screening_to_read(request.actor, appointment.id, now=timezone.now()) is None:
        raise NotFound
    return appointment


def _page(request: ActorRequest, appointment: Appointment, *, refusal: Refusal | None = None) -> HttpResponse:
    draft = request.POST.get("text", "")
    page = RemediesPage.of(appointment, request, now=timezone.now(), draft=draft)
    context = {"page": page, "refusal": refusal}
    return render(request, "desk/intake/remedies.html", context, status=422 if refusal else 200)


def _ways(one: Proposal, appointment: Appointment, request: ActorRequest, *, now: datetime) -> list[Way]:
    if one.kind is Kind.CLEARANCE:
        return _asking(one, appointment, request, now=now)
    told = {
        "service": one.length.service.name if one.length else appointment.service.name,
        "length": moments.minutes(one.length.minutes) if one.length else "",
        "therapist": one.therapist.name if one.therapist else appointment.therapist.name,
        "when": moments.full(one.starts_at, request.practice.zone) if one.starts_at else "",
        "day": moments.day_year(one.starts_at, request.practice.zone) if one.starts_at else "",
    }
    words, why = _SAID[one.kind]
    return [Way(str(words) % told, str(why) % told, _address(one, appointment))]


_SAID: dict[Kind, tuple[str | Promise, str | Promise]] = {
    Kind.LENGTH: (_("%(service)s, %(length)s"), _("Shorter, at the same time: within what may be given.")),
    Kind.TREATMENT: (_("%(service)s, %(length)s"), _("At the same time: this may be given.")),
    Kind.THERAPIST: (_("With %(therapist)s"), _("The same treatment at the same time, with the training it takes.")),
    Kind.BOTH: (
        _("%(service)s, %(length)s, with %(therapist)s"),
        _("At the same time: neither the treatment nor the therapist alone would be enough."),
    ),
    Kind.MOVE: (_("Move to %(when)s"), _("From %(day)s on the answers allow it as it is booked.")),
    Kind.ANSWERS: (_("Ask for the missing answers"), _("By the message below, or on your tablet.")),
    Kind.CANCEL: (_("Cancel the appointment"), _("The time is free for others, and that can be undone.")),
}


def _address(one: Proposal, appointment: Appointment) -> str:
    if one.length:
        therapist_id = one.therapist.id if one.therapist else appointment.therapist_id
        service_id, minutes = one.length.service_id, one.length.minutes
        return treatment_address(appointment.id, service_id=service_id, minutes=minutes, therapist_id=therapist_id)
    if one.starts_at:
        therapist_id = one.therapist.id if one.therapist else appointment.therapist_id
        on = timezone.localdate(one.starts_at)
        return move_address(appointment.id, therapist=str(therapist_id), on=on, start=one.starts_at)
    return "#message" if one.kind is Kind.ANSWERS else reverse("desk:appointment-cancel", args=[appointment.id])


def _asking(one: Proposal, appointment: Appointment, request: ActorRequest, *, now: datetime) -> list[Way]:
    """One question a finding; a provider who said no is asked again on the page of the findings."""
    asked = {
        clearance.rule_id: clearance
        for clearance in reversed(clearances_to_read(request.actor, appointment.client_id, now=now))
        if clearance.status == Clearance.Status.ASKED
    }
    ways = []
    for finding in one.asks:
        clearance = asked.get(finding.rule_id)
        url = reverse("desk:clearance-letter", args=[clearance.id]) if clearance else ""
        why = gettext("%(title)s. With a yes it can be given as it is booked.") % {"title": finding.title}
        words = gettext("Ask %(provider)s") % {"provider": finding.clearance_from}
        ways.append(Way(words, why, url or reverse("desk:finding", args=[appointment.id])))
    return ways
