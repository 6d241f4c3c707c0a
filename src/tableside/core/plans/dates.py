"""The next dates of a treatment plan: near the wished gap, at the client's usual weekday and hour where free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import local_day_of, wall_minute_of

MOST_DAYS_OFF = 3  # from a wished date, to a usual weekday or to a start that is free
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """One date of a plan. ``start`` is ``None`` where nothing is free near ``wanted_on``; ``reason`` says in a sentence
    why this one; ``nearest`` holds up to three other starts, the best first. Starts are minutes since 1970."""

    wanted_on: date
    start: int | None
    reason: str
    nearest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Start:
    minute: int
    on: date
    wall_minute: int


def propose(
    *,
    count: int,
    gap_days: int,
    first_after: date,
    zone: ZoneInfo,
    offered: Sequence[int],
    weekday: int | None = None,
    wall_minute: int | None = None,
) -> tuple[Proposal, ...]:
    """``count`` proposals, each ``gap_days`` after the one before, the first ``gap_days`` after ``first_after``.

    ``offered`` are the starts that can be booked, in minutes since 1970. ``weekday`` (Monday is 0) and ``wall_minute``
    are the client's usual day and time; the wished date moves to that weekday, by three days at most and never onto
    or before the previous session. A start is near within half the gap, and within three days. The best one is on the
    nearest date, then at the nearest time of day, then earlier. Where nothing is near, the next date is counted from
    the wish. ``ValueError`` when ``count`` or ``gap_days`` is less than one.

    >>> monday_ten = 4 * 1440 + 600  # 1970-01-05
    >>> found = propose(count=1, gap_days=7, first_after=date(1969, 12, 29), zone=ZoneInfo("UTC"),
    ...     offered=(monday_ten, monday_ten + 60), weekday=0, wall_minute=660)
    >>> (found[0].wanted_on.isoformat(), found[0].start - monday_ten, found[0].nearest == (monday_ten,))
    ('1970-01-05', 60, True)
    """
    if count < 1 or gap_days < 1:
        raise ValueError(f"A plan has at least one date and a day between two, unlike {count} every {gap_days}")
    starts = [_Start(minute, local_day_of(minute, zone=zone), wall_minute_of(minute, zone=zone)) for minute in offered]
    proposals: list[Proposal] = []
    previous = first_after
    for _ in range(count):
        wanted_on = _on_weekday(previous + timedelta(days=gap_days), weekday, after=previous)
        proposal = _proposal(wanted_on, wall_minute, starts, after=previous, within=min(gap_days // 2, MOST_DAYS_OFF))
        proposals.append(proposal)
        previous = wanted_on if proposal.start is None else local_day_of(proposal.start, zone=zone)
    return tuple(proposals)


def _on_weekday(wished: date, weekday: int | None, *, after: date) -> date:
    if weekday is None:
        return wished
    ahead = (weekday - wished.weekday()) % 7
    usual = wished + timedelta(days=ahead if ahead <= MOST_DAYS_OFF else ahead - 7)
    return usual if usual > after else wished


def _proposal(
    wanted_on: date, wall_minute: int | None, starts: Sequence[_Start], *, after: date, within: int
) -> Proposal:
    def rank(start: _Start) -> tuple[int, int, int]:
        hours_off = 0 if wall_minute is None else abs(start.wall_minute - wall_minute)
        return abs((start.on - wanted_on).days), hours_off, start.minute

    ranked = sorted((start for start in starts if start.on > after), key=rank)
    near = [start for start in ranked if abs((start.on - wanted_on).days) <= within]
    if not near:
        others = tuple(start.minute for start in ranked[:_NEAREST])
        return Proposal(wanted_on, None, "Nothing is free near this date. Choose another one, or ask us.", others)
    best = near[0]
    others = tuple(start.minute for start in ranked[1 : _NEAREST + 1])
    return Proposal(wanted_on, best.minute, _reason(best, wanted_on, wall_minute), others)


def _reason(start: _Start, wanted_on: date, wall_minute: int | None) -> str:
    if start.on != wanted_on:
        return "The nearest day with a free time."
    if wall_minute is None:
        return "The first free time of the day that fits the plan."
    if start.wall_minute == wall_minute:
        return "The usual time, on the day that fits the plan."
    return "The day that fits the plan, at the free time nearest to the usual one."
