"""What a day of massage costs the therapist: hands-on minutes and deep-pressure minutes, against limits.

More than four hours of client contact a day went with about three times the odds of finger disorders in 161
practitioners (Jang et al., J Occup Rehabil 2006;16:425-38). The limits are our defaults around that finding,
not measured thresholds; each practice sets its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from tableside.core.decision import Allowed, Decision, Refused

DEEP_FROM_LEVEL = 4  # Walton scale: from here on the therapist leans in with body weight


@dataclass(frozen=True, slots=True)
class Limits:
    soft_hands_on_minutes: int = 240
    hard_hands_on_minutes: int = 300
    soft_deep_minutes: int = 180
    deep_sessions_in_a_row: int = 2


@dataclass(frozen=True, slots=True)
class Worked:
    """One session of the day. ``pressure_level`` is Walton 1-5; a booking without a plan yet counts as 3."""

    minutes: int
    pressure_level: int = 3

    @property
    def is_deep(self) -> bool:
        return self.pressure_level >= DEEP_FROM_LEVEL


def session_load(works: Sequence[Worked], *, booked_minutes: int) -> Worked:
    """One session as a whole: its minutes together, at the level that the minutes have on average.

    >>> session_load([Worked(20, pressure_level=3), Worked(40, pressure_level=5)], booked_minutes=75)
    Worked(minutes=60, pressure_level=4)
    >>> session_load([], booked_minutes=75)
    Worked(minutes=75, pressure_level=3)
    """
    minutes = sum(work.minutes for work in works)
    if not minutes:
        return Worked(booked_minutes)
    weighted = sum(work.minutes * work.pressure_level for work in works)
    return Worked(minutes, pressure_level=(2 * weighted + minutes) // (2 * minutes))  # half a level counts upwards


class LoadLevel(StrEnum):
    WITHIN = "within"
    SOFT = "soft"  # say so; the therapist decides
    HARD = "hard"  # nothing more is offered online


@dataclass(frozen=True, slots=True)
class Load:
    hands_on_minutes: int
    deep_minutes: int
    level: LoadLevel
    reasons: tuple[str, ...]


def day_load(work: Sequence[Worked], *, limits: Limits | None = None) -> Load:
    """The load of one therapist's day, with a sentence for each limit that is passed.

    ``work`` is in order of time. A limit is passed by going over it, not by reaching it.

    >>> day_load([Worked(90), Worked(90, pressure_level=4), Worked(75)]).reasons
    ('255 minutes hands-on is more than the 240 that are easy on the hands.',)
    """
    limits = limits or Limits()
    hands_on = sum(session.minutes for session in work)
    deep = sum(session.minutes for session in work if session.is_deep)
    if hands_on > limits.hard_hands_on_minutes:
        hard = f"{hands_on} minutes hands-on is more than the {limits.hard_hands_on_minutes} allowed in a day."
        return Load(hands_on, deep, LoadLevel.HARD, (hard, *_deep_reasons(work, deep, limits)))
    reasons = _deep_reasons(work, deep, limits)
    if hands_on > limits.soft_hands_on_minutes:
        easy = limits.soft_hands_on_minutes
        soft = f"{hands_on} minutes hands-on is more than the {easy} that are easy on the hands."
        reasons = (soft, *reasons)
    return Load(hands_on, deep, LoadLevel.SOFT if reasons else LoadLevel.WITHIN, reasons)


def may_take(work: Sequence[Worked], *, further: Worked, limits: Limits | None = None) -> Decision:
    """Whether the day has room for one session more. Only the hard limit refuses; the order plays no part."""
    load = day_load([*work, further], limits=limits)
    if load.level is not LoadLevel.HARD:
        return Allowed()
    return Refused("load_hard_limit", f"{load.reasons[0]} Choose another day.", {"minutes": load.hands_on_minutes})


def _deep_reasons(work: Iterable[Worked], deep_minutes: int, limits: Limits) -> tuple[str, ...]:
    reasons = []
    easy = limits.soft_deep_minutes
    if deep_minutes > easy:
        reasons.append(f"{deep_minutes} minutes of deep pressure is more than the {easy} that are easy on the hands.")
    deep_runs = [len(list(run)) for is_deep, run in groupby(work, key=lambda one: one.is_deep) if is_deep]
    longest = max(deep_runs, default=0)
    if longest > limits.deep_sessions_in_a_row:
        reasons.append(f"{longest} deep sessions in a row: put a lighter one or a break between them.")
    return tuple(reasons)
