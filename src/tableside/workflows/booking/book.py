"""Book an appointment: for one client, or for two side by side, each with a private record of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from tableside.core.appointments.policy import answer_due, may_book
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.clients.access import guest
from tableside.records.clients.actions import add_client
from tableside.records.clients.models import Client
from tableside.records.clients.queries import child_of, guest_with_email
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import current_practice_id
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.age_queries import answers_read
from tableside.records.intake.models import Intake
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import facts_of
from tableside.records.scheduling.access import client_to_book_for
from tableside.records.scheduling.answers import answer_of, keep_answer, wait_for_keys
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import place
from tableside.records.scheduling.queries import appointments_of_booking
from tableside.records.scheduling.reserving import OfferTaken, wait_for_turn
from tableside.workflows.booking.booking_gate import insist_it_is_safe
from tableside.workflows.booking.placements import placements_for
from tableside.workflows.booking.set_aside import (
    Insistence,
    arrange,
    insist_it_stands,
    keep_reason,
    make_room,
    warnings_at,
)
from tableside.workflows.intake.screen_appointment import screen_answers
from tableside.workflows.letters.links import link_to_appointment
from tableside.workflows.messages.confirm import confirm_new
from tableside.workflows.times.choose_length import ChosenLength, chosen_length
from tableside.workflows.times.day_limits import insist_on_client_limits, turns_on
from tableside.workflows.times.find_times import ABOUT_THE_TIME, Search, free_times

TRIES = 8  # each lost race means that somebody else has booked, so this many have to be quicker in a row


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes: a known client, or a guest by name and mail."""

    name: str
    email: str
    phone: str = ""
    client_id: UUID | None = None
    is_child: bool = False  # who books answers for them
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """``people`` are one, or two for a service given by two therapists at once. ``minutes`` are those of the treatment;
    each of the ``add_ons`` adds its own. ``key`` names this request, so that
    sending it again finds the booking it made."""

    service_id: UUID
    minutes: int
    starts_at: datetime
    people: tuple[Person, ...]
    key: str
    therapist_id: UUID | None = None
    among: tuple[UUID, ...] = ()  # any one of these therapists
    location_id: UUID | None = None
    is_offered: bool = False  # the practice offered this time to somebody who waits, so it needs no notice
    insists: Insistence | None = None  # staff want this time although it is not offered
    add_ons: tuple[UUID, ...] = ()
    tells: bool = True  # else staff tell the client themselves
    booker: Person | None = None  # who books for somebody else; None: the first who comes

    @property
    def written_to(self) -> tuple[Person, ...]:
        return (*self.people, *([self.booker] if self.booker else []))


@dataclass(frozen=True, slots=True)
class Booked:
    """``token`` opens the appointment of the first person, for who booked."""

    booking_id: UUID
    appointment_ids: tuple[UUID, ...]
    reference: str
    token: str
    is_request: bool = False


def book(
    request: BookingRequest,
    *,
    by: Actor | None,
    now: datetime,
    held_by: str = "",
    length: ChosenLength | None = None,
) -> Booked:
    """Book, or say why not. Raises ``Refusal``; where the time is the reason, ``nearest`` holds the three closest.
    A time ``held_by`` whoever books is theirs to spend. Who has just read the ``length`` hands it over.

    Who takes any therapist and meets somebody at the same one is not sent away while another is free.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return in_transaction(lambda: _in_line(request, by=by, now=now, held_by=held_by, length=length))
        except Refusal as refusal:
            if refusal.code not in ABOUT_THE_TIME:
                raise
            search, start = _search(request, length or _length(request), by=by, held_by=held_by), request.starts_at
            times = free_times(search, now=now)
            if not (tries_left and isinstance(refusal, OfferTaken) and times.includes(start)):
                outside = warnings_at(search, start, by=by, now=now)
                nearest = times.nearest(start)
                raise Refusal(refusal.code, refusal.detail, nearest=nearest, outside=outside) from None
    raise AssertionError("the last try returns or raises")


def _in_line(
    request: BookingRequest, *, by: Actor | None, now: datetime, held_by: str, length: ChosenLength | None
) -> Booked:
    """Whoever wants the same start waits before they look at what is free, in the order in which they came: who looks
    while another books mostly chooses the same therapist, loses, and looks again for nothing."""
    lock([f"start:{current_practice_id()}:{request.starts_at.timestamp():.0f}"])
    return book_within(request, by=by, now=now, held_by=held_by, length=length)


def book_within(
    request: BookingRequest,
    *,
    by: Actor | None,
    now: datetime,
    held_by: str = "",
    tells: bool = True,
    length: ChosenLength | None = None,
) -> Booked:
    """Book inside the caller's transaction. The first request with a key books; the same again gets the same answer.
    Without ``tells`` the caller sees to the letters and reminders; what it books was agreed on before."""
    wait_for_keys(request.key)
    body = hashlib.sha256(json.dumps(asdict(request), default=str, sort_keys=True).encode()).hexdigest()
    kept = answer_of(request.key, body_sha256=body)
    if kept is not None:
        return _booked(list(appointments_of_booking(UUID(str(kept["booking"])))), now=now)
    length = length or _length(request)
    asks_first = tells and _is_asked_first(request, length, by=by)
    appointments, intakes = _book(request, length, by=by, now=now, held_by=held_by, asks_first=asks_first)
    booking = appointments[0].booking
    keep_answer(request.key, body_sha256=body, answer={"booking": str(booking.id)}, now=now)
    for appointment, intake in zip(appointments, intakes, strict=True):
        screen_answers(intake, appointment, by=by or guest(booking.client), now=now)
    if tells:
        practice, given = facts_of(length.service.practice), answers_read(intakes)
        confirm_new(appointments, practice=practice, given=given, tells=request.tells, now=now)
    return _booked(appointments, now=now)


def _is_asked_first(request: BookingRequest, length: ChosenLength, *, by: Actor | None) -> bool:
    """Whether the practice says yes or no to it; what it books or offers itself, it has said yes to."""
    return length.service.practice.accepts_first and not request.is_offered and (by is None or not by.is_staff)


def _book(
    request: BookingRequest,
    length: ChosenLength,
    *,
    by: Actor | None,
    now: datetime,
    held_by: str,
    asks_first: bool,
) -> tuple[tuple[Appointment, ...], list[Intake | None]]:
    """The appointments, each with the newest answers of its client."""
    practice = length.service.practice
    _insist_on_people(request, length)
    if (by is None or not by.is_staff) and not request.is_offered:
        insist(may_book(request.starts_at, now=now, policy=policy_of(practice)))
    search = _search(request, length, by=by, held_by=held_by)
    comers = [person.client_id for person in request.people]
    arranged = arrange(search, request.starts_at, insists=request.insists, by=by, now=now, comers=comers)
    times, choice = arranged.times, arranged.choice
    known = _known_people(request, by=by)
    # Before anything is written: who holds the audit log and waits for a therapist would hold everybody up.
    pieces = [piece for each in choice.equipment for piece in each]
    pairs = zip(known, request.people, strict=True)
    whose = [one.id if one else f"guest:{person.email.casefold()}" for one, person in pairs]
    wait_for_turn([*choice.therapists, *choice.tables, *pieces, *whose, *turns_on(request.starts_at, practice)])
    insist_it_stands(arranged, search, request.starts_at, now=now)
    lock(f"intake:{one.id}" for one in known if one)  # what is sent from here on finds the appointment, and screens it
    booker = _client(request.booker, by=by, now=now) if request.booker else None
    clients = [_client(person, by=by, booker=booker, now=now) for person in request.people]
    if by is None or not by.is_staff:
        insist_on_client_limits(clients, service=length.service, now=now)
    placements = placements_for(choice, clients, times=times, length=length, starts_at=request.starts_at)
    intakes = [insist_it_is_safe(placement, by=by) for placement in placements]
    placements = [make_room(placement, arranged, now=now) for placement in placements]
    actor, version = by or guest(booker or clients[0]), practice.policy_version
    answer_by = answer_due(request.starts_at, now=now, policy=policy_of(practice)) if asks_first else None
    made = place(
        placements,
        booker=booker,
        policy_version=version,
        by=actor,
        now=now,
        held_by=held_by,
        answer_by=answer_by,
    )
    for appointment in made:
        keep_reason(appointment, arranged, request.insists, by=actor, now=now)
    return made, intakes


def _booked(appointments: Sequence[Appointment], *, now: datetime) -> Booked:
    booking = appointments[0].booking
    own = [appointment for appointment in appointments if appointment.client_id == booking.client_id]
    first = [*own, *appointments][0]
    return Booked(
        booking_id=booking.id,
        appointment_ids=tuple(appointment.id for appointment in appointments),
        reference=booking.reference,
        token=link_to_appointment(first, to=booking.client, now=now),
        is_request=first.status == Appointment.Status.REQUESTED,
    )


def _insist_on_people(request: BookingRequest, length: ChosenLength) -> None:
    needed = length.service.therapists_needed
    if len(request.people) != needed:
        raise Refusal("people_missing", f"This service is for {needed}: please say who comes.")


def _length(request: BookingRequest) -> ChosenLength:
    length = chosen_length(request.service_id, minutes=request.minutes, add_ons=request.add_ons)
    if length is None:
        raise Refusal("no_such_service", "This service is not offered in that length. Please choose again.")
    return length


def _search(request: BookingRequest, length: ChosenLength, *, by: Actor | None, held_by: str) -> Search:
    return Search(
        service=length.service,
        minutes=length.minutes,
        therapist_id=request.therapist_id,
        among=frozenset(request.among),
        location_id=request.location_id,
        client_id=request.people[0].client_id if request.people else None,
        beside=frozenset(person.client_id for person in request.people[1:] if person.client_id),
        ignores_notice=by is not None and by.is_staff,
        held_by=held_by,
        is_offered=request.is_offered,
    )


def _known_people(request: BookingRequest, *, by: Actor | None) -> list[Client | None]:
    booker = _known(request.booker, by=by) if request.booker else None
    return [_known(one, by=by, guardian=booker if one.is_child else None) for one in request.people]


def _client(person: Person, *, by: Actor | None, booker: Client | None = None, now: datetime) -> Client:
    guardian = booker if person.is_child else None
    if known := _known(person, by=by, guardian=guardian):
        return known
    by = by or Actor(user_id=None, practice_id=current_practice_id(), role=Role.CLIENT, label="a visitor")
    email = "" if guardian else person.email
    return add_client(
        person.name, email=email, phone=person.phone, born_on=person.born_on, guardian=guardian, by=by, now=now
    )


def _known(person: Person, *, by: Actor | None, guardian: Client | None = None) -> Client | None:
    """A child is known again by its guardian only, and nobody who is known already becomes anybody's child here."""
    if person.client_id is not None and by is not None:
        return client_to_book_for(by, person.client_id)
    return child_of(guardian, name=person.name) if guardian else guest_with_email(person.email, name=person.name)
