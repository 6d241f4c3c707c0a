"""Half-open windows of time for people-facing code, and the whole minutes that everything else counts in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TICK_MINUTES = 5  # the finest time that anything starts or ends at
YEARS = range(2000, 2200)  # what a calendar can be asked for without running out of dates
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def minute_of(instant: datetime) -> int:
    """Whole minutes from 1970-01-01T00:00Z to an aware datetime, rounded down. ``ValueError`` when it is naive.

    >>> minute_of(datetime(1970, 1, 2, 0, 5, 59, tzinfo=UTC))
    1445
    """
    if instant.utcoffset() is None:
        raise ValueError(f"{instant!r} names no time zone")
    return (instant - _EPOCH) // _MINUTE


def instant_of(minute: int) -> datetime:
    """The aware UTC datetime that lies ``minute`` minutes after 1970-01-01T00:00Z.

    >>> instant_of(1445).isoformat()
    '1970-01-02T00:05:00+00:00'
    """
    return _EPOCH + minute * _MINUTE


def read_instant(text: str) -> datetime | None:
    """The instant, in UTC, that a text in ISO 8601 with an offset names; None for any other, and outside ``YEARS``.

    >>> read_instant("2027-02-01T10:00+01:00").isoformat()
    '2027-02-01T09:00:00+00:00'
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo is not None and instant.year in YEARS else None


def ticks_for(minutes: int) -> int:
    """How many ticks it takes to hold so many minutes.

    >>> ticks_for(60), ticks_for(61)
    (12, 13)
    """
    return -(-minutes // TICK_MINUTES)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """``start <= t < end``, kept in UTC. ``ValueError`` when an end is naive or the window holds nothing.

    >>> lunch = Window(datetime(2027, 2, 1, 13, tzinfo=UTC), datetime(2027, 2, 1, 13, 30, tzinfo=UTC))
    >>> lunch.minutes, lunch.contains(lunch.start), lunch.contains(lunch.end)
    (30, True, False)
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            instant = getattr(self, name)
            if instant.utcoffset() is None:
                raise ValueError(f"The {name} of a window names its time zone, unlike {instant!r}")
            object.__setattr__(self, name, instant.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError(f"A window ends after it starts, unlike {self.start} to {self.end}")

    @classmethod
    def of_minutes(cls, start_minute: int, end_minute: int) -> Window:
        """The window between two counts of minutes since 1970."""
        return cls(instant_of(start_minute), instant_of(end_minute))

    @property
    def start_minute(self) -> int:
        return minute_of(self.start)

    @property
    def end_minute(self) -> int:
        return minute_of(self.end)

    @property
    def minutes(self) -> int:
        """How long it is, in whole minutes of elapsed time."""
        return (self.end - self.start) // _MINUTE

    def contains(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Window) -> bool:
        """Whether an instant lies in both; windows that only touch do not overlap."""
        return self.start < other.end and other.start < self.end
