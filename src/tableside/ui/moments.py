"""Every date, time, length, price and country shown anywhere is put into words here, so that all pages say it alike.

Instants are aware datetimes; the zone is the practice's unless the caller says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency, get_currency_precision
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, to_locale

_WHOLE_LENGTHS = (60, 75, 90)  # the usual lengths of a treatment are known by their minutes


def day(when: datetime | date, zone: tzinfo | None = None) -> str:
    """``Tuesday 4 March``"""
    local = _local_day(when, zone)
    return gettext("%(weekday)s %(day)s %(month)s") % _parts(local, get_language())


def day_year(when: datetime | date, zone: tzinfo | None = None) -> str:
    """``Tuesday 4 March 2027``"""
    local = _local_day(when, zone)
    return gettext("%(weekday)s %(day)s %(month)s %(year)s") % _parts(local, get_language())


def short_day(when: datetime | date, zone: tzinfo | None = None) -> str:
    """``Tue 4 Mar``"""
    local = _local_day(when, zone)
    return gettext("%(weekday)s %(day)s %(month)s") % _short_parts(local, get_language())


def month(when: date) -> str:
    """``March 2027``"""
    return gettext("%(month)s %(year)s") % _parts(when, get_language())


def clock(at: datetime, zone: tzinfo) -> str:
    """``13:30``"""
    return f"{_in_zone(at, zone):%H:%M}"


def span(start_at: datetime, end_at: datetime, zone: tzinfo) -> str:
    """``13:30–14:30``"""
    return f"{clock(start_at, zone)}–{clock(end_at, zone)}"


def full(start_at: datetime, zone: tzinfo, end_at: datetime | None = None, *, reader_zone: tzinfo | None = None) -> str:
    """``Tuesday 4 March 2027, 13:30–14:30``, with the zone's name when the reader's clock shows something else."""
    times = clock(start_at, zone) if end_at is None else span(start_at, end_at, zone)
    words = gettext("%(day)s, %(times)s") % {"day": day_year(start_at, zone), "times": times}
    if reader_zone is None or _offset(start_at, zone) == _offset(start_at, reader_zone):
        return words
    return gettext("%(moment)s (%(zone)s time)") % {"moment": words, "zone": zone_name(zone, start_at)}


def stamp(at: datetime, zone: tzinfo) -> str:
    """``4 Mar 2027, 13:30``: for long lists, where one line has to hold it"""
    local = _in_zone(at, zone)
    words = {**_short_parts(local.date(), get_language()), "time": clock(at, zone)}
    return gettext("%(day)s %(month)s %(year)s, %(time)s") % words


def zone_name(zone: tzinfo, at: datetime) -> str:
    """``Europe/Lisbon`` -> ``Lisbon``: the city is what people know their clock by."""
    if isinstance(zone, ZoneInfo):
        return zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return zone.tzname(at) or "UTC"


def minutes(count: int) -> str:
    """``60 minutes``, ``1 h 15 min`` is written for lengths that are no usual treatment: ``2 h``, ``1 h 45 min``."""
    if count < 60 or count in _WHOLE_LENGTHS:
        return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
    hours, rest = divmod(count, 60)
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def price(minor: int, currency: str) -> str:
    """What something costs, for whoever books or sells it: an amount, or ``free``."""
    return money(minor, currency) if minor else gettext("free")


def money(minor: int, currency: str) -> str:
    """Whole minor units as the reader's language writes that currency: ``9000, "EUR"`` -> ``€90.00``."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=_locale())


def country(code: str) -> str:
    """``IE`` -> ``Ireland``, as the reader's language calls it"""
    return str(_locale().territories.get(code, code))


def _locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en-gb"))


@lru_cache(maxsize=2048)
def _parts(local: date, _language: str | None) -> Mapping[str, object]:
    """Kept by language: a page names the same few days over and over."""
    weekday, month = str(WEEKDAYS[local.weekday()]), str(MONTHS[local.month])
    return {"weekday": weekday, "day": local.day, "month": month, "year": local.year}


@lru_cache(maxsize=2048)
def _short_parts(local: date, language: str | None) -> Mapping[str, object]:
    weekday, month = str(WEEKDAYS_ABBR[local.weekday()]), date_format(local, "M")
    return {**_parts(local, language), "weekday": weekday, "month": month}


def _local_day(when: datetime | date, zone: tzinfo | None) -> date:
    if not isinstance(when, datetime):
        return when
    if zone is None:
        raise ValueError("An instant needs a time zone to have a day.")
    return _in_zone(when, zone).date()


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A naive datetime is no instant.")
    return at.astimezone(zone)


def _offset(at: datetime, zone: tzinfo) -> object:
    return at.astimezone(zone).utcoffset()
