"""The shipped instruments are whole, and a file that is not is refused by name."""

from __future__ import annotations

import pytest

from tableside.core.outcomes.scoring import score
from tableside.knowledge.load_instruments import (
    FOLDER,
    InstrumentUnreadable,
    load_instruments,
    parse_instrument,
)

WHOLE = (FOLDER / "nrs_pain.toml").read_text("utf-8")


def test_these_instruments_are_shipped() -> None:
    assert set(load_instruments()) == {"nrs_pain", "stress", "tension", "sleep", "peg"}


@pytest.mark.parametrize("name", ["nrs_pain", "stress", "tension", "sleep", "peg"])
def test_the_ends_of_every_scale_are_the_ends_of_its_score(name: str) -> None:
    instrument = load_instruments()[name]

    assert score(instrument, {item.id: item.low for item in instrument.items}) == instrument.low
    assert score(instrument, {item.id: item.high for item in instrument.items}) == instrument.high


def test_more_is_better_only_for_sleep() -> None:
    assert [one.id for one in load_instruments().values() if not one.higher_is_worse] == ["sleep"]


def test_pain_stress_and_tension_are_asked_again_after_a_session() -> None:
    assert {one.id for one in load_instruments().values() if one.asked_after_session} == {
        "nrs_pain",
        "stress",
        "tension",
    }


def test_only_the_pain_scale_has_thresholds_studied_for_its_wording() -> None:
    assert [one.id for one in load_instruments().values() if not one.assumed] == ["nrs_pain"]


@pytest.mark.parametrize(
    ("found", "replaced", "message"),
    [
        ("mcid = 2.0\n", "", "no mcid"),
        ('licence = "', 'license = "', "no licence, unknown license"),
        ('recall = "now"', 'recall = "ever"', "recall is none of now, last_week"),
        ("low = 0", "low = 10", "low is not below high"),
        ("mdc = 2.0", "mdc = 0", "mcid and mdc have to be more than 0"),
        ("reviewed_on = 2026-11-24", 'reviewed_on = "soon"', "reviewed_on is not a date"),
        ("[[items]]", "[[items]]\nweight = 2", "unknown weight"),
        ('licence = "', "licence = ", "nrs_pain: Invalid value"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_says_why(found: str, replaced: str, message: str) -> None:
    assert found in WHOLE

    with pytest.raises(InstrumentUnreadable, match=message):
        parse_instrument("nrs_pain", WHOLE.replace(found, replaced, 1))


def test_an_empty_source_is_refused() -> None:
    lines = ['source = " "' if line.startswith("source") else line for line in WHOLE.splitlines()]

    with pytest.raises(InstrumentUnreadable, match="source is empty"):
        parse_instrument("nrs_pain", "\n".join(lines))


def test_two_items_with_one_id_are_refused() -> None:
    item = WHOLE[WHOLE.index("[[items]]") :]

    with pytest.raises(InstrumentUnreadable, match="an id of its own"):
        parse_instrument("nrs_pain", f"{WHOLE}\n{item}")
