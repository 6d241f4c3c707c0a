"""What is booked and does not fit what holds now: too soon after something else, or too much for one day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tableside.core.availability.limits import DayLimits, DayWork


@dataclass(frozen=True, slots=True)
class Stay:
    """What a booking takes of a therapist or a massage table, in minutes since 1970: the treatment, and how long is
    kept free after it. ``place`` is where."""

    key: Hashable
    of: Hashable
    place: Hashable
    start: int
    end: int
    after: int = 0


def too_soon(
    stays: Iterable[Stay],
    *,
    travel: Mapping[Any, int] | None = None,  # Any: pairs of places, of whatever type they are
) -> frozenset[Hashable]:
    """The keys of those that begin before the one before them is over, with what is kept free after it and the minutes
    of the way from there.

    >>> morning = Stay("first", "Ana", "Mill", 540, 600, after=15), Stay("second", "Ana", "Linden", 630, 690)
    >>> too_soon(morning), too_soon(morning, travel={("Mill", "Linden"): 20})
    (frozenset(), frozenset({'second'}))
    """
    found: set[Hashable] = set()
    before: dict[Hashable, Stay] = {}
    for stay in sorted(stays, key=lambda one: one.start):
        last = before.get(stay.of)
        if last and stay.start < last.end + last.after + (travel or {}).get((last.place, stay.place), 0):
            found.add(stay.key)
        before[stay.of] = stay
    return frozenset(found)


def over_limits(sessions: Iterable[tuple[Hashable, int, bool]], limits: DayLimits) -> frozenset[Hashable]:
    """Of the sessions of one day, as ``(key, minutes hands-on, is deep)`` in the order of time: the keys of those that
    go over a limit, the others counted.

    >>> over_limits([("one", 90, False), ("two", 90, False), ("three", 30, False)], DayLimits(hands_on_minutes=120))
    frozenset({'two'})
    """
    found: set[Hashable] = set()
    work = DayWork()
    for key, minutes, is_deep in sessions:
        more = work.with_session(minutes, is_deep=is_deep)
        if limits.allow(more):
            work = more
        else:
            found.add(key)
    return frozenset(found)
