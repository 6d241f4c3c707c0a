"""Makes the demo practice and what happened in it: the same every time on the same day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tableside.console.demo import life
from tableside.console.demo.agenda import Agenda
from tableside.console.demo.places import place_by_day
from tableside.console.demo.practice import found_practice
from tableside.console.demo.town import Town
from tableside.console.demo.unusual import have_exceptions
from tableside.console.demo.waiting import let_some_wait
from tableside.console.talk import say
from tableside.core.permissions.roles import needs_second_factor
from tableside.records.foundation.scope import practice_scope
from tableside.workflows.messages.send_due_messages import send_due_messages
from tableside.workflows.practice.demo_keys import DEMO_PEOPLE

_A_MONTH = timedelta(days=30)


@transaction.atomic
def fill(now: datetime, *, weeks: int) -> None:
    """All of it in one transaction: SQLite writes to the disk once, and half a demo is none."""
    place = place_by_day(now)
    zone = ZoneInfo(place.time_zone)
    today = now.astimezone(zone).date()
    practice = found_practice(place, today=today, now=now - timedelta(weeks=weeks, days=14))
    town = Town(practice, Agenda(), zone, today)
    with practice_scope(practice.owner.practice_id):
        life.begin(town, phone=place.phone, weeks=weeks)
        have_exceptions(town)
        let_some_wait(town.agenda, practice.owner, now=now)
        until = now - timedelta(weeks=weeks)
        while until < now:
            until = min(until + _A_MONTH, now)
            town.agenda.live_until(until, after_each=_send)
            say(f"   lived until {until.astimezone(zone):%d %B %Y}")
        _send(now)


def sign_ins() -> list[str]:
    """A line for each person, and where the digits are."""
    lines = [f"{person.role.replace('_', ' '):<11} {person.email:<22} {person.password}" for person in DEMO_PEOPLE]
    asked = " and ".join(person.role for person in DEMO_PEOPLE if needs_second_factor(person.role))
    return [*lines, f"The second factor of {asked}: the six digits shown at {settings.PUBLIC_URL}/demo/"]


def _send(at: datetime) -> None:
    """The worker of those days: what was due is on the owner's mail page, and nothing of it is sent today."""
    send_due_messages(now=lambda: at)
