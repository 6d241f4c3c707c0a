"""When somebody is busy by a calendar file of any program: minutes and nothing else. Plain Python, so that it can run
in a process of its own; what the entries are about never leaves here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component
from recurring_ical_events import of

from tableside.core.timeline.window import instant_of

OURS = "@tableside"  # how the UIDs end that we give
MOST_OCCURRENCES = 2_000
_MOST_ENTRIES = 5_000
_TOO_OFTEN = re.compile(rb"FREQ\s*=\s*(?:SECOND|MINUTE)LY", re.IGNORECASE)
_DAY = timedelta(days=1)

Spans = list[tuple[int, int]]


class CannotRead(Exception):
    """Why a calendar was not read, as a code: ``not_a_calendar``, ``too_many``, ``not_public`` and so on."""

    @property
    def code(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Reading:
    """From where until where, in minutes since 1970, and in which zone times are that name none. ``own`` are mail
    addresses whose refusals of an invitation count."""

    zone: str
    start_minute: int
    end_minute: int
    own: tuple[str, ...] = ()


def busy_times(content: bytes, reading: Reading) -> Spans:
    """The spans in which anything takes time, merged, from the earliest. What is cancelled, declined, or marked as
    leaving its owner free takes none; a whole day is one of the local days of ``zone``."""
    if content.count(b"BEGIN:VEVENT") > _MOST_ENTRIES or _TOO_OFTEN.search(content.replace(b"\r\n ", b"")):
        raise CannotRead("too_many")
    try:
        return merged(_spans(content, reading))
    except CannotRead:
        raise
    except Exception as reason:  # a file of strangers can break a parser in more ways than it has names for
        raise CannotRead("not_a_calendar") from reason


def merged(spans: Spans) -> Spans:
    """
    >>> merged([(30, 40), (0, 10), (10, 20), (35, 38)])
    [(0, 20), (30, 40)]
    """
    whole: Spans = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _spans(content: bytes, reading: Reading) -> Spans:
    calendar = Calendar.from_ical(content)
    if calendar.name != "VCALENDAR":
        raise CannotRead("not_a_calendar")
    calendar.subcomponents = [one for one in calendar.subcomponents if one.name != "VEVENT" or "DTSTART" in one]
    zone, own = ZoneInfo(reading.zone), {one.lower() for one in (*reading.own, _owner_of(calendar)) if one}
    first, last = instant_of(reading.start_minute), instant_of(reading.end_minute)
    occurrences = of(calendar, skip_bad_series=True).between(first - _DAY, last + _DAY)  # times may float
    if len(occurrences) > MOST_OCCURRENCES:
        raise CannotRead("too_many")
    return list(_within(reading, (_span(one, zone) for one in occurrences if _takes_time(one, own))))


def _within(reading: Reading, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        start, end = max(start, reading.start_minute), min(end, reading.end_minute)
        if start < end:
            yield start, end


def _owner_of(calendar: Calendar) -> str:
    """Some programs name a calendar after the mail address whose it is."""
    name = str(calendar.get("X-WR-CALNAME", ""))
    return name if "@" in name else ""


def _takes_time(event: Component, own: Collection[str]) -> bool:
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in {"FREE", "WORKINGELSEWHERE"}:
        return False
    if str(event.get("UID", "")).endswith(OURS):  # an appointment from here that came back
        return False
    invited = event.get("ATTENDEE", [])
    attendees: list[Any] = invited if isinstance(invited, list) else [invited]  # Any: of all kinds in icalendar's stubs
    for one in attendees:
        address = str(one).lower().removeprefix("mailto:")
        if address in own and str(one.params.get("PARTSTAT", "")).upper() == "DECLINED":
            return False
    return True


def _span(event: Component, zone: ZoneInfo) -> tuple[int, int]:
    """Seconds are rounded outwards."""
    start, end = (_instant(event.decoded(name), zone).timestamp() for name in ("DTSTART", "DTEND"))
    return int(start // 60), int(-(-end // 60))


def _instant(at: Any, zone: ZoneInfo) -> datetime:  # Any: a date or a datetime
    if not isinstance(at, datetime):
        return datetime.combine(at, time.min, tzinfo=zone)
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
