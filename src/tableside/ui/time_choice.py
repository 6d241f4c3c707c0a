"""Choosing a time: a week of days as tabs, and the times of one of them as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from tableside.ui import moments
from tableside.ui.parts import Offer, Tab

_DAYS_SHOWN = 7


@dataclass(frozen=True)
class TimeChoice:
    """Without any day there is nothing free, and nothing to draw but that."""

    days: tuple[Tab, ...]
    day_words: str
    offers: tuple[Offer, ...]
    earlier_url: str
    later_url: str


def time_choice(
    days: Sequence[date],
    times_on: Callable[[date], Sequence[datetime]],
    *,
    wished: date | None,
    address: Callable[[date], str],
    zone: tzinfo,
) -> TimeChoice:
    """``days`` have free times; the wished one is shown, or the next that has any, or the first.

    ``address`` leads to the same page with another day.
    """
    chosen = next((day for day in days if wished is None or day >= wished), days[0] if days else None)
    if chosen is None:
        return TimeChoice((), "", (), "", "")
    first = days.index(chosen) // _DAYS_SHOWN * _DAYS_SHOWN
    later = first + _DAYS_SHOWN
    return TimeChoice(
        days=tuple(Tab(moments.short_day(day), address(day), day == chosen) for day in days[first:later]),
        day_words=moments.day_year(chosen),
        offers=tuple(Offer(at.isoformat(), moments.clock(at, zone), moments.full(at, zone)) for at in times_on(chosen)),
        earlier_url=address(days[first - _DAYS_SHOWN]) if first else "",
        later_url=address(days[later]) if later < len(days) else "",
    )
