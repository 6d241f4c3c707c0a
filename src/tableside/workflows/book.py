"""Book an appointment: for one client, or for two side by side, each with a private record of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db.models import prefetch_related_objects

from tableside.core.appointments.policy import Policy, answer_due, may_book
from tableside.core.availability.choice import Choice
from tableside.core.availability.offers import table_minutes, therapist_minutes
from tableside.core.decision import Refusal, insist
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.core.permissions.roles import Role
from tableside.records.clients.access import guest
from tableside.records.clients.actions import add_client, make_link, make_links
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import child_of, guest_with_email
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import current_practice_id
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.age_queries import answers_given
from tableside.records.outbox.actions import post
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import facts_of, location_by_id
from tableside.records.scheduling.access import client_to_book_for
from tableside.records.scheduling.actions import Placement, place
from tableside.records.scheduling.answers import answer_of, keep_answer
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of_booking
from tableside.records.scheduling.reserving import OfferTaken, wait_for_turn
from tableside.workflows.booking_gate import insist_it_is_safe
from tableside.workflows.choose_length import ChosenLength, chosen_length
from tableside.workflows.day_limits import insist_on_client_limits, turns_on
from tableside.workflows.find_times import ABOUT_THE_TIME, FreeTimes, Search, free_times
from tableside.workflows.letters.reader import links_in_letter, reader_of
from tableside.workflows.letters.request import requested
from tableside.workflows.letters.visit import confirmation
from tableside.workflows.remind import plan_reminders
from tableside.workflows.screen_appointment import screen_appointment
from tableside.workflows.set_aside import Insistence, arrange, insist_it_stands, keep_reason, make_room, warnings_at
from tableside.workflows.tell_client import post_text

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
            return in_transaction(lambda: book_within(request, by=by, now=now, held_by=held_by, length=length))
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
    lock([f"key:{current_practice_id()}:{request.key}"])
    body = hashlib.sha256(json.dumps(asdict(request), default=str, sort_keys=True).encode()).hexdigest()
    kept = answer_of(request.key, body_sha256=body)
    if kept is not None:
        return _booked(list(appointments_of_booking(UUID(str(kept["booking"])))), now=now)
    length = length or _length(request)
    asks_first = tells and _is_asked_first(request, length, by=by)
    appointments = _book(request, length, by=by, now=now, held_by=held_by, asks_first=asks_first)
    booking = appointments[0].booking
    keep_answer(request.key, body_sha256=body, answer={"booking": str(booking.id)}, now=now)
    for appointment in appointments:
        screen_appointment(appointment, by=by or guest(booking.client), now=now)
    if tells:
        send_confirmations(appointments, practice=facts_of(length.service.practice), tells=request.tells, now=now)
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
) -> tuple[Appointment, ...]:
    practice = length.service.practice
    _insist_on_people(request, length)
    if (by is None or not by.is_staff) and not request.is_offered:
        insist(may_book(request.starts_at, now=now, policy=policy_of(practice)))
    search = _search(request, length, by=by, held_by=held_by)
    comers = [person.client_id for person in request.people]
    arranged = arrange(search, request.starts_at, insists=request.insists, by=by, now=now, comers=comers)
    times, choice = arranged.times, arranged.choice
    # Before anything is written: who holds the audit log and waits for a therapist would hold everybody up.
    pieces = [piece for each in choice.equipment for piece in each]
    whose = [person.client_id or f"guest:{person.email.casefold()}" for person in request.people]
    wait_for_turn([*choice.therapists, *choice.tables, *pieces, *whose, *turns_on(request.starts_at, practice)])
    insist_it_stands(arranged, search, request.starts_at, now=now)
    booker = _client(request.booker, by=by, now=now) if request.booker else None
    clients = [_client(person, by=by, booker=booker, now=now) for person in request.people]
    if by is None or not by.is_staff:
        insist_on_client_limits(clients, service=length.service, now=now)
    placements = placements_for(choice, clients, times=times, length=length, starts_at=request.starts_at)
    for placement in placements:
        insist_it_is_safe(placement, by=by)
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
    return made


def policy_of(practice: Practice) -> Policy:
    return Policy(
        notice_minutes=practice.notice_minutes,
        horizon_days=practice.horizon_days,
        cancel_notice_minutes=practice.cancel_notice_minutes,
        reschedule_notice_minutes=practice.reschedule_notice_minutes,
        answer_minutes=practice.answer_minutes,
        undo_minutes=practice.undo_minutes,
    )


def placements_for(
    choice: Choice, clients: Sequence[Client], *, times: FreeTimes, length: ChosenLength, starts_at: datetime
) -> list[Placement]:
    """Each client with a therapist and, where one is needed, a table of the chosen ones."""
    therapist_ids, table_ids = cast("tuple[UUID, ...]", choice.therapists), cast("tuple[UUID, ...]", choice.tables)
    equipment_ids = cast("tuple[tuple[UUID, ...], ...]", choice.equipment)
    location = location_by_id(cast(UUID, choice.location))
    wish = times.question.wish
    return [
        Placement(
            client=client,
            therapist=times.therapists[therapist_id],
            service=length.service,
            location=location,
            table=times.tables[table_ids[number]] if table_ids else None,
            starts_at=starts_at,
            minutes=length.minutes,
            therapist_minutes=therapist_minutes(wish, times.therapists[therapist_id].rest_minutes),
            table_minutes=table_minutes(wish, times.tables[table_ids[number]].room.reset_minutes if table_ids else 0),
            price_minor=length.price_minor,
            currency=length.service.practice.currency,
            equipment=tuple(times.equipment[key] for key in equipment_ids[number]) if equipment_ids else (),
            equipment_minutes=table_minutes(wish),
            add_ons=length.add_ons,
        )
        for number, (client, therapist_id) in enumerate(zip(clients, therapist_ids, strict=True))
    ]


def send_confirmations(
    appointments: Sequence[Appointment], *, practice: PracticeFacts, tells: bool = True, now: datetime
) -> None:
    """A letter about each person, with links for whoever reads it; a request is only acknowledged. They wait as long as
    letters about changes do, so that who thinks better of it at once gets none. Reminders are planned for all."""
    due_at = now + timedelta(minutes=practice.undo_minutes)
    given = answers_given([appointment.client_id for appointment in appointments])
    prefetch_related_objects(appointments, "add_ons")  # each of the letters names them
    for appointment in appointments if tells else ():
        if reader_of(appointment).email:
            tokens, has_answered = links_for(appointment, now=now), given.hold(appointment)
            word = requested if _is_request(appointment) else confirmation
            letter = word(appointment, practice=practice, tokens=tokens, has_answered=has_answered, now=now)
            post(letter, now=now, due_at=due_at)
        kind = Kind.REQUESTED if _is_request(appointment) else Kind.CONFIRMATION
        post_text(appointment, kind=kind, practice=practice, now=now, due_at=due_at)
    for appointment in appointments:
        plan_reminders(appointment, practice=practice, now=now)


def _is_request(appointment: Appointment) -> bool:
    return appointment.status == Appointment.Status.REQUESTED


def links_for(appointment: Appointment, *, now: datetime) -> dict[str, str]:
    """Tokens for the appointment, the health questions and, for a guest, the account: each of whoever reads them."""
    reader = reader_of(appointment)
    tokens = links_to_visit(appointment, now=now)
    if reader.user_id is None:
        tokens |= make_links(reader, {Link.Purpose.CLAIM: reader.id}, lasts=timedelta(days=30), now=now)
    return tokens


def links_to_visit(appointment: Appointment, *, now: datetime) -> dict[str, str]:
    """Tokens for the appointment and, where the reader may answer them, the health questions, until a day after it."""
    purposes, lasts = (Link.Purpose.APPOINTMENT, Link.Purpose.INTAKE), appointment.ends_at - now + timedelta(days=1)
    return links_in_letter(appointment, purposes, lasts=lasts, now=now)


def link_to_appointment(appointment: Appointment, *, to: Client | None = None, now: datetime) -> str:
    """A new token that opens the appointment until a day after it: for who is written to about it, if nobody else."""
    lasts = max(appointment.ends_at - now, timedelta()) + timedelta(days=1)
    reader = to or reader_of(appointment)
    return make_link(reader, purpose=Link.Purpose.APPOINTMENT, subject_id=appointment.id, lasts=lasts, now=now)


def _booked(appointments: Sequence[Appointment], *, now: datetime) -> Booked:
    booking = appointments[0].booking
    own = [appointment for appointment in appointments if appointment.client_id == booking.client_id]
    first = [*own, *appointments][0]
    return Booked(
        booking_id=booking.id,
        appointment_ids=tuple(appointment.id for appointment in appointments),
        reference=booking.reference,
        token=link_to_appointment(first, to=booking.client, now=now),
        is_request=_is_request(first),
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


def _client(person: Person, *, by: Actor | None, booker: Client | None = None, now: datetime) -> Client:
    """A child is known again by its guardian only, and nobody who is known already becomes anybody's child here."""
    if person.client_id is not None and by is not None:
        return client_to_book_for(by, person.client_id)
    guardian = booker if person.is_child else None
    by = by or Actor(user_id=None, practice_id=current_practice_id(), role=Role.CLIENT, label="a visitor")
    known = child_of(guardian, name=person.name) if guardian else guest_with_email(person.email, name=person.name)
    if known:
        return known
    email = "" if guardian else person.email
    return add_client(
        person.name, email=email, phone=person.phone, born_on=person.born_on, guardian=guardian, by=by, now=now
    )
