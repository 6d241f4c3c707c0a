"""Which starts can be offered: the therapist works and is free, so is a massage table at that location, all the way
through and for what has to be kept free afterwards. A handful of operations on integers for each therapist; no loop
over times.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import DAY_MINUTES, grid, local_days
from tableside.core.timeline.timeline import Axis, at_least, indexes, minutes_in, runs, since, until, without
from tableside.core.timeline.window import TICK_MINUTES, ticks_for


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be booked, and the practice's rules for it. All in minutes but ``horizon_days``.

    ``therapists_at_once`` is 2 for a couple: two therapists at one location and two free tables in one room.
    ``needs_table`` is false for a consultation by telephone. ``table_features`` are what its massage table has to have,
    ``equipment`` the kinds of which each treatment needs a piece.
    """

    treatment_minutes: int
    recovery_minutes: int = 15
    step_minutes: int = 15
    notice_minutes: int = 240
    horizon_days: int = 90
    therapists_at_once: int = 1
    needs_table: bool = True
    table_features: frozenset[str] = frozenset()
    equipment: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class TherapistTime:
    """One therapist at one location: working hours there, and where they are taken, wherever that is. ``travel`` is
    what the way from and to other locations takes; ``full`` are the days on which they take no such booking more;
    ``elsewhere`` is what their own life takes."""

    therapist: Hashable
    location: Hashable
    hours: int
    busy: int
    rest_minutes: int = 0  # the least they rest between two clients
    travel: int = 0
    full: int = 0
    elsewhere: int = 0

    @property
    def free(self) -> int:
        return without(self.hours, self.busy | (self.elsewhere | self.travel))  # mostly there is nothing but busy


@dataclass(frozen=True, slots=True)
class TableTime:
    """One massage table, what it has, the room it stands in and how long that takes to reset, and when it is taken."""

    table: Hashable
    room: Hashable
    location: Hashable
    busy: int
    features: frozenset[str] = frozenset()
    reset_minutes: int = 0


@dataclass(frozen=True, slots=True)
class EquipmentTime:
    """One piece of equipment, of which kind it is, where it is used, and when it is taken."""

    piece: Hashable
    kind: Hashable
    location: Hashable
    busy: int


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides about a start. Timelines are on ``axis``; ``now_minute`` counts from 1970.
    ``client_full`` are the days that have no room for this client, though for others."""

    axis: Axis
    zone: ZoneInfo
    wish: Wish
    therapists: tuple[TherapistTime, ...]
    tables: tuple[TableTime, ...]
    now_minute: int
    client_busy: int = 0
    client_full: int = 0
    equipment: tuple[EquipmentTime, ...] = ()


@dataclass(frozen=True)
class Offers:
    """The answer: a timeline of starts for each therapist and location. Lists and texts are made when asked for."""

    axis: Axis
    zone: ZoneInfo
    by_therapist: tuple[tuple[TherapistTime, int], ...]

    @cached_property
    def starts(self) -> int:
        """The timeline of starts at which anybody can."""
        return reduce(or_, (starts for _, starts in self.by_therapist), 0)

    def minutes(self) -> list[int]:
        """All starts, from the earliest, in minutes since 1970."""
        return minutes_in(self.axis, self.starts)

    def of(self, therapist: Hashable) -> list[int]:
        """The starts of one therapist at any location, from the earliest."""
        return minutes_in(self.axis, self._starts_of(therapist))

    def first(self) -> int | None:
        """The earliest start, or ``None`` when there is none; no other is looked at."""
        return self._first(self.starts)

    def first_of(self, therapist: Hashable) -> int | None:
        """The earliest start of one therapist, or ``None`` when there is none."""
        return self._first(self._starts_of(therapist))

    def apart(self, therapist: Hashable, *, minutes: int, count: int) -> list[int]:
        """The first ``count`` starts of one therapist that lie ``minutes`` or more apart; no others are looked at."""
        starts, found = self._starts_of(therapist), list[int]()
        while len(found) < count and (first := self._first(starts)) is not None:
            found.append(first)
            starts &= since(self.axis, first + max(minutes, TICK_MINUTES))
        return found

    def includes(self, minute: int) -> bool:
        """Whether this minute since 1970 is offered."""
        return bool(self.times_at(minute))

    def therapists_at(self, minute: int) -> tuple[Hashable, ...]:
        """Who can start at this minute, each once, in the order of the question."""
        return tuple(dict.fromkeys(time.therapist for time in self.times_at(minute)))

    def nearest(self, minute: int, count: int = 3) -> tuple[int, ...]:
        """The ``count`` starts that lie closest to ``minute``, the closest first and of two equals the earlier."""
        before = indexes(self.starts & until(self.axis, minute))[-count:]
        after = indexes(self.starts & since(self.axis, minute))[:count]
        around = [self.axis.minute(index) for index in before + after]
        return tuple(sorted(around, key=lambda start: (abs(start - minute), start))[:count])

    def dates(self) -> tuple[date, ...]:
        """The local dates that have a start."""
        return tuple(day.on for day in local_days(self.axis, zone=self.zone) if day.part_of(self.starts))

    def counts(self) -> dict[date, int]:
        """How many starts each local date has that has one."""
        days = ((day.on, day.part_of(self.starts)) for day in local_days(self.axis, zone=self.zone))
        return {on: part.bit_count() for on, part in days if part}

    def on(self, date: date) -> list[int]:
        """The starts of one local date, in minutes since 1970; no other day is looked at."""
        that_day = (day for day in local_days(self.axis, zone=self.zone) if day.on == date)
        return [self.axis.minute(day.start + index) for day in that_day for index in indexes(day.part_of(self.starts))]

    def times_at(self, minute: int) -> list[TherapistTime]:
        """Whose time at which location can start at this minute."""
        index = self.axis.index(minute)
        if minute % TICK_MINUTES or index < 0:
            return []
        return [time for time, starts in self.by_therapist if starts >> index & 1]

    def _starts_of(self, therapist: Hashable) -> int:
        return reduce(or_, (starts for time, starts in self.by_therapist if time.therapist == therapist), 0)

    def _first(self, starts: int) -> int | None:
        return self.axis.minute((starts & -starts).bit_length() - 1) if starts else None


def therapist_minutes(wish: Wish, rest_minutes: int) -> int:
    """What a booking keeps of the therapist's time: the treatment, then the larger of recovery and their own rest.

    >>> therapist_minutes(Wish(treatment_minutes=60, recovery_minutes=15), rest_minutes=20)
    80
    """
    return wish.treatment_minutes + max(wish.recovery_minutes, rest_minutes)


def table_minutes(wish: Wish, reset_minutes: int = 0) -> int:
    """What a booking keeps of the massage table's time: the treatment, then the larger of the recovery and what the
    room takes to reset. Equipment is kept for treatment and recovery.

    >>> table_minutes(Wish(treatment_minutes=60, recovery_minutes=15), reset_minutes=20)
    80
    """
    return wish.treatment_minutes + max(wish.recovery_minutes, reset_minutes)


def offers(question: Question) -> Offers:
    """Every start that can be booked, for each therapist and location.

    A start fits when it lies on the grid of the wall clock, after notice and within the horizon; when the therapist
    works and is free for the treatment and what follows it; when the client is free for the treatment; and when the
    location has a free massage table, or for several therapists at once that many of them and as many tables in one
    room. Nothing is offered that would end after the axis does.

    >>> utc = ZoneInfo("UTC")
    >>> day = Axis(origin_minute=0, ticks=288)
    >>> ana = TherapistTime("Ana", "Old Town", hours=day.everything, busy=until(day, 600))
    >>> table = TableTime("one", "blue", "Old Town", busy=since(day, 690))
    >>> found = offers(Question(day, utc, Wish(60), (ana,), (table,), now_minute=0))
    >>> found.minutes(), found.therapists_at(600)
    ([600, 615], ('Ana',))
    """
    allowed = _allowed(question)
    free_rooms = free_places(question)
    if question.wish.equipment:
        pieces = free_equipment(question)
        free_rooms = {place: rooms & pieces.get(place, 0) for place, rooms in free_rooms.items()}
    possible = {place: allowed & rooms for place, rooms in free_rooms.items()}
    able = [
        (time, without(possible.get(time.location, 0) & runs_of_therapist(question, time), time.full))
        for time in question.therapists
    ]
    wanted = question.wish.therapists_at_once
    if wanted > 1:
        together = {
            location: at_least((starts for time, starts in able if time.location == location), wanted)
            for location in {time.location for time in question.therapists}
        }
        able = [(time, starts & together[time.location]) for time, starts in able]
    return Offers(question.axis, question.zone, tuple(able))


def runs_of_therapist(question: Question, time: TherapistTime) -> int:
    """The starts from which this therapist works and is free long enough, whatever the rest of the question says."""
    return runs(time.free, ticks_for(therapist_minutes(question.wish, time.rest_minutes)))


def runs_of_client(question: Question) -> int:
    """The starts from which the client is free for the treatment."""
    return runs(without(question.axis.everything, question.client_busy), ticks_for(question.wish.treatment_minutes))


def free_places(question: Question) -> dict[Hashable, int]:
    """Location to the starts from which one of its rooms has enough free massage tables, if any is needed."""
    wish, everything = question.wish, question.axis.everything
    if not wish.needs_table:
        return {time.location: everything for time in question.therapists}
    asked = {time.location for time in question.therapists}
    rooms: dict[tuple[Hashable, Hashable], list[int]] = {}
    for table in question.tables:
        if table.location in asked and wish.table_features <= table.features:
            ticks = ticks_for(table_minutes(wish, table.reset_minutes))
            rooms.setdefault((table.location, table.room), []).append(runs(without(everything, table.busy), ticks))
    places: dict[Hashable, int] = {}
    for (location, _), tables in rooms.items():
        places[location] = places.get(location, 0) | at_least(tables, wish.therapists_at_once)
    return places


def free_equipment(question: Question) -> dict[Hashable, int]:
    """Location to the starts from which it has a free piece of each kind that is needed, for each treatment one."""
    wish, everything = question.wish, question.axis.everything
    ticks = ticks_for(table_minutes(wish))
    pieces: dict[tuple[Hashable, Hashable], list[int]] = {}
    for one in question.equipment:
        pieces.setdefault((one.location, one.kind), []).append(runs(without(everything, one.busy), ticks))
    return {
        location: reduce(
            and_, (at_least(pieces.get((location, kind), []), wish.therapists_at_once) for kind in wish.equipment)
        )
        for location in {one.location for one in question.equipment}
    }


def _allowed(question: Question) -> int:
    """Grid, notice, horizon, and the client's own time."""
    axis, wish = question.axis, question.wish
    allowed = grid(axis, zone=question.zone, step_minutes=wish.step_minutes)
    allowed &= since(axis, question.now_minute + wish.notice_minutes)
    allowed &= until(axis, question.now_minute + wish.horizon_days * DAY_MINUTES + 1)
    allowed = without(allowed, question.client_full)
    return allowed & runs_of_client(question) if question.client_busy else allowed
