"""A day and a time, read from an address or a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.http import HttpRequest
from django.utils.translation import gettext

from tableside.core.decision import Refusal

_YEARS = range(2000, 2200)  # what a calendar can be asked for without running out of dates


@dataclass(frozen=True)
class ChosenTime:
    """Anything unreadable counts as not chosen."""

    on: date | None
    start: datetime | None

    @classmethod
    def of(cls, request: HttpRequest) -> ChosenTime:
        start = request.POST.get("start") or request.GET.get("start", "")
        return cls(on=read_day(request.GET.get("on", "")), start=read_start(start))

    def insist_on_start(self) -> datetime:
        if self.start is None:
            raise Refusal("no_time", gettext("Choose a time from the list."))
        return self.start


def read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def read_start(text: str) -> datetime | None:
    """An instant in ISO 8601 with an offset."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    return start.astimezone(UTC) if start.tzinfo is not None and start.year in _YEARS else None
