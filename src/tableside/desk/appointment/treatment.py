"""Another treatment at the same time: choose it, see what it means, confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.forms import read_tells
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.desk.appointment.page import told_words
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import bookable_therapists, offered_services
from tableside.records.scheduling.access import appointment_to_manage
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.form_key import new_key, sent_key
from tableside.ui.guards import needs
from tableside.ui.parts import Fact
from tableside.ui.requests import ActorRequest
from tableside.workflows.booking.side_by_side import other_of
from tableside.workflows.changing.change_both import change_both
from tableside.workflows.changing.change_treatment import change_treatment, treatment_of
from tableside.workflows.times.choose_length import ChosenLength, agreed_add_ons, minutes_alone

_LONGEST_DIGITS = 3


@dataclass(frozen=True)
class Chosen:
    """Read from the address or the form; anything unreadable counts as not chosen."""

    length: ChosenLength
    minutes: int  # without the add-ons that stay
    therapist: Therapist

    @classmethod
    def of(cls, request: HttpRequest, appointment: Appointment) -> Chosen | None:
        given = request.POST or request.GET
        minutes = given.get("minutes", "")
        try:
            service_id = UUID(given.get("service", ""))
        except ValueError:
            return None
        if not minutes.isdecimal() or len(minutes) > _LONGEST_DIGITS:
            return None
        length = treatment_of(appointment, service_id, minutes=int(minutes))
        able = {str(one.id): one for one in bookable_therapists(service_id)} if length else {}
        therapist = able.get(given.get("therapist", "")) or able.get(str(appointment.therapist_id))
        return cls(length, int(minutes), therapist) if length and therapist else None


@dataclass(frozen=True)
class Choice:
    words: str
    price: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class TreatmentPage:
    """Without anything chosen, what the same therapist gives; ``facts`` are what the chosen one would be."""

    chosen: Chosen | None
    facts: tuple[Fact, ...]
    choices: tuple[tuple[str, tuple[Choice, ...]], ...]

    @classmethod
    def of(cls, appointment: Appointment, chosen: Chosen | None, request: ActorRequest) -> TreatmentPage:
        if chosen is None:
            return cls(None, (), tuple(_choices(appointment)))
        length, other = chosen.length, other_of(appointment)
        price = moments.price(length.price_minor, request.practice.currency)
        facts = [
            Fact(gettext("When"), moments.full(appointment.starts_at, request.practice.zone)),
            Fact(gettext("Treatment"), f"{length.service.name}, {moments.minutes(length.minutes)}"),
            Fact(gettext("Price for each") if other else gettext("Price"), price),
        ]
        if other is None:
            facts.insert(2, Fact(gettext("Therapist"), chosen.therapist.name))
        return cls(chosen, tuple(facts), ())


def treatment_address(appointment_id: UUID, *, service_id: UUID, minutes: int, therapist_id: UUID) -> str:
    """Where this is confirmed."""
    chosen = {"service": service_id, "minutes": minutes, "therapist": therapist_id}
    return f"{reverse('desk:appointment-treatment', args=[appointment_id])}?{urlencode(chosen)}"


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def treatment(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_manage(request.actor, appointment_id)
    chosen, refusal = Chosen.of(request, appointment), None
    if request.method == "POST":
        try:
            _change(request, appointment, chosen, now=timezone.now())
            told = told_words(appointment, tells=read_tells(request))
            messages.success(request, f"{gettext('Changed.')} {told}")
            return redirect("desk:appointment", appointment_id=appointment.id)
        except Refusal as reason:
            refusal, chosen = reason, chosen if reason.data.get("outside") else None
            appointment = appointment_to_manage(request.actor, appointment_id)
    page = TreatmentPage.of(appointment, chosen, request)
    insist = Insist.of(refusal, request)
    context = {"appointment": appointment, "page": page, "refusal": refusal, "insist": insist, "key": new_key()}
    context |= {"other": other_of(appointment)}
    return render(request, "desk/appointment/treatment.html", context, status=422 if refusal else 200)


def _change(request: ActorRequest, appointment: Appointment, chosen: Chosen | None, *, now: datetime) -> None:
    if chosen is None:
        raise Refusal("no_treatment", gettext("Choose a treatment from the list."))
    is_for_both = other_of(appointment) is not None and request.POST.get("which") != "one"
    deed = change_both if is_for_both else partial(change_treatment, therapist_id=chosen.therapist.id)
    deed(
        appointment,
        service_id=chosen.length.service_id,
        minutes=chosen.minutes,
        tells=read_tells(request),
        insists=read_insistence(request),
        by=request.actor,
        now=now,
        key=sent_key(request),
    )


def _choices(appointment: Appointment) -> list[tuple[str, tuple[Choice, ...]]]:
    minutes = minutes_alone(appointment, agreed_add_ons(appointment))
    therapist_id, needed = appointment.therapist_id, appointment.service.therapists_needed
    return [
        (
            service.name,
            tuple(
                Choice(
                    words=moments.minutes(one.minutes),
                    price=moments.price(one.price_minor, appointment.currency),
                    url=treatment_address(
                        appointment.id, service_id=service.id, minutes=one.minutes, therapist_id=therapist_id
                    ),
                    is_current=(service.id, one.minutes) == (appointment.service_id, minutes),
                )
                for one in service.lengths.all()
            ),
        )
        for service in offered_services().filter(therapists=therapist_id, therapists_needed=needed)
    ]
