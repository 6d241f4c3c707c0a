"""Reads the instruments beside it into core values; refuses a file that is incomplete or contradictory."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tableside.core.outcomes.instrument import Instrument, Item, Recall

FOLDER = Path(__file__).parent / "instruments"

_INSTRUMENT_KEYS = frozenset(
    {"name", "plain_name", "items", "low", "high", "higher_is_worse", "recall", "mcid", "mdc", "assumed"}
    | {"source", "licence", "reviewed_on"}
)
_OPTIONAL_KEYS = frozenset({"responder_share"})
_ITEM_KEYS = frozenset({"id", "text", "low_label", "high_label"})


class InstrumentUnreadable(ValueError):
    """A file under ``knowledge/instruments`` is wrong. The message names the file and what to mend."""


@cache
def load_instruments() -> Mapping[str, Instrument]:
    """Every shipped instrument by id, which is the name of its file."""
    found = {path.stem: parse_instrument(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    return MappingProxyType(found)


def parse_instrument(name: str, text: str) -> Instrument:
    """One instrument from the text of its file. Raises ``InstrumentUnreadable``."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InstrumentUnreadable(f"{name}: {error}") from error
    _expect_keys(name, raw, required=_INSTRUMENT_KEYS, optional=_OPTIONAL_KEYS)
    for key in ("source", "licence"):
        if not str(raw[key]).strip():
            raise InstrumentUnreadable(f"{name}: {key} is empty")
    if not isinstance(raw["reviewed_on"], date):
        raise InstrumentUnreadable(f"{name}: reviewed_on is not a date")
    if raw["low"] >= raw["high"]:
        raise InstrumentUnreadable(f"{name}: low is not below high")
    if raw["mcid"] <= 0 or raw["mdc"] <= 0:
        raise InstrumentUnreadable(f"{name}: mcid and mdc have to be more than 0")
    if raw["recall"] not in set(Recall):
        raise InstrumentUnreadable(f"{name}: recall is none of {', '.join(Recall)}")
    return Instrument(
        id=name,
        name=raw["name"],
        plain_name=raw["plain_name"],
        items=_items(name, raw),
        low=float(raw["low"]),
        high=float(raw["high"]),
        higher_is_worse=raw["higher_is_worse"],
        mcid=float(raw["mcid"]),
        mdc=float(raw["mdc"]),
        assumed=raw["assumed"],
        responder_share=raw.get("responder_share"),
        recall=Recall(raw["recall"]),
        source=raw["source"],
        licence=raw["licence"],
    )


def _items(name: str, raw: Mapping[str, Any]) -> tuple[Item, ...]:  # Any: TOML, checked here
    """The questions. All share the range of the score, because the score is their mean."""
    for item in raw["items"]:
        _expect_keys(name, item, required=_ITEM_KEYS, optional=frozenset())
    ids = [item["id"] for item in raw["items"]]
    if not ids or len(set(ids)) != len(ids):
        raise InstrumentUnreadable(f"{name}: needs items, each with an id of its own")
    return tuple(Item(**item, low=raw["low"], high=raw["high"]) for item in raw["items"])


def _expect_keys(
    name: str, raw: Mapping[str, Any], *, required: frozenset[str], optional: frozenset[str]
) -> None:  # Any: TOML, checked here
    missing, unknown = required - set(raw), set(raw) - required - optional
    if missing or unknown:
        found = ", ".join([f"no {key}" for key in sorted(missing)] + [f"unknown {key}" for key in sorted(unknown)])
        raise InstrumentUnreadable(f"{name}: {found}")
