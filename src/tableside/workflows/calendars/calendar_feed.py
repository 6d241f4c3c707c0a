"""The calendar that a therapist's or a client's own calendar program reads: when they are busy, and at most the
initials of the other. Never a name, a service or a place, for such calendars are shared and shown on locked screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.calendars.models import CalendarFeed
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_for_calendar
from tableside.workflows.calendars.calendar_entry import status_of, uid_of
from tableside.workflows.letters.wording import language_of

_BACK = timedelta(days=30)
_AHEAD = timedelta(days=367)  # a year and what a series books beside it; reading a feed stays quick


def calendar_of(feed: CalendarFeed, *, practice: PracticeFacts, now: datetime) -> bytes:
    """From thirty days ago until a year ahead, or until bookings end if that is later. The same appointments give the
    same bytes all day long; what is cancelled is absent."""
    midnight = now.astimezone(practice.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = midnight - _BACK, midnight + max(_AHEAD, timedelta(days=current_practice().horizon_days + 1))
    rows = appointments_for_calendar(first, last, therapist_id=feed.therapist_id, client_id=feed.client_id)
    calendar = Calendar()
    calendar.add("prodid", "-//Tableside//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_time_zone(practice.zone, first, last + timedelta(days=1)))
    with translation.override(language_of(feed.client, practice) if feed.client else practice.languages[0]):
        for appointment in rows:
            calendar.add_component(_event(appointment, feed, zone=practice.zone))
    return bytes(calendar.to_ical())


def _event(appointment: Appointment, feed: CalendarFeed, *, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", uid_of(appointment))
    event.add("sequence", appointment.revision)
    event.add("dtstamp", appointment.created_at.astimezone(UTC))
    event.add("dtstart", _as_told(appointment.starts_at, zone))
    event.add("dtend", _as_told(appointment.ends_at, zone))
    event.add("summary", _summary(appointment, feed))
    event.add("class", "PRIVATE")
    event.add("status", status_of(appointment))
    return event


def _as_told(at: datetime, zone: ZoneInfo) -> datetime:
    """In local time; of an hour that comes twice, the second one can only be told in UTC (RFC 5545, 3.3.5)."""
    local = at.astimezone(zone)
    return at.astimezone(UTC) if local.fold else local


def _summary(appointment: Appointment, feed: CalendarFeed) -> str:
    if feed.shows == CalendarFeed.Shows.BUSY:
        return gettext("Busy")
    other = appointment.client.name if feed.therapist_id else appointment.therapist.name
    parts = [part for part in other.split() if part[0].isalpha()]
    return "".join(f"{part[0].upper()}." for part in [*parts[:1], *parts[1:][-1:]]) or gettext("Busy")


def _time_zone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """What the clocks do from ``first`` to ``last``. Each change is told in the local time that ends with it, as
    RFC 5545, 3.6.5 asks; icalendar's own zones tell it in the one that begins."""
    told = Timezone()
    told.add("tzid", zone.key)
    for at in (first, *_changes(zone, first, last)):
        before, after = (at - timedelta(seconds=1)).astimezone(zone), at.astimezone(zone)
        came_from = before.utcoffset() or timedelta()
        rule = TimezoneDaylight() if after.dst() else TimezoneStandard()
        rule.add("dtstart", (at.astimezone(UTC) + came_from).replace(tzinfo=None))
        rule.add("tzoffsetfrom", came_from)
        rule.add("tzoffsetto", after.utcoffset())
        rule.add("tzname", after.tzname())
        told.add_component(rule)
    return told


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants at which the offset changes, to the minute."""
    hour, at = timedelta(hours=1), first.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while at < last:
        if at.astimezone(zone).utcoffset() != (at + hour).astimezone(zone).utcoffset():
            minutes = (at + timedelta(minutes=minute) for minute in range(1, 61))
            yield next(one for one in minutes if one.astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset())
        at += hour
