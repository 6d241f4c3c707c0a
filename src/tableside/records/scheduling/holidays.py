"""Public holidays of a country or a part of it, as the library ``holidays`` knows them; it needs no network."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from holidays import country_holidays, list_supported_countries


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[str, ...]]:
    """Country code to the codes of its parts that have holidays of their own."""
    return {code: tuple(parts) for code, parts in list_supported_countries(include_aliases=False).items()}


def public_holidays(country: str, subdivision: str, *, first: date, last: date) -> dict[date, str]:
    """Date to name, from the earliest, both ends included; empty when no country, or one that is not known."""
    if not country:
        return {}
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        found |= {on: name for on, name in _of_year(country, subdivision, year).items() if first <= on <= last}
    return found


@lru_cache(maxsize=256)
def _of_year(country: str, subdivision: str, year: int) -> dict[date, str]:
    parts = countries().get(country)
    if parts is None:
        return {}
    known = country_holidays(country, subdiv=subdivision if subdivision in parts else None, years=year)
    return dict(sorted(known.items()))
