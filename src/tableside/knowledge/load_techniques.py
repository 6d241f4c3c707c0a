"""Reads the techniques and their strokes, and refuses a file that leaves something out."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
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
    strokes = {
        key: Stroke(id=key, name=told["name"], synonyms=tuple(told["synonyms"]), how=told["how"])
        for key, told in tomllib.loads((_HERE / "strokes.toml").read_text("utf-8")).items()
    }
    found = [
        parse_technique(tomllib.loads(path.read_text("utf-8")), strokes=strokes)
        for path in (_HERE / "techniques").glob("*.toml")
    ]
    found.sort(key=lambda technique: _ORDER.index(technique.id))
    return MappingProxyType({technique.id: technique for technique in found})


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
