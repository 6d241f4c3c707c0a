"""Limits for clients against a slow twin that goes through every appointment: first visits of a day, what is not given
on one, and how many a client may have ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import given, settings

from tableside.core.timeline.civil import local_days
from tableside.core.timeline.window import minute_of
from tableside.records.clients.actions import add_client
from tableside.records.clients.models import Client
from tableside.records.practice.models import Location, Practice, Service
from tableside.records.scheduling.models import Appointment, Booking, Reservation, Resource
from tableside.workflows.times.day_limits import full_days_of_client, limits_against
from tableside.workflows.times.free_ground import read_ground
from tests.personas import Cast

VIENNA = ZoneInfo("Europe/Vienna")
TODAY = date(2027, 3, 27)  # the clocks change on the next day
NOW = datetime(2027, 3, 27, 11, 30, tzinfo=UTC)
DAYS, HOURS, MINE = 3, (0, 12, 23), "this browser"
COUNT = {"requested", "booked", "arrived", "completed"}


@dataclass(frozen=True)
class Visit:
    """``day`` counts from today, ``hour`` is on the wall."""

    who: int
    day: int
    hour: int
    status: str

    @property
    def starts_at(self) -> datetime:
        return at(self.day, self.hour)


@dataclass(frozen=True)
class Held:
    day: int
    is_first: bool
    by: str
    has_ended: bool


def at(day: int, hour: int) -> datetime:
    on = TODAY + timedelta(days=day)
    return datetime(on.year, on.month, on.day, hour, tzinfo=VIENNA).astimezone(UTC)


VISITS = st.lists(
    st.builds(
        Visit,
        st.integers(0, 2),
        st.integers(-1, DAYS - 1),
        st.sampled_from(HOURS),
        st.sampled_from(("booked", "completed", "requested", "arrived", "no_show", "cancelled")),
    ),
    max_size=9,
    unique_by=lambda visit: (visit.who, visit.day, visit.hour),
)
HOLDS = st.lists(
    st.builds(Held, st.integers(0, DAYS - 1), st.booleans(), st.sampled_from((MINE, "another")), st.booleans()),
    max_size=3,
    unique_by=lambda held: held.day,
)


def first_visits(visits: Sequence[Visit], holds: Sequence[Held], on: date, *, but: Visit | None) -> int:
    """Of each client the earliest that counts, if it is on that day and not about to be moved; and what others hold."""
    count = 0
    for who in range(3):
        own = sorted((one for one in visits if one.who == who and one.status in COUNT), key=lambda one: one.starts_at)
        if own and own[0] != but and own[0].starts_at.astimezone(VIENNA).date() == on:
            count += 1
    for held in holds:
        if held.is_first and held.by != MINE and not held.has_ended and TODAY + timedelta(days=held.day) == on:
            count += 1
    return count


def is_new(visits: Sequence[Visit], who: int, *, but: Visit | None) -> bool:
    return not any(one.who == who and one.status in COUNT and one != but for one in visits)


def ahead(visits: Sequence[Visit], who: int) -> int:
    an_hour = timedelta(hours=1)
    return sum(
        one.who == who and one.status in {"requested", "booked", "arrived"} and one.starts_at + an_hour > NOW
        for one in visits
    )


def written(cast: Cast, clients: Sequence[Client], visits: Sequence[Visit], holds: Sequence[Held]) -> list[UUID]:
    booking = Booking.objects.create(reference="TWIN", client=clients[0], policy_version=1, created_at=NOW)
    location = Location.objects.get()
    rows = [
        Appointment(
            booking=booking,
            client=clients[one.who],
            starts_at=one.starts_at,
            ends_at=one.starts_at + timedelta(hours=1),
            status=one.status,
            answer_by=NOW if one.status == "requested" else None,
            cancelled_at=NOW if one.status == "cancelled" else None,
            price_minor=8000,
            currency="EUR",
            created_at=NOW,
            therapist=cast.ana.as_therapist,
            service=cast.swedish,
            location=location,
        )
        for one in visits
    ]
    Appointment.objects.bulk_create(rows)
    resource = Resource.objects.create(therapist=cast.ben.as_therapist)
    Reservation.objects.bulk_create(
        Reservation(
            resource=resource,
            start_minute=minute_of(at(held.day, 15)),
            end_minute=minute_of(at(held.day, 16)),
            why="hold",
            held_by=held.by,
            expires_at=NOW + timedelta(minutes=-1 if held.has_ended else 1),
            service=cast.swedish,
            minutes=60,
            location=location,
            is_first_visit=held.is_first,
        )
        for held in holds
    )
    return [row.id for row in rows]


@pytest.mark.once
def test_limits_for_clients_are_what_counting_one_by_one_finds(linden: Cast) -> None:
    clients = [add_client(f"Client {n}", email="", by=linden.owner.actor, now=NOW) for n in range(3)]

    @settings(max_examples=60, deadline=None)
    @given(VISITS, HOLDS, st.none() | st.integers(1, 2), st.none() | st.integers(1, 3), st.booleans(), st.data())
    def compare(
        visits: list[Visit],
        holds: list[Held],
        most_new: int | None,
        most_ahead: int | None,
        is_for_new: bool,
        data: st.DataObject,
    ) -> None:
        who = data.draw(st.none() | st.integers(0, 2))
        moving = data.draw(st.none() | st.sampled_from(visits)) if visits else None
        client_id = None if who is None else clients[who].id
        with transaction.atomic():
            keys = written(linden, clients, visits, holds)
            Practice.objects.filter(pk=linden.practice.pk).update(new_clients_per_day=most_new, coming_limit=most_ahead)
            Service.objects.filter(pk=linden.swedish.pk).update(is_for_new_clients=is_for_new)
            service = Service.objects.select_related("practice").get(pk=linden.swedish.pk)
            moved = None if moving is None else Appointment.objects.get(pk=keys[visits.index(moving)])
            given_up = frozenset({moved.id}) if moved else frozenset()
            practice, days = service.practice, DAYS - 1
            ground = read_ground([], practice=practice, now=NOW, without=given_up, held_by=MINE, days_ahead=days)
            full = full_days_of_client(ground, client_id, moving=moved)
            against = tuple(limits_against(client_id, service=service, now=NOW))
            transaction.set_rollback(True)

        asks = most_new is not None and (who is None or is_new(visits, who, but=moving))
        for day in local_days(ground.axis, zone=VIENNA):
            is_full = asks and first_visits(visits, holds, day.on, but=moving) >= (most_new or 0)
            assert day.part_of(full) == (day.part_of(ground.axis.everything) if is_full else 0)
        not_for_new = not is_for_new and (who is None or is_new(visits, who, but=None))
        is_over = most_ahead is not None and who is not None and ahead(visits, who) >= most_ahead
        told = {"not_for_new_clients": not_for_new, "client_limit": is_over}
        assert against == tuple(name for name, stands in told.items() if stands)

    compare()
