"""Where the demo's life takes place, and the people in it as the practice comes to know them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.console.demo.agenda import Agenda
from tableside.console.demo.courses import COURSES, Pain, pains
from tableside.console.demo.practice import AtWork, DemoPractice
from tableside.console.demo.regulars import Regular
from tableside.core.permissions.actor import Actor
from tableside.records.clients.models import Client

HORIZON_DAYS = 70


@dataclass(frozen=True)
class Town:
    practice: DemoPractice
    agenda: Agenda
    zone: ZoneInfo
    today: date

    def at(self, day: int, minute: int) -> datetime:
        """A wall time on a day counted from today."""
        clock = time(minute // 60, minute % 60)
        return datetime.combine(self.today + timedelta(days=day), clock, tzinfo=self.zone)

    def actor_of(self, therapist_id: UUID) -> Actor:
        return next(one.actor for one in self.practice.therapists.values() if one.therapist.id == therapist_id)

    def day_of(self, at: datetime) -> int:
        return (at.astimezone(self.zone).date() - self.today).days


@dataclass
class Visit:
    """One date of a regular. ``appointment_id`` is None until it is booked."""

    number: int
    day: int
    starts_at: datetime
    pain: Pain
    appointment_id: UUID | None = None
    is_settled: bool = False  # asked for once, whatever came of it


@dataclass
class Guest:
    """A regular: who they are to the practice once they have booked, and all their dates, also those to come."""

    regular: Regular
    random: Random
    phone: str
    visits: list[Visit] = field(default_factory=list)
    client: Client | None = None
    actor: Actor | None = None

    @property
    def known(self) -> Client:
        assert self.client is not None, f"{self.regular.name} has not booked yet"
        return self.client

    @property
    def acting(self) -> Actor:
        assert self.actor is not None, f"{self.regular.name} has not booked yet"
        return self.actor


def arrives(regular: Regular, town: Town, *, phone: str, weeks: int, minute: int) -> Guest:
    """With the whole row of dates, at this minute of the day, from the first one to some weeks ahead."""
    random = Random(f"tableside demo: {regular.name}")
    first = 1 if regular.weeks == 0 else -7 * min(regular.weeks, weeks)
    days = [day for day in range(first, HORIZON_DAYS) if (day - regular.day) % regular.every == 0]
    course = pains(COURSES[regular.course], visits=len(days), random=random)
    visits = [
        Visit(number, day, town.at(day, minute), pain)
        for number, (day, pain) in enumerate(zip(days, course, strict=True))
    ]
    return Guest(regular, random, phone, visits)


def therapist_of(guest: Guest, town: Town) -> AtWork:
    return town.practice.therapists[guest.regular.therapist]


def birth_of(guest: Guest, town: Town) -> date:
    """The same whenever they are asked."""
    random = Random(guest.regular.name)
    years = random.randint(27, 38) if guest.regular.complaint == "pregnancy" else random.randint(26, 74)
    return town.today - timedelta(days=365 * years + random.randint(1, 364))
