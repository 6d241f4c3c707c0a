"""The techniques that screening, session and guide pages name by id."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import tableside.knowledge
from tableside.knowledge.load_techniques import load_techniques, parse_technique

FOLDER = Path(tableside.knowledge.__file__).parent / "techniques"


def test_eleven_techniques_are_known_with_the_class_screening_uses() -> None:
    assert {key: technique.screening_class.value for key, technique in load_techniques().items()} == {
        "swedish": "SWE",
        "deep_tissue": "DT",
        "sports": "SPO",
        "trigger_point": "TP",
        "myofascial_release": "MFR",
        "prenatal": "PRE",
        "lymphatic_drainage": "MLD",
        "chair": "SWE",
        "hot_stone": "HC",
        "cupping": "TOOL",
        "iastm": "TOOL",
    }


def test_every_technique_file_is_named_by_its_id() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(load_techniques())


def test_every_stroke_says_how_it_is_done() -> None:
    assert [s.id for t in load_techniques().values() for s in t.strokes if len(s.how) < 40] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pressure", [0, 3]),
        ("pressure", [4, 2]),
        ("minutes", [90, 30]),
        ("load_score", 6),
        ("sources", []),
        ("suits", []),
    ],
)
def test_a_technique_with_an_impossible_or_missing_fact_is_refused(field: str, value: object) -> None:
    told = tomllib.loads((FOLDER / "swedish.toml").read_text("utf-8"))
    strokes = {stroke.id: stroke for stroke in load_techniques()["swedish"].strokes}

    with pytest.raises(ValueError):
        parse_technique({**told, field: value}, strokes=strokes)


def test_a_technique_with_an_unknown_stroke_is_refused() -> None:
    told = tomllib.loads((FOLDER / "swedish.toml").read_text("utf-8"))

    with pytest.raises(KeyError):
        parse_technique({**told, "strokes": ["karate"]}, strokes={})
