"""Reads the techniques and their strokes, and refuses a file that leaves something out."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tableside.core.charting.technique import BodyTool, MinutesRange, PressureRange, ScreeningClass, Stroke, Technique

_HERE = Path(__file__).parent
_ORDER = (
    "swedish",
    "deep_tissue",
    "sports",
    "trigger_point",
    "myofascial_release",
    "prenatal",
    "lymphatic_drainage",
    "chair",
    "hot_stone",
    "cupping",
    "iastm",
)


@functools.cache
def load_techniques() -> Mapping[str, Technique]:
    """All techniques by id, in the order people meet them."""
    strokes = load_strokes()
    found = [
        parse_technique(tomllib.loads(path.read_text("utf-8")), strokes=strokes)
        for path in (_HERE / "techniques").glob("*.toml")
    ]
    found.sort(key=lambda technique: _ORDER.index(technique.id))
    return MappingProxyType({technique.id: technique for technique in found})


@functools.cache
def load_strokes() -> Mapping[str, Stroke]:
    """All strokes by id."""
    told = tomllib.loads((_HERE / "strokes.toml").read_text("utf-8"))
    return MappingProxyType(
        {key: Stroke(key, row["name"], tuple(row["synonyms"]), row["how"]) for key, row in told.items()}
    )


def in_words(technique: str, strokes: Iterable[str] = ()) -> str:
    """What was kept of a piece of work, also where the lists no longer have it.

    >>> in_words("swedish", ["effleurage", "vibration"])
    'Swedish massage (effleurage, vibration and rocking)'
    """
    known = load_techniques().get(technique)
    name = known.name if known else technique
    named = ", ".join(load_strokes()[one].name.lower() if one in load_strokes() else one for one in strokes)
    return f"{name} ({named})" if named else name


def parse_technique(told: Mapping[str, Any], *, strokes: Mapping[str, Stroke]) -> Technique:  # Any: TOML values
    """One technique. Raises KeyError for a missing field or unknown stroke, ValueError for an impossible value."""
    return Technique(
        id=told["id"],
        name=told["name"],
        synonyms=tuple(told["synonyms"]),
        screening_class=ScreeningClass(told["screening_class"]),
        pressure=PressureRange(*told["pressure"]) if "pressure" in told else None,
        strokes=tuple(strokes[key] for key in told["strokes"]),
        body_tools=tuple(BodyTool(tool) for tool in told["body_tools"]),
        minutes=MinutesRange(*told["minutes"]),
        suits=tuple(told["suits"]),
        not_for=tuple(told["not_for"]),
        training=told["training"],
        load_score=told["load_score"],
        thumb_load=told["thumb_load"],
        sources=tuple(told["sources"]),
        reviewed_on=told["reviewed_on"],
    )
