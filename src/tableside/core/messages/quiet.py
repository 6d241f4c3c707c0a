"""When a reminder or a text leaves, and never while people sleep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = 1440


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Minutes of the local day. ``QuietHours(1260, 480)`` is from 21:00 to 8:00; the same twice is never quiet."""

    from_minute: int = 1260
    until_minute: int = 480

    def __post_init__(self) -> None:
        if not (0 <= self.from_minute < _DAY and 0 <= self.until_minute < _DAY):
            raise ValueError("Quiet hours begin and end within a day.")


def reminder_at(
    starts_at: datetime, *, lead: timedelta, zone: ZoneInfo, quiet: QuietHours, now: datetime
) -> datetime | None:
    """When to remind of an appointment, or None when that is past.

    What would come due in quiet hours waits until they end, if at least half of the lead is left then; else it leaves
    in the minute before they begin.

    >>> vienna, nine = ZoneInfo("Europe/Vienna"), datetime(2027, 2, 3, 8, tzinfo=UTC)
    >>> days_ago = datetime(2027, 2, 1, tzinfo=UTC)
    >>> reminder_at(nine, lead=timedelta(hours=3), zone=vienna, quiet=QuietHours(), now=days_ago)
    datetime.datetime(2027, 2, 2, 19, 59, tzinfo=datetime.timezone.utc)
    """
    starts_at = starts_at.astimezone(UTC)  # elsewhere, Python would subtract on the clock on the wall
    due = starts_at - lead
    begins, ends = _quiet_around(due, zone=zone, quiet=quiet)
    if begins <= due < ends:
        due = ends if starts_at - ends >= lead / 2 else begins - timedelta(minutes=1)
    return due if due > now else None


def text_at(due: datetime, *, useful_until: datetime, zone: ZoneInfo, quiet: QuietHours) -> datetime | None:
    """When a text leaves that would come due at this moment: in quiet hours it waits until they end. None when nobody
    would have any use for it then.

    >>> vienna, ten_at_night = ZoneInfo("Europe/Vienna"), datetime(2027, 2, 3, 21, tzinfo=UTC)
    >>> noon = datetime(2027, 2, 4, 11, tzinfo=UTC)
    >>> text_at(ten_at_night, useful_until=noon, zone=vienna, quiet=QuietHours())
    datetime.datetime(2027, 2, 4, 7, 0, tzinfo=datetime.timezone.utc)
    """
    begins, ends = _quiet_around(due, zone=zone, quiet=quiet)
    leaves = ends if begins <= due < ends else due
    return leaves if leaves < useful_until else None


def is_quiet(at: datetime, *, zone: ZoneInfo, quiet: QuietHours) -> bool:
    """Whether people sleep at this moment.

    >>> is_quiet(datetime(2027, 2, 3, 20, tzinfo=UTC), zone=ZoneInfo("Europe/Vienna"), quiet=QuietHours())
    True
    """
    begins, ends = _quiet_around(at, zone=zone, quiet=quiet)
    return begins <= at < ends


def _quiet_around(at: datetime, *, zone: ZoneInfo, quiet: QuietHours) -> tuple[datetime, datetime]:
    """The quiet hours that began last before or at this moment; a clock change may make them longer or shorter."""
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    begins = _local(midnight, quiet.from_minute)
    if begins > at:
        midnight -= timedelta(days=1)
        begins = _local(midnight, quiet.from_minute)
    crosses = quiet.until_minute < quiet.from_minute
    return begins, _local(midnight + timedelta(days=1) if crosses else midnight, quiet.until_minute)


def _local(midnight: datetime, minute: int) -> datetime:
    """This minute of the local day, as an instant. Python adds to the clock on the wall, and that is meant here."""
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)
