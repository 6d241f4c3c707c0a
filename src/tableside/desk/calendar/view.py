"""What of the calendar is being looked at: which days, whose, side by side by what, coloured by what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from tableside.core.timeline.civil import axis_of
from tableside.core.timeline.timeline import Axis
from tableside.desk.appointment.forms import read_day
from tableside.ui.requests import ActorRequest

EVERYBODY = "all"


@dataclass(frozen=True)
class CalendarView:
    """``therapist`` is a key, or ``all``. Anything in the address that cannot be understood counts as not said."""

    on: date
    days: Literal[1, 7]
    by: Literal["therapist", "room"]
    colour: Literal["service", "therapist"]
    therapist: str
    zone: ZoneInfo

    @classmethod
    def of(cls, request: ActorRequest, *, now: datetime) -> CalendarView:
        asked, zone = request.GET, request.practice.zone
        own = request.actor.therapist_id
        days: Literal[1, 7] = 7 if asked.get("days") == "7" else 1
        return cls(
            on=read_day(asked.get("on", "")) or now.astimezone(zone).date(),
            days=days,
            by="room" if asked.get("by") == "room" else "therapist",
            colour="therapist" if asked.get("colour") == "therapist" else "service",
            therapist=asked.get("therapist", str(own) if own and days == 7 else EVERYBODY),
            zone=zone,
        )

    @property
    def first(self) -> date:
        """A week begins on Monday."""
        return self.on if self.days == 1 else self.on - timedelta(days=self.on.weekday())

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    @property
    def axis(self) -> Axis:
        return axis_of(self.first, days=self.days, zone=self.zone)

    def with_(self, **changes: object) -> str:
        """The address of the same calendar, something about it changed."""
        return _address("desk:calendar", replace(self, **changes))  # type: ignore[arg-type]  # names of its fields

    @property
    def feed_url(self) -> str:
        return _address("desk:calendar-feed", self)


def _address(name: str, view: CalendarView) -> str:
    said = {"on": view.on.isoformat(), "days": view.days, "by": view.by, "colour": view.colour}
    return f"{reverse(name)}?{urlencode(said | {'therapist': view.therapist})}"
