"""Reads the regions of the body beside it into core values; refuses a region of no known part."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tableside.core.charting.body import Body, Region, Spot
from tableside.core.charting.technique import BodyTool, ScreeningClass
from tableside.knowledge.load_techniques import load_strokes

_REGION_KEYS = frozenset(
    {"name", "part", "sides", "cap", "caution", "training", "trained_cap", "barred", "barred_tools", "barred_strokes"}
    | {"consent"}
)
_SPOT_KEYS = frozenset({"name", "regions", "cap", "strokes", "only_with"})
_Row = Mapping[str, Any]  # Any: values as TOML has them
FILE = Path(__file__).parent / "body_regions.toml"


class BodyUnreadable(ValueError):
    """``body_regions.toml`` is wrong. The message names the region and what to mend."""


@cache
def load_body() -> Body:
    return parse_body(FILE.read_text("utf-8"))


def parse_body(text: str) -> Body:
    """Raises ``BodyUnreadable``. Texts that were kept before spots were known have none."""
    told = tomllib.loads(text)
    spots = tuple(_spot(key, row, told) for key, row in told.get("spots", {}).items())
    regions = {key: _region(key, row, told, spots=spots) for key, row in told["regions"].items()}
    named = {stroke for region in regions.values() for stroke in region.barred_strokes}
    named |= {stroke for spot in spots for stroke in spot.strokes}
    if unknown := named - load_strokes().keys():
        raise BodyUnreadable(f"{sorted(unknown)[0]!r} is no stroke of strokes.toml.")
    if both := set(regions) & set(told["parts"]):
        raise BodyUnreadable(f"{sorted(both)[0]} is a part and a region: one name, one idea.")
    return Body(regions=MappingProxyType(regions), parts=MappingProxyType(told["parts"]))


def _region(key: str, row: _Row, told: _Row, *, spots: tuple[Spot, ...]) -> Region:
    cap, here = row.get("cap", 5), tuple(spot for spot in spots if key in spot.regions)
    if set(row) - _REGION_KEYS or row.get("part") not in told["parts"] or not row.get("name") or not 0 <= cap <= 5:
        raise BodyUnreadable(f"{key}: a name, a part from [parts] and a cap from 0 to 5 are needed, nothing else.")
    trained = row.get("trained_cap", 0)
    if ("training" in row) != (cap < trained <= 5):
        raise BodyUnreadable(f"{key}: a training goes together with a trained_cap above the cap.")
    try:
        barred = tuple(ScreeningClass(one) for one in row.get("barred", ()))
        tools = tuple(BodyTool(one) for one in row.get("barred_tools", ()))
    except ValueError as problem:
        raise BodyUnreadable(f"{key}: {problem}.") from None
    if ScreeningClass.SWE in barred:
        raise BodyUnreadable(f"{key}: where nothing gentle is allowed either, the cap is 0.")
    consent = ["Only if the client agreed to it today."] if row.get("consent") else []
    cautions = [row.get("caution", ""), *map(_said, here), *consent]
    return Region(
        id=key,
        name=row["name"],
        part=row["part"],
        has_sides=row.get("sides", False),
        pressure_cap=cap,
        caution=" ".join(filter(None, cautions)),
        source=told["source"],
        training=row.get("training", ""),
        trained_cap=trained,
        barred=barred,
        barred_tools=tools,
        barred_strokes=tuple(row.get("barred_strokes", ())),
        asks_consent=row.get("consent", False),
        spots=here,
    )


def _spot(key: str, row: _Row, told: _Row) -> Spot:
    if set(row) - _SPOT_KEYS or not {"name", "regions", "cap"} <= set(row) or not 0 <= row["cap"] <= 5:
        raise BodyUnreadable(f"{key}: a name, regions and a cap from 0 to 5 are needed.")
    if unknown := set(row["regions"]) - set(told["regions"]):
        raise BodyUnreadable(f"{key}: {sorted(unknown)[0]} is no region.")
    strokes = tuple(row.get("strokes", ()))
    return Spot(key, row["name"], tuple(row["regions"]), row["cap"], strokes, row.get("only_with", ""))


def _said(spot: Spot) -> str:
    """``Temples: up to level 1.``"""
    if spot.only_with:
        return f"{spot.name}: never without {spot.only_with}."
    limit = f"up to level {spot.pressure_cap}" if spot.pressure_cap else "no pressure"
    return f"{spot.name}: {', '.join((limit, *(f'no {stroke}' for stroke in spot.strokes)))}."
