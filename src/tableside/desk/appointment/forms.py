"""A day and a time, read from an address or a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext

from tableside.core.decision import Refusal, Refused
from tableside.core.timeline.civil import instant_on
from tableside.core.timeline.window import YEARS, instant_of, read_instant


@dataclass(frozen=True)
class ChosenTime:
    """Anything unreadable counts as not chosen."""

    on: date | None
    start: datetime | None

    @classmethod
    def of(cls, request: HttpRequest) -> ChosenTime:
        start = request.POST.get("start") or request.GET.get("start", "")
        return cls(on=read_day(request.GET.get("on", "")), start=read_instant(start))


def read_wished_start(request: HttpRequest, *, zone: ZoneInfo) -> datetime:
    """A time of the list, or else a day and what the clock on the wall shows then."""
    start = read_instant(request.POST.get("start", ""))
    if start is not None:
        return start
    if "day" not in request.POST:
        raise Refusal("no_time", gettext("Choose a time from the list."))
    return instant_of_wall(f"{request.POST['day']}T{request.POST.get('at', '')}", zone)


def read_tells(request: HttpRequest) -> bool:
    """Whether the client is told: asked with each change, and ticked at first."""
    return "tell" in request.POST


def read_minutes(request: HttpRequest) -> int:
    text = request.POST.get("minutes", "")
    if text.isdecimal() and len(text) < 5:
        return int(text)
    raise Refusal("no_length", gettext("Choose a length from the list."))


def read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def insist_on_years(day: date) -> None:
    """For the day of a form."""
    if day.year not in YEARS:
        raise ValidationError(gettext("This is too far away. Please choose another day."))


def instant_of_wall(text: str, zone: ZoneInfo) -> datetime:
    """What the clock on the practice's wall shows, as an instant; the earlier one where an hour repeats."""
    try:
        wall: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or wall.year not in YEARS:
        raise Refusal("no_time", gettext("This is no time. Please choose another one."))
    found = instant_on(wall.date(), wall.hour * 60 + wall.minute, zone=zone)
    if isinstance(found, Refused):
        raise Refusal(found.code, found.detail)
    return instant_of(found)
