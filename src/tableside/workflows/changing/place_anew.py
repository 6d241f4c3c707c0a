"""Who and where at another start, or for another treatment at the same one: for one, or for two side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement, give_up_times, wait_to_change
from tableside.records.scheduling.undoing import remember
from tableside.workflows.booking.booking_gate import insist_it_is_safe
from tableside.workflows.booking.placements import placements_of_each
from tableside.workflows.booking.set_aside import (
    Arranged,
    Insistence,
    arrange_or_warn,
    insist_it_stands,
    keep_reason,
    make_room,
)
from tableside.workflows.booking.side_by_side import get_the_same, with_their_own
from tableside.workflows.intake.screen_appointment import screen_appointment
from tableside.workflows.times.choose_length import ChosenLength
from tableside.workflows.times.day_limits import turns_on
from tableside.workflows.times.find_times import FreeTimes, Search, free_times


@dataclass(frozen=True, slots=True)
class Part:
    """Who is placed by one search: somebody alone, two side by side who get the same, or one of two who do not."""

    people: Sequence[Appointment]
    search: Search

    @property
    def comers(self) -> list[UUID | None]:
        return [one.client_id for one in self.people]


@dataclass(frozen=True, slots=True)
class _Placed:
    part: Part
    arranged: Arranged
    pairs: tuple[tuple[Appointment, Placement], ...]


def place_anew(
    parts: Sequence[Part],
    lengths: Mapping[UUID, ChosenLength],
    starts_at: datetime,
    *,
    take: Callable[..., None],
    insists: Insistence | None,
    by: Actor,
    now: datetime,
) -> None:
    """Find who and where for all who come, each with their own length, and have them ``take`` it. What staff may set
    aside is named in ``outside`` where the time is the reason against it. What they were is kept, so that it can be
    undone."""
    placed = [_place(part, lengths, starts_at, insists=insists, by=by, now=now) for part in parts]
    everybody = [pair for each in placed for pair in each.pairs]
    people, placements = zip(*everybody, strict=True)
    new = {key for placement in placements for key in placement.keys}
    wait_to_change(people, also=new.union(turns_on(starts_at, current_practice())))
    for each in placed:
        insist_it_stands(each.arranged, each.part.search, starts_at, now=now)
    for one, placement in everybody:
        insist_it_is_safe(placement, by=by, appointment=one)
    for one in people:
        remember(one, by=by, now=now)
    if len(people) > 1:
        give_up_times(people)  # one may take the table that the other has
    for each in placed:
        for one, placement in each.pairs:
            take(one, make_room(placement, each.arranged, now=now, moving=one), by=by, now=now)
            keep_reason(one, each.arranged, insists, by=by, now=now)
            screen_appointment(one, by=by, now=now)


def parts_to_move(
    both: Sequence[Appointment],
    therapist_id: UUID | None,
    table_id: UUID | None,
    *,
    along: frozenset[UUID] = frozenset(),
    by: Actor,
) -> list[Part]:
    """Two who get the same go to whichever two therapists are free then; two who do not, each keep theirs, and their
    massage tables, which stand in one room."""
    first, *others = both
    search = Search(
        service=first.service,
        minutes=max(map(_minutes, both)),
        therapist_id=None if others else therapist_id,
        table_id=None if others else table_id,
        client_id=first.client_id,
        beside=frozenset(one.client_id for one in others),
        moving=first,
        moving_along=along | {one.id for one in others},
        ignores_notice=by.is_staff,
    )
    if get_the_same(both):
        return [Part(both, search)]
    return [Part([one], _alone(search, one, both=both)) for one in both]


def times_of(parts: Sequence[Part], *, until: datetime | None = None, now: datetime) -> FreeTimes:
    """The starts at which all of them can come."""
    return reduce(FreeTimes.shared_with, [free_times(replace(one.search, until=until), now=now) for one in parts])


def _place(
    part: Part,
    lengths: Mapping[UUID, ChosenLength],
    starts_at: datetime,
    *,
    insists: Insistence | None,
    by: Actor,
    now: datetime,
) -> _Placed:
    arranged = arrange_or_warn(part.search, starts_at, insists=insists, by=by, now=now, comers=part.comers)
    placements = placements_of_each(
        with_their_own(arranged.choice, part.people),
        [one.client for one in part.people],
        times=arranged.times,
        lengths=[lengths[one.id] for one in part.people],
        starts_at=starts_at,
    )
    return _Placed(part, arranged, tuple(zip(part.people, placements, strict=True)))


def _alone(search: Search, one: Appointment, *, both: Sequence[Appointment]) -> Search:
    return replace(
        search,
        service=one.service,
        minutes=_minutes(one),
        therapist_id=one.therapist_id,
        table_id=one.table_id,
        client_id=one.client_id,
        beside=frozenset(),
        moving=one,
        moving_along=(search.moving_along | {each.id for each in both}) - {one.id},
        alone=True,
    )


def _minutes(appointment: Appointment) -> int:
    return int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
