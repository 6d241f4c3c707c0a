"""Reads which number a country has for poison and too much of a medicine."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "poison_lines.toml"


class PoisonLineUnreadable(ValueError):
    """``poison_lines.toml`` is wrong. The message names the country and what to mend."""


@cache
def load_poison_lines() -> Mapping[str, str]:
    """By the two letters of the country."""
    return parse_poison_lines(_FILE.read_text("utf-8"))


def parse_poison_lines(text: str) -> Mapping[str, str]:
    lines = tomllib.loads(text)["lines"]
    for country, row in lines.items():
        if len(country) != 2 or not country.isupper():
            raise PoisonLineUnreadable(f"{country}: a country has two capital letters.")
        if not row.get("number") or not row.get("source"):
            raise PoisonLineUnreadable(f"{country}: a number and its source are needed.")
    return {country: row["number"] for country, row in lines.items()}


def poison_line_of(country: str) -> str:
    """Empty where there is none for the whole country, or none is known.

    >>> poison_line_of("CH"), poison_line_of("DE")
    ('145', '')
    """
    return load_poison_lines().get(country, "")
