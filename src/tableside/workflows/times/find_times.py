"""Which times can be booked: loads hours and reservations as integers and lets the core decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from tableside.core.availability.choice import Choice, choose
from tableside.core.availability.explain import why_not
from tableside.core.availability.gaps import fitting
from tableside.core.availability.offers import Offers, Question, Wish, offers
from tableside.core.decision import Refused, insist
from tableside.core.timeline.civil import DAY_MINUTES, local_days
from tableside.core.timeline.timeline import cover, since, until
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.practice.length_queries import needs_of, trainings_for
from tableside.records.practice.models import Equipment, MassageTable, Practice, Service, Therapist
from tableside.records.practice.queries import (
    therapists_for,
)
from tableside.records.scheduling.models import Appointment, HoursVisibility
from tableside.records.scheduling.queries import equipment_of, tables_of
from tableside.records.scheduling.reserving import OfferTaken
from tableside.workflows.times.day_limits import full_days_of_client, full_days_of_therapists
from tableside.workflows.times.free_ground import (
    ALL_HOURS,
    ON_REQUEST,
    ONLINE,
    equipment_times,
    locations_of,
    places_of,
    read_ground,
    table_times,
    therapist_times,
)

#: Refusals that another time would settle: whoever gets one is shown the nearest.
ABOUT_THE_TIME = frozenset(
    {
        "offer_taken",
        "in_the_past",
        "inside_notice",
        "past_horizon",
        "off_grid",
        "outside_hours",
        "therapist_busy",
        "elsewhere",
        "on_the_way",
        "day_full",
        "client_busy",
        "new_clients_full",
        "no_table",
        "no_equipment",
        "not_enough_therapists",
    }
)


FURTHEST_DAYS = 800  # what staff see beyond the horizon: two years, which are reckoned in a moment


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody wants to book. Anything left out may be anything; ``among`` are the therapists of whom one is
    wanted; ``moving`` is an appointment that gives up its own time."""

    service: Service
    minutes: int
    therapist_id: UUID | None = None
    location_id: UUID | None = None
    table_id: UUID | None = None
    client_id: UUID | None = None
    beside: frozenset[UUID] = frozenset()  # clients who are treated at the same time
    moving: Appointment | None = None
    moving_along: frozenset[UUID] = frozenset()  # the others of a series, which give up theirs as well
    ignores_notice: bool = False  # staff see times inside the notice period, and in hours that are not shown online
    among: frozenset[UUID] = frozenset()
    held_by: str = ""  # the hash of a browser's token: what it holds counts as free
    is_offered: bool = False  # the practice offers a time to somebody who waits: notice is set aside, hours are not
    on: date | None = None  # only this day and those beside it are asked about, beyond the horizon too
    alone: bool = False  # one of two side by side, while the other stays as they are
    until: datetime | None = None  # staff look as far, beyond the horizon; such times are given with a reason

    @property
    def client_ids(self) -> frozenset[UUID]:
        """All who come, of those who are known."""
        return self.beside | ({self.client_id} if self.client_id else frozenset())

    @property
    def at_once(self) -> int:
        return 1 if self.alone else self.service.therapists_needed

    def wants(self, therapist: Therapist) -> bool:
        if self.at_once > 1:
            return True
        return self.therapist_id in (None, therapist.id) and (not self.among or therapist.id in self.among)


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """The answer. ``offers`` knows which therapists can do which start; ``question`` is what it was asked; ``places``
    are the locations at which whoever was asked for works at all. ``therapists``, ``tables`` and ``equipment`` are what
    it knows by their keys only. ``on_request`` asks for what the practice gives to whoever calls: hours that are not
    booked online, and times too soon for that. ``look_again`` says that travel or limits play a part, which no
    constraint of the database guards. ``set_aside`` are rules against which staff are shown times all the same, each
    with its ticks: such a time is given with a reason."""

    question: Question
    offers: Offers
    places: frozenset[UUID]
    therapists: dict[UUID, Therapist]
    tables: dict[UUID, MassageTable]
    equipment: dict[UUID, Equipment]
    on_request: Question
    look_again: bool
    shortest_minutes: int = 0  # of what can be booked at all, where good fits are to be marked
    set_aside: tuple[tuple[str, int], ...] = ()

    @property
    def step_minutes(self) -> int:
        return self.question.wish.step_minutes

    def days(self) -> tuple[date, ...]:
        return self.offers.dates()

    def on(self, day: date) -> tuple[datetime, ...]:
        return tuple(instant_of(minute) for minute in self.offers.on(day))

    def good_fits_on(self, day: date) -> frozenset[datetime]:
        """Of the starts of this day, those that leave no gap too short for any booking; none unless it is turned on."""
        if not self.shortest_minutes:
            return frozenset()
        found = fitting(self.question, self.offers, shortest_minutes=self.shortest_minutes)
        return frozenset(map(instant_of, found.on(day)))

    def period(self) -> tuple[date, date]:
        """The first and the last local day that was looked at: today, and where the horizon ends."""
        days = local_days(self.question.axis, zone=self.question.zone)
        return days[0].on, days[-1].on

    def counts(self) -> dict[date, int]:
        """How many starts each day has; only days that have any."""
        return self.offers.counts()

    def asked_for(self) -> FreeTimes:
        """The starts that are not offered, but given to who asks. Reckoned each time."""
        asked = offers(self.on_request)
        beyond = tuple((time, starts & ~self.offers.starts) for time, starts in asked.by_therapist)
        return replace(self, question=self.on_request, offers=replace(asked, by_therapist=beyond))

    def nearest(self, start: datetime, *, count: int = 3) -> tuple[datetime, ...]:
        return tuple(instant_of(minute) for minute in self.offers.nearest(minute_of(start), count=count))

    def first_of(self, therapist_id: UUID) -> datetime | None:
        minute = self.offers.first_of(therapist_id)
        return None if minute is None else instant_of(minute)

    def allows(self, choice: Choice, start: datetime) -> bool:
        """Whether all who were chosen can start there and then."""
        able = {time.therapist for time in self.offers.times_at(minute_of(start)) if time.location == choice.location}
        return able.issuperset(choice.therapists)

    def against(self, start: datetime) -> tuple[str, ...]:
        """The names of the rules that staff set aside if they give this start."""
        index = self.question.axis.index(minute_of(start))
        return tuple(name for name, ticks in self.set_aside if index >= 0 and ticks >> index & 1)

    def shared_with(self, other: FreeTimes) -> FreeTimes:
        """Of its starts those that the other one has too, for two who get different treatments at once; none of those
        on request."""
        shared = tuple((time, starts & other.offers.starts) for time, starts in self.offers.by_therapist)
        nobody = replace(self.on_request, therapists=())
        return replace(self, offers=replace(self.offers, by_therapist=shared), on_request=nobody)

    def includes(self, start: datetime) -> bool:
        minute = minute_of(start)
        return instant_of(minute) == start and self.offers.includes(minute)


def free_times(search: Search, *, now: datetime) -> FreeTimes:
    """All starts from today to the practice's horizon, or as far as staff look."""
    service, practice = search.service, search.service.practice
    horizon_days = _horizon_days(search, now=now)
    prefetch_related_objects([service], "equipment", "lengths__equipment")
    ground = read_ground(
        therapists_for(service, minutes=search.minutes),
        practice=practice,
        now=now,
        client_ids=search.client_ids,
        without=search.moving_along | ({search.moving.id} if search.moving else set()),
        held_by=search.held_by,
        on=search.on,
        days_ahead=horizon_days,
    )
    wanted = [therapist for therapist in ground.therapists if search.wants(therapist)]
    full = full_days_of_therapists(ground, wanted, service=service, minutes=search.minutes)
    timed = partial(therapist_times, wanted, ground, location_id=search.location_id, full=full)
    times = timed(shown=ALL_HOURS if search.ignores_notice else ONLINE)
    asks = not search.ignores_notice and HoursVisibility.CONTACT in ground.visibilities()
    asking = timed(shown=ON_REQUEST) if asks else () if search.ignores_notice else times
    places = locations_of((*times, *asking))
    tables = _own_first([one for one in tables_of(places) if search.table_id in (None, one.id)], search.moving)
    pieces = equipment_of(places) if needs_of(service, minutes=search.minutes).equipment else []
    first_visit = full_days_of_client(ground, search.client_id, moving=search.moving)
    for other in search.beside:
        first_visit |= full_days_of_client(ground, other, moving=search.moving)
    soon = until(ground.axis, minute_of(now) + practice.notice_minutes)
    late = since(ground.axis, minute_of(now) + practice.horizon_days * DAY_MINUTES + 1)
    ignores_notice = search.ignores_notice or search.is_offered
    wish = wish_of(service, minutes=search.minutes, practice=practice, ignores_notice=ignores_notice)
    question = Question(
        axis=ground.axis,
        zone=ground.zone,
        wish=replace(wish, horizon_days=horizon_days, therapists_at_once=search.at_once),
        therapists=times,
        tables=table_times(tables, ground),
        now_minute=minute_of(now),
        client_busy=cover(ground.axis, [span for spans in ground.taken.clients.values() for span in spans]),
        client_full=0 if search.ignores_notice else first_visit,
        equipment=equipment_times(pieces, ground),
    )
    return FreeTimes(
        question=question,
        offers=offers(question),
        places=places_of(wanted, ground),
        therapists={therapist.id: therapist for therapist in ground.therapists},
        tables={table.id: table for table in tables},
        equipment={piece.id: piece for piece in pieces},
        on_request=replace(question, therapists=asking, wish=replace(question.wish, notice_minutes=0)),
        look_again=bool(ground.travel or full or practice.new_clients_per_day),
        shortest_minutes=shortest_booking(service) if practice.marks_good_fits else 0,
        set_aside=tuple(
            {"inside_notice": soon, "new_clients_full": first_visit, "past_horizon": late}.items()
            if search.ignores_notice
            else ()
        ),
    )


def _horizon_days(search: Search, *, now: datetime) -> int:
    practice = search.service.practice
    if search.until is None or not search.ignores_notice:
        return practice.horizon_days
    until, today = (at.astimezone(ZoneInfo(practice.time_zone)).date() for at in (search.until, now))
    return max(practice.horizon_days, min((until - today).days + 1, FURTHEST_DAYS))


def _own_first(tables: list[MassageTable], moving: Appointment | None) -> list[MassageTable]:
    """What is moved stays on its massage table, or else in its room, where that is free then."""
    own = next((one for one in tables if moving and one.id == moving.table_id), None)
    return sorted(tables, key=lambda one: (one != own, one.room_id != own.room_id)) if own else tables


def times_around(search: Search, start: datetime, *, now: datetime) -> FreeTimes:
    """The same of the day of this start alone, as far as there is one to be booked: what one booking has to know."""
    practice = search.service.practice
    on, today = (at.astimezone(ZoneInfo(practice.time_zone)).date() for at in (start, now))
    is_ahead = today <= on <= today + timedelta(days=practice.horizon_days)
    return free_times(replace(search, on=on) if is_ahead else search, now=now)


def choice_at(times: FreeTimes, start: datetime, *, therapist_id: UUID | None) -> Choice:
    """Who and where at this start; a start that is not offered is refused with why."""
    if not times.includes(start):
        insist(why_not(times.question, minute_of(start), therapist=therapist_id))
        raise OfferTaken
    choice = choose(times.question, minute_of(start), only=therapist_id)
    if isinstance(choice, Refused):
        raise OfferTaken
    return choice


def wish_of(service: Service, *, minutes: int, practice: Practice, ignores_notice: bool = False) -> Wish:
    needs = needs_of(service, minutes=minutes)
    return Wish(
        treatment_minutes=minutes,
        recovery_minutes=needs.recovery_minutes,
        step_minutes=practice.step_minutes,
        notice_minutes=0 if ignores_notice else practice.notice_minutes,
        horizon_days=practice.horizon_days,
        therapists_at_once=service.therapists_needed,
        needs_table=service.kind == Service.Kind.TREATMENT,
        table_features=needs.table_features,
        equipment=tuple(sorted(needs.equipment)),
    )


def is_trained(therapist: Therapist, service: Service, *, minutes: int = 0) -> bool:
    """Whether they have the training that the service asks for in this length, if it asks for any."""
    asked = trainings_for(service, minutes=minutes)
    return not asked or asked <= {training.module for training in therapist.trainings.all()}


def shortest_booking(service: Service) -> int:
    """Minutes of the shortest length of this service with what is kept free after it: what a gap has to hold."""
    lengths = [length.minutes for length in service.lengths.all()]
    return min((each + needs_of(service, minutes=each).recovery_minutes for each in lengths), default=0)
