"""Choosing a time: a month of days as links, and the times of one of them as buttons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Protocol

from django.utils.translation import gettext

from tableside.ui import moments
from tableside.ui.month import Address, Month, Period, month_of
from tableside.ui.parts import Fact, Link, Offer

_NOON, _EVENING = "12", "17"  # as the clock shows them


@dataclass(frozen=True)
class FirstFree:
    """A therapist's first free time, and the address of their times of a day."""

    name: str
    at: datetime | None
    address: Address


class Times(Protocol):
    """Times that can be chosen, by day."""

    def counts(self) -> Mapping[date, int]:
        """How many times each day has that has any."""

    def on(self, day: date) -> Sequence[datetime]: ...


class Free(Times, Protocol):
    """What there is to choose from."""

    @property
    def step_minutes(self) -> int: ...

    def period(self) -> tuple[date, date]:
        """The first and the last day that can be booked at all."""

    def asked_for(self) -> Times:
        """Times that are given to who asks for them."""


@dataclass(frozen=True)
class TimeChoice:
    """``is_empty``: nothing is free in the whole booking period. Without ``parts`` nothing is free that day, or
    without ``day_words`` in this month; then ``otherwise`` leads to the next day that has times."""

    month: Month
    day_words: str
    parts: tuple[tuple[str, tuple[Offer, ...]], ...]  # of the day
    on_request: tuple[str, ...]  # clock times of that day, which the practice gives to who asks for them
    otherwise: Link | None
    is_empty: bool
    firsts: tuple[Fact, ...] = ()  # the first free time of each therapist, where there is a choice of them
    not_before: date | None = None  # the days before it are marked and not offered

    @property
    def offers(self) -> tuple[Offer, ...]:
        return tuple(offer for _, part in self.parts for offer in part)


def time_choice(
    free: Free,
    *,
    wished: date | None,
    address: Address,
    zone: tzinfo,
    offer: Callable[[datetime], Offer] | None = None,
    firsts: Iterable[FirstFree] = (),
    not_before: date | None = None,
) -> TimeChoice:
    """The wished day is shown, or the next of its month that has times, or the first of that month; without a wish the
    first day that has any. ``address`` leads to the same page with another day. Nothing is offered
    on days before ``not_before``."""
    first, last = free.period()
    asked_for = free.asked_for()
    counts, asked_counts = _since(free.counts(), not_before), _since(asked_for.counts(), not_before)
    period = Period(first, last, counts, asked_counts, not_before)
    wished = wished if wished is not None and period.holds(wished) else None
    chosen = _chosen(period, wished)
    times = free.on(chosen) if chosen else ()
    asked = asked_for.on(chosen) if chosen else ()
    offer = offer or (lambda at: Offer(at.isoformat(), moments.clock(at, zone), moments.full(at, zone)))
    return TimeChoice(
        month=month_of(chosen or wished or first, period, chosen=chosen, address=address),
        day_words=moments.day_year(chosen) if chosen else "",
        parts=_parts_of_day(tuple(map(offer, times))),
        on_request=_spans(asked, step_minutes=free.step_minutes, zone=zone),
        otherwise=None
        if times
        else _otherwise(free, period, after=chosen or wished or first, address=address, zone=zone),
        is_empty=not period.counts,
        firsts=_first_facts(firsts, zone=zone, not_before=not_before),
        not_before=not_before,
    )


def _since(counts: Mapping[date, int], not_before: date | None) -> dict[date, int]:
    return {day: count for day, count in counts.items() if not_before is None or day >= not_before}


def _chosen(period: Period, wished: date | None) -> date | None:
    days = sorted(period.counts)
    if wished is None:
        return days[0] if days else None
    if wished in period.on_request:
        return wished
    in_month = [day for day in days if (day.year, day.month) == (wished.year, wished.month)]
    return next((day for day in in_month if day >= wished), in_month[0] if in_month else None)


def _otherwise(free: Free, period: Period, *, after: date, address: Address, zone: tzinfo) -> Link | None:
    """The next free time after a day that has none, or the first there is."""
    days = sorted(period.counts)
    day = next((day for day in days if day > after), days[0] if days else None)
    return Link(moments.full(free.on(day)[0], zone), address(day)) if day else None


def _first_facts(firsts: Iterable[FirstFree], *, zone: tzinfo, not_before: date | None) -> tuple[Fact, ...]:
    """The earliest first; whoever has nothing free is left out, and so is whoever could come too early."""
    firsts = [one for one in firsts if not_before is None or (one.at and one.at.astimezone(zone).date() >= not_before)]
    words = gettext("%(day)s, %(time)s")
    found = sorted(((one.at, one.name, one.address) for one in firsts if one.at), key=lambda one: one[:2])
    return tuple(
        Fact(
            name,
            words % {"day": moments.day(at, zone), "time": moments.clock(at, zone)},
            address(at.astimezone(zone).date()),
        )
        for at, name, address in found
    )


def _parts_of_day(offers: tuple[Offer, ...]) -> tuple[tuple[str, tuple[Offer, ...]], ...]:
    parts = (
        (gettext("Morning"), tuple(offer for offer in offers if offer.clock < _NOON)),
        (gettext("Afternoon"), tuple(offer for offer in offers if _NOON <= offer.clock < _EVENING)),
        (gettext("Evening"), tuple(offer for offer in offers if offer.clock >= _EVENING)),
    )
    return tuple((words, part) for words, part in parts if part)


def _spans(starts: Collection[datetime], *, step_minutes: int, zone: tzinfo) -> tuple[str, ...]:
    """Starts that follow each other step by step are one span: ``09:00–11:30``, ``14:00``."""
    ordered, step = sorted(starts), timedelta(minutes=step_minutes)
    if not ordered:
        return ()
    breaks = [number for number, (one, after) in enumerate(pairwise(ordered), start=1) if after - one > step]
    runs = [ordered[start:end] for start, end in pairwise([0, *breaks, len(ordered)])]
    return tuple(moments.clock(run[0], zone) if len(run) == 1 else moments.span(run[0], run[-1], zone) for run in runs)
