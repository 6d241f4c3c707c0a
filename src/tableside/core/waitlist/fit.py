"""Which of those who wait are asked about which free time. What is free for whom, buffers included, is said before by
``core.availability``; here it meets what they want. Minutes are whole minutes since 1970 in UTC, unless of the day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tableside.core.timeline.civil import local_day_of, midnight, wall_minute_of

_DAY = 1440
UNANSWERED = 3  # so many offers in a row without an answer, and nobody is asked until they say that they still wait


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody could come: on these days of the week (Monday is 0, none named is any), from one local date to
    another, both included, between two minutes of the local day; 1440 is the next midnight. They stay within it until
    the treatment ends."""

    start_minute: int = 0
    end_minute: int = _DAY
    weekdays: frozenset[int] = frozenset()
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < self.end_minute <= _DAY:
            raise ValueError("A window lies within a day and ends after it starts.")


@dataclass(frozen=True, slots=True)
class Terms:
    """How long an offer stands. One that would end less than ``lead_minutes`` before the start is not made."""

    offer_minutes: int = 120
    soon_offer_minutes: int = 30  # when the time is less than a day away
    lead_minutes: int = 60

    def lasts(self, start: int, *, now: int) -> int:
        """Minutes that an offer of this start stands.

        >>> Terms().lasts(2 * 1440, now=0), Terms().lasts(1439, now=0)
        (120, 30)
        """
        return self.soon_offer_minutes if start - now < _DAY else self.offer_minutes

    def is_too_soon(self, start: int, *, now: int) -> bool:
        return start < now + self.lasts(start, now=now) + self.lead_minutes


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits. ``free`` are the starts that availability has for the treatment, therapist and location they
    want; ``asked`` the ``(start, end)`` of times that they let pass."""

    key: Hashable
    since: int
    minutes: int
    windows: tuple[Window, ...]
    free: tuple[int, ...]
    asked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """The next question: whom, about which start, and why them, for the log that staff read."""

    key: Hashable
    start: int
    why: str


def next_ask(waiting: Iterable[Waiting], *, zone: ZoneInfo, now: int, terms: Terms | None = None) -> Ask | None:
    """Whoever has waited longest of those whom a free start suits, about the earliest such start; None when nothing
    suits anybody. Of two who came in the same minute, the one named first.

    >>> utc, noon = ZoneInfo("UTC"), (720,)
    >>> mornings, any_time = (Window(end_minute=720),), (Window(),)
    >>> ask = next_ask([Waiting("Ida", 2, 60, any_time, noon), Waiting("Jon", 1, 60, mornings, noon)], zone=utc, now=0)
    >>> ask.key, ask.start
    ('Ida', 720)
    """
    for passed, one in enumerate(sorted(waiting, key=lambda one: one.since)):
        start = next(suiting(one, zone=zone, now=now, terms=terms), None)
        if start is not None:
            return Ask(one.key, start, why_them(passed))
    return None


def suiting(one: Waiting, *, zone: ZoneInfo, now: int, terms: Terms | None = None) -> Iterator[int]:
    """The free starts that they want, have not let pass and can still be asked about, in the order given."""
    terms = terms or Terms()
    for start in one.free:
        end = start + one.minutes
        if terms.is_too_soon(start, now=now) or any(start < until and since < end for since, until in one.asked):
            continue
        if any(_holds(window, start, end, zone=zone) for window in one.windows):
            yield start


def is_silent(answers: Sequence[bool]) -> bool:
    """Whether the last offers, oldest first, all ended without an answer.

    >>> is_silent([True, False, False]), is_silent([True, False, False, False])
    (False, True)
    """
    return len(answers) >= UNANSWERED and not any(answers[-UNANSWERED:])


def why_them(passed: int) -> str:
    """In words, when so many have waited longer and wanted none of what is free."""
    if not passed:
        return "Has waited longest of all."
    others = "1 who has waited longer wants" if passed == 1 else f"{passed} who have waited longer want"
    return f"Has waited longest of those whom a free time suits; {others} other times."


def _holds(window: Window, start: int, end: int, *, zone: ZoneInfo) -> bool:
    """Whether the whole treatment lies in the window, on the clock on the wall of the day on which it starts."""
    day = local_day_of(start, zone=zone)
    if window.weekdays and day.weekday() not in window.weekdays:
        return False
    if (window.first and day < window.first) or (window.last and day > window.last):
        return False
    if wall_minute_of(start, zone=zone) < window.start_minute:
        return False
    if local_day_of(end, zone=zone) == day:
        return wall_minute_of(end, zone=zone) <= window.end_minute
    return window.end_minute == _DAY and end == midnight(date.fromordinal(day.toordinal() + 1), zone)
