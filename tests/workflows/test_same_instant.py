"""Page, mail, calendar file, calendar feed and reminder name the same instant: in ten zones, on both days on which
clocks change, in three years. What the clock shows is asked of pytz; calendar files are read by two libraries, one of
which knows nothing of how they were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
import pytz
import vobject
from dateutil.tz import tzical
from django.template import Context, Template
from django.utils import timezone
from icalendar import Calendar

from tableside.core.messages.wording import Kind
from tableside.records.calendars.models import CalendarFeed
from tableside.records.practice.queries import facts_of
from tableside.records.scheduling.models import Appointment
from tableside.workflows.calendars.calendar_feed import calendar_of
from tableside.workflows.letters.reminders import reminder
from tableside.workflows.letters.visit import confirmation
from tests.clock_changes import ZONES, changes
from tests.personas import Cast
from tests.sessions import booked

PAGE = Template("{% load when %}{% moment at %}")
HOUR, HALF = timedelta(hours=1), timedelta(minutes=30)
TOKENS = {"appointment": "a", "intake": "i", "messages": "m", "claim": "c"}


def around(name: str, years: tuple[int, ...]) -> list[datetime]:
    """Instants before, at and after each change: among them both of an hour that comes twice."""
    steps = (-HALF, timedelta(0), HALF)
    return [at + step for year in years for at in changes(name, year) for step in steps]


def read_by_two(file: str) -> list[list[tuple[datetime, datetime]]]:
    """Starts and ends in UTC, as each library understands them."""
    mine = [
        (event.decoded("DTSTART").astimezone(UTC), event.decoded("DTEND").astimezone(UTC))
        for event in Calendar.from_ical(file).walk("VEVENT")
    ]
    found = vobject.readOne(file).vevent_list
    theirs = [(one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC)) for one in found]
    return [sorted(mine), sorted(theirs)]


@pytest.mark.parametrize("name", ZONES)
def test_page_mail_calendar_file_and_reminder_say_what_the_clock_shows(linden: Cast, name: str) -> None:
    appointment = booked(linden)
    practice = replace(facts_of(linden.practice), zone_name=name)

    for at in around(name, (2026, 2027, 2028)):
        appointment.starts_at, appointment.ends_at = at, at + HOUR
        local, end = at.astimezone(pytz.timezone(name)), (at + HOUR).astimezone(pytz.timezone(name))
        words = f"{local:%A} {local.day} {local:%B} {local.year}, {local:%H:%M}"
        with timezone.override(practice.zone):
            page = PAGE.render(Context({"at": at}))
        mail = confirmation(appointment, practice=practice, tokens=TOKENS, has_answered=False, now=at - 2 * HOUR)
        reminders = [
            reminder(appointment, kind=kind, channel="mail", address="x", practice=practice, tokens=TOKENS)
            for kind in (Kind.REMINDER_FIRST, Kind.REMINDER_LAST)
        ]

        assert page == f'<time datetime="{at.isoformat()}">{words}</time>'
        assert all(f"{words}–{end:%H:%M}" in letter.text for letter in (mail, *reminders)), (at, words)
        assert read_by_two(mail.calendar) == [[(at, at + HOUR)]] * 2


@pytest.mark.parametrize("name", ZONES)
def test_a_calendar_feed_names_the_instant_in_local_time_by_its_own_account_of_the_clocks(
    linden: Cast, name: str
) -> None:
    linden.practice.time_zone = name
    linden.practice.save()
    Appointment.objects.all().delete()
    appointment = booked(linden)
    made_at = linden.practice.created_at
    feeds = [
        CalendarFeed.objects.create(therapist=linden.ana.as_therapist, token_sha256="0" * 64, created_at=made_at),
        CalendarFeed.objects.create(client=appointment.client, token_sha256="1" * 64, created_at=made_at),
    ]
    for year in (2026, 2027, 2028):
        steps = (-3 * HOUR, -HALF, timedelta(0), 3 * HOUR)
        instants = sorted(change + step for change in changes(name, year) for step in steps)
        Appointment.objects.all().delete()
        for at in instants:
            appointment.pk, appointment.starts_at, appointment.ends_at = uuid4(), at, at + HOUR
            appointment.save(force_insert=True)
        now = min(changes(name, year), default=datetime(year, 3, 1, tzinfo=UTC)) - timedelta(days=9)
        for feed in feeds:
            here = f"{name} in {year}"  # a name that neither library knows from anywhere else
            told = calendar_of(feed, practice=facts_of(linden.practice), now=now).decode().replace(name, here)
            if instants:
                # By itself vobject takes a zone that was at UTC twenty years ago for UTC, whatever the file says.
                vobject.icalendar.registerTzid(here, tzical(StringIO(told)).get())
                assert read_by_two(told) == [[(at, at + HOUR) for at in instants]] * 2, (name, year)
