"""A month of days as links: which days have anything, and which month lies before and after it."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.translation import gettext, ngettext

from tableside.ui import moments
from tableside.ui.parts import Link

Address = Callable[[date], str]


@dataclass(frozen=True)
class Period:
    """What can be booked, day by day. ``counts`` are the free times of each day that has any; ``on_request`` are the
    days on which a time is given to whoever asks. Days before ``not_before`` are not for whoever is booking."""

    first: date
    last: date
    counts: Mapping[date, int]
    on_request: Collection[date] = ()
    not_before: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class MonthDay:
    """``words`` is its whole name ("Tuesday 4 March: 5 times"); without ``url`` there is nothing to choose."""

    number: int
    words: str
    mark: str  # what stands below the number
    url: str = ""
    count: int = 0
    is_chosen: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Month:
    """``weeks`` have seven places each, empty where the day belongs to another month. Weeks in which nothing can be
    booked at all, past ones above all, are left out."""

    title: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    earlier: Link | None
    later: Link | None


def month_of(day: date, period: Period, *, chosen: date | None, address: Address) -> Month:
    """The month in which ``day`` lies. ``address`` leads to the same page with another day."""
    by_week = calendar.Calendar(firstweekday=(int(str(get_format("FIRST_DAY_OF_WEEK"))) - 1) % 7)
    first = day.replace(day=1)
    return Month(
        title=moments.month(day),
        weekdays=tuple((str(WEEKDAYS_ABBR[one]), str(WEEKDAYS[one])) for one in by_week.iterweekdays()),
        weeks=tuple(
            tuple(_day(one, period, chosen=chosen, address=address) if one.month == day.month else None for one in week)
            for week in by_week.monthdatescalendar(day.year, day.month)
            if week[0] <= period.last and period.first <= week[-1]
        ),
        earlier=_neighbour(first - timedelta(days=1), period, address=address),
        later=_neighbour(first + timedelta(days=31), period, address=address),
    )


def _day(day: date, period: Period, *, chosen: date | None, address: Address) -> MonthDay:
    count = period.counts.get(day, 0)
    asks, is_today = day in period.on_request, day == period.first
    is_early = period.not_before is not None and period.first <= day < period.not_before
    if count:
        about = mark = ngettext("%(count)s time", "%(count)s times", count) % {"count": count}
    elif asks:
        about, mark = gettext("on request"), gettext("ask us")
    elif is_early:
        about = mark = gettext("not yet")
    else:
        about, mark = gettext("nothing free"), ""
    words = gettext("%(day)s: %(about)s") % {"day": moments.day(day), "about": about}
    return MonthDay(
        number=day.day,
        words=gettext("Today, %(day)s") % {"day": words} if is_today else words,
        mark=gettext("today") if is_today else mark,
        url=address(day) if count or asks else "",
        count=count,
        is_chosen=day == chosen,
        is_today=is_today,
    )


def _neighbour(day: date, period: Period, *, address: Address) -> Link | None:
    """Another month by its first day that can be booked at all; nothing where the booking period does not reach it."""
    first = day.replace(day=1)
    reached = max(first, period.first)
    same_month = (reached.year, reached.month) == (first.year, first.month)
    return Link(moments.month(first), address(reached)) if same_month and period.holds(reached) else None
