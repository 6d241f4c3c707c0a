"""Dates that were proposed, as somebody chooses among them: each as it is, at another time, or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from tableside.ui import moments
from tableside.ui.words import RULES


class Proposed(Protocol):
    @property
    def wanted_on(self) -> date: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def nearest(self) -> tuple[datetime, ...]: ...
    @property
    def against(self) -> tuple[str, ...]: ...
    @property
    def wanted_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class DateChoice:
    """``start-number`` is sent with the start that was chosen, empty where the date is left out. ``against`` are the
    rules that stand against it, in words."""

    number: int
    title: str
    reason: str
    against: tuple[str | Promise, ...]
    options: tuple[Option, ...]
    wanted: str  # sent along, so that a date that is left out is known later


def date_choices(proposed: Sequence[Proposed], *, sent: Mapping[str, str]) -> tuple[DateChoice, ...]:
    """As they were ``sent``, else all that are free."""
    return tuple(_choice(one, number, sent) for number, one in enumerate(proposed, start=1))


def _choice(one: Proposed, number: int, sent: Mapping[str, str]) -> DateChoice:
    zone = timezone.get_current_timezone()
    usual = one.starts_at.isoformat() if one.starts_at else ""
    offered = list(_offered(one))
    chosen = sent.get(f"start-{number}", usual)
    chosen = chosen if chosen in [value for value, _ in offered] else ""  # no longer offered: nothing is booked unseen
    return DateChoice(
        number,
        moments.full(one.starts_at, zone) if one.starts_at else moments.day_year(one.wanted_on, zone),
        one.reason,
        tuple(RULES[rule] for rule in one.against),
        tuple(Option(value, words, value == chosen) for value, words in offered),
        one.wanted_at.isoformat() if one.wanted_at else "",
    )


def _offered(one: Proposed) -> Iterator[tuple[str, str]]:
    """The day stands above them, so of other times on it only the clock is said."""
    zone = timezone.get_current_timezone()
    day = one.starts_at.astimezone(zone).date() if one.starts_at else one.wanted_on
    if one.starts_at:
        yield one.starts_at.isoformat(), gettext("Book this")
    for other in one.nearest:
        is_same_day = other.astimezone(zone).date() == day
        yield other.isoformat(), moments.clock(other, zone) if is_same_day else moments.full(other, zone)
    yield "", gettext("Leave out")
