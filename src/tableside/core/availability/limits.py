"""Daily limits of a therapist: on which dates one booking more would be over one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import local_days
from tableside.core.timeline.timeline import Axis, cover


@dataclass(frozen=True, slots=True)
class DayWork:
    """What is booked for a therapist on one date."""

    clients: int = 0
    hands_on_minutes: int = 0
    deep_minutes: int = 0

    def with_session(self, minutes: int, *, is_deep: bool) -> DayWork:
        return DayWork(
            self.clients + 1, self.hands_on_minutes + minutes, self.deep_minutes + (minutes if is_deep else 0)
        )


@dataclass(frozen=True, slots=True)
class DayLimits:
    """The most a therapist takes in a day; ``None`` is no limit. One is passed by going over it, not by reaching it."""

    clients: int | None = None
    hands_on_minutes: int | None = None
    deep_minutes: int | None = None

    def allow(self, work: DayWork) -> bool:
        """Whether this much is within every limit.

        >>> DayLimits(clients=4).allow(DayWork(clients=4)), DayLimits(hands_on_minutes=240).allow(DayWork(4, 255))
        (True, False)
        """
        pairs = (
            (work.clients, self.clients),
            (work.hands_on_minutes, self.hands_on_minutes),
            (work.deep_minutes, self.deep_minutes),
        )
        return all(most is None or done <= most for done, most in pairs)


NO_LIMITS = DayLimits()


def full_dates(work: Mapping[date, DayWork], limits: DayLimits, *, minutes: int, is_deep: bool) -> frozenset[date]:
    """The dates on which this session more is too much. On a date without any work it counts alone."""
    return frozenset(on for on, done in work.items() if not limits.allow(done.with_session(minutes, is_deep=is_deep)))


def is_too_much(limits: DayLimits, *, minutes: int, is_deep: bool) -> bool:
    """Whether this session alone, on an empty day, is over a limit."""
    return not limits.allow(DayWork().with_session(minutes, is_deep=is_deep))


def ticks_of(axis: Axis, dates: Iterable[date], *, zone: ZoneInfo) -> int:
    """The ticks of these local dates."""
    wanted = frozenset(dates)
    days = (day for day in local_days(axis, zone=zone) if day.on in wanted) if wanted else ()
    return cover(axis, [(axis.minute(day.start), axis.minute(day.end)) for day in days])
