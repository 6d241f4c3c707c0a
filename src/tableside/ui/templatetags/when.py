"""Dates, times, lengths and prices in templates, in Django's current time zone. The words come from ``ui.moments``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tableside.ui import moments

register = template.Library()


class _Price(Protocol):
    @property
    def minor(self) -> int: ...
    @property
    def currency(self) -> str: ...


@register.filter
def day(when: datetime | date | None) -> str:
    return "" if when is None else moments.day(when, timezone.get_current_timezone())


@register.filter
def day_year(when: datetime | date | None) -> str:
    return "" if when is None else moments.day_year(when, timezone.get_current_timezone())


@register.filter
def short_day(when: datetime | date | None) -> str:
    return "" if when is None else moments.short_day(when, timezone.get_current_timezone())


@register.filter
def clock(at: datetime | None) -> str:
    return "" if at is None else moments.clock(at, timezone.get_current_timezone())


@register.filter
def full(at: datetime | None) -> str:
    return "" if at is None else moments.full(at, timezone.get_current_timezone())


@register.filter
def stamp(at: datetime | None) -> str:
    return "" if at is None else moments.stamp(at, timezone.get_current_timezone())


@register.simple_tag
def span(start_at: datetime, end_at: datetime) -> str:
    return moments.span(start_at, end_at, timezone.get_current_timezone())


@register.simple_tag
def full_span(start_at: datetime, end_at: datetime) -> str:
    return moments.full(start_at, timezone.get_current_timezone(), end_at)


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """``<time>`` with the instant for machines and the words for people."""
    return format_html(
        '<time datetime="{}">{}</time>',
        at.astimezone(UTC).isoformat(),
        moments.full(at, timezone.get_current_timezone()),
    )


@register.filter
def minutes(count: int | None) -> str:
    return "" if count is None else moments.minutes(count)


@register.filter
def money(amount: int | _Price | None, currency: str = "") -> str:
    if amount is None:
        return ""
    if isinstance(amount, int):
        return moments.money(amount, currency)
    return moments.money(amount.minor, amount.currency)
