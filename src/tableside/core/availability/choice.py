"""Who takes a start, on which massage table and with which equipment."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from tableside.core.availability.offers import Question, TherapistTime, offers, table_minutes
from tableside.core.decision import Refused
from tableside.core.timeline.civil import local_days
from tableside.core.timeline.window import TICK_MINUTES, ticks_for


@dataclass(frozen=True, slots=True)
class Choice:
    """Who and where, for one start. ``tables`` goes with ``therapists``, and so does ``equipment``, the pieces for
    each; they are empty when none are needed."""

    location: Hashable
    therapists: tuple[Hashable, ...]
    tables: tuple[Hashable, ...]
    equipment: tuple[tuple[Hashable, ...], ...] = ()


def choose(question: Question, start_minute: int, *, only: Hashable | None = None) -> Choice | Refused:
    """Who takes a start, and on which table: the therapist with the fewest minutes taken from their working hours that
    local day, of equals the first one in the question; the first room with enough free tables. ``only`` names the one
    therapist who is wanted (one of them, when there are several at once).

    Refused with ``offer_taken`` when the start is not offered (any more); ``explain.why_not`` says why.

    >>> from zoneinfo import ZoneInfo
    >>> from tableside.core.availability.offers import TableTime, Wish
    >>> from tableside.core.timeline.timeline import Axis, until
    >>> day = Axis(origin_minute=0, ticks=288)
    >>> ana = TherapistTime("Ana", "Old Town", hours=day.everything, busy=until(day, 300))
    >>> ben = TherapistTime("Ben", "Old Town", hours=day.everything, busy=until(day, 60))
    >>> table = TableTime("one", "blue", "Old Town", busy=0)
    >>> choose(Question(day, ZoneInfo("UTC"), Wish(60), (ana, ben), (table,), now_minute=0), 600)
    Choice(location='Old Town', therapists=('Ben',), tables=('one',), equipment=())
    """
    found, wanted = offers(question), question.wish.therapists_at_once
    index = question.axis.index(start_minute)
    able = sorted(found.times_at(start_minute), key=lambda time: taken_minutes(question, time, index))
    for leader in able:
        if only is not None and leader.therapist != only:
            continue
        beside = [time for time in able if time.location == leader.location and time.therapist != leader.therapist]
        team = tuple(time.therapist for time in [leader, *beside][:wanted])
        tables = _free_tables(question, leader.location, index)
        return Choice(leader.location, team, tables, _free_pieces(question, leader.location, index))
    return Refused("offer_taken", "This time has just been taken. Please choose another one.")


def taken_minutes(question: Question, time: TherapistTime, index: int) -> int:
    """How many minutes of a therapist's working hours are taken on the local day of this tick."""
    day = next(day for day in local_days(question.axis, zone=question.zone) if day.start <= index < day.end)
    return day.part_of(time.hours & time.busy).bit_count() * TICK_MINUTES


def _free_tables(question: Question, location: Hashable, index: int) -> tuple[Hashable, ...]:
    if not question.wish.needs_table:
        return ()
    wish = question.wish
    rooms: dict[Hashable, list[Hashable]] = {}
    for table in question.tables:
        needed = (1 << ticks_for(table_minutes(wish, table.reset_minutes))) - 1
        if table.location == location and wish.table_features <= table.features and not table.busy >> index & needed:
            rooms.setdefault(table.room, []).append(table.table)
    wanted = wish.therapists_at_once
    return next((tuple(tables[:wanted]) for tables in rooms.values() if len(tables) >= wanted), ())


def _free_pieces(question: Question, location: Hashable, index: int) -> tuple[tuple[Hashable, ...], ...]:
    wish = question.wish
    if not wish.equipment:
        return ()
    needed = (1 << ticks_for(table_minutes(wish))) - 1
    kinds: dict[Hashable, list[Hashable]] = {kind: [] for kind in wish.equipment}
    for one in question.equipment:
        if one.location == location and one.kind in kinds and not one.busy >> index & needed:
            kinds[one.kind].append(one.piece)
    return tuple(zip(*(pieces[: wish.therapists_at_once] for pieces in kinds.values()), strict=True))
