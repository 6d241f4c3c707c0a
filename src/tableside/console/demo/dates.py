"""What people do about a date: book it, move it, cancel it, miss it, come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tableside.console.demo.reasons import with_reason
from tableside.console.demo.regulars import ADD_ON_WISHES
from tableside.console.demo.town import Guest, Town, Visit, birth_of, therapist_of
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.actions import create_account
from tableside.records.clients.access import client_to_see
from tableside.records.clients.access import guest as by_link
from tableside.records.clients.actions import claim_account, write_desk_note
from tableside.records.scheduling.access import appointment_to_manage, appointment_to_see
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.check_in import check_in, mark_missed
from tableside.workflows.changing.reschedule import reschedule, times_to_move
from tableside.workflows.clients.change_client import change_client
from tableside.workflows.practice.demo_keys import DEMO_PEOPLE
from tableside.workflows.times.choose_length import chosen_length
from tableside.workflows.times.find_times import Search, free_times

_FAR = timedelta(days=2)


def first_contact(town: Town, guest: Guest, now: datetime) -> None:
    """As a guest on the page, or on the phone with the front desk. From now on the practice knows them."""
    on_the_phone = not guest.regular.has_account and guest.random.random() < 0.4
    by = town.practice.desk if on_the_phone else None
    visit = guest.visits[0]
    _book(town, guest, visit, by=by, now=now)
    guest.client = appointment_of(town, visit).client
    guest.actor = by_link(guest.client)


def claim(guest: Guest, now: datetime) -> None:
    """From the link in the confirmation."""
    passwords = {person.email: person.password for person in DEMO_PEOPLE}
    email, name = guest.regular.email, guest.regular.name
    user = create_account(email, name=name, password=passwords.get(email))
    claim_account(guest.known, user=user, by=guest.acting, now=now)
    guest.actor = Actor(
        user_id=user.id,
        practice_id=guest.acting.practice_id,
        role=Role.CLIENT,
        label=name,
        client_id=guest.known.id,
    )
    guest.client = client_to_see(guest.actor, guest.known.id)


def note_for_the_desk(town: Town, guest: Guest, note: str, now: datetime) -> None:
    write_desk_note(guest.known, note, by=town.practice.desk, now=now)


def book_next(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    """Mostly before they leave; some do it themselves."""
    online = guest.regular.has_account and guest.random.random() < 0.5
    by = guest.acting if online else therapist_of(guest, town).actor
    _book(town, guest, visit, by=by, now=now)


def _book(town: Town, guest: Guest, visit: Visit, *, by: Actor | None, now: datetime) -> None:
    """At the usual time, else at one near it; where there is none, not at all, unless it is the first one."""
    regular, person, therapist = guest.regular, _person(guest), therapist_of(guest, town).therapist
    service = town.practice.services[regular.service]
    add_ons = tuple(one.id for one in service.add_ons.all() if one.name == ADD_ON_WISHES.get(regular.name))

    def request() -> BookingRequest:
        key = f"demo:{regular.email}:{visit.number}:{visit.starts_at:%H%M}"
        who = (person,)
        return BookingRequest(service.id, regular.minutes, visit.starts_at, who, key, therapist.id, add_ons=add_ons)

    try:
        visit.appointment_id = _booked(request(), by=by, now=now)
    except Refusal:
        length = chosen_length(service.id, minutes=regular.minutes, add_ons=add_ons)
        assert length is not None
        search = Search(service, length.minutes, therapist.id, client_id=person.client_id)
        near = free_times(search, now=now).nearest(visit.starts_at, count=1)
        if near and (visit.number == 0 or abs(near[0] - visit.starts_at) <= _FAR):
            visit.starts_at = near[0]
            visit.appointment_id = _booked(request(), by=by, now=now)


def _booked(request: BookingRequest, *, by: Actor | None, now: datetime) -> UUID:
    return with_reason(lambda insists: book(replace(request, insists=insists), by=by, now=now)).appointment_ids[0]


def move(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    """To the next day or so; never into today, whose times belong to those who always come then."""
    by = guest.acting if guest.random.random() < 0.6 else town.practice.desk
    appointment = appointment_of(town, visit)
    wish = visit.starts_at + timedelta(days=guest.random.choice((1, 2)))
    therapist = appointment.therapist_id
    near = times_to_move(appointment, therapist_id=therapist, by=by, now=now).nearest(wish, count=1)
    if near and town.day_of(near[0]) % 7:
        with_reason(
            lambda insists: reschedule(
                appointment, starts_at=near[0], therapist_id=therapist, insists=insists, by=by, now=now
            )
        )
        visit.starts_at = near[0]


def call_off(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    by = guest.acting if visit.starts_at - now > timedelta(hours=25) else town.practice.desk
    cancel(appointment_to_manage(by, _id(visit)), by=by, now=now)
    visit.appointment_id = None


def miss(town: Town, visit: Visit, now: datetime) -> None:
    mark_missed(appointment_of(town, visit), by=town.practice.desk, now=now)


def arrive(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    """At the first visit the front desk asks for the date of birth of whoever has not answered yet."""
    check_in(appointment_of(town, visit), by=town.practice.desk, now=now)
    client = guest.known
    client.refresh_from_db(fields=["born_on"])
    if client.born_on is None:
        facts = {"name": client.name, "email": client.email, "phone": client.phone}
        change_client(client, **facts, born_on=birth_of(guest, town), by=town.practice.desk, now=now)


def book_pair(town: Town, guests: tuple[Guest, Guest], number: int, now: datetime) -> None:
    """The front desk books both side by side; each has a record of their own."""
    regular = guests[0].regular
    people = tuple(_person(guest) for guest in guests)
    service = town.practice.services[regular.service]
    starts_at = free_times(Search(service, regular.minutes), now=now).nearest(
        guests[0].visits[number].starts_at, count=1
    )[0]
    key = f"demo:{regular.email}:{number}"
    request = BookingRequest(service.id, regular.minutes, starts_at, people, key)
    booked = with_reason(lambda insists: book(replace(request, insists=insists), by=town.practice.desk, now=now))
    for appointment_id in booked.appointment_ids:
        appointment = appointment_to_see(town.practice.desk, appointment_id)
        guest = next(guest for guest in guests if guest.regular.name == appointment.client.name)
        guest.visits[number].appointment_id, guest.visits[number].starts_at = appointment_id, starts_at
        guest.client = appointment.client
        guest.actor = by_link(guest.client)


def _person(guest: Guest) -> Person:
    regular = guest.regular
    return Person(regular.name, regular.email, guest.phone, client_id=guest.client.id if guest.client else None)


def appointment_of(town: Town, visit: Visit) -> Appointment:
    return appointment_to_see(town.practice.desk, _id(visit))


def _id(visit: Visit) -> UUID:
    assert visit.appointment_id is not None, "this date has not been booked"
    return visit.appointment_id
