"""When a condition holds: each operator, what was not told, and what the grammar refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tableside.core.screening.condition import Asks, ConditionRefused, Facts, compile_condition

TODAY = date(2027, 3, 1)
ASKS = {
    "fever": Asks("yes_no", frozenset({"yes", "no"})),
    "kind": Asks("choice", frozenset({"big", "small"})),
    "signs": Asks("many", frozenset({"pain", "rash", "none"})),
    "pulse": Asks("number", frozenset()),
    "surgery_on": Asks("date", frozenset()),
    "note": Asks("text", frozenset()),
}


def holds(told: dict[str, Any], medicines: frozenset[str] = frozenset(), **answers: Any) -> bool:
    condition = compile_condition(told, questions=ASKS, medicines=frozenset({"thinner", "steroids"}))
    return condition.test(Facts(answers, TODAY, medicines))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("told", "answers", "expected"),
    [
        ({"answer": "fever", "is": "yes"}, {"fever": "yes"}, True),
        ({"answer": "fever", "is": "yes"}, {"fever": "no"}, False),
        ({"answer": "fever", "is": "no"}, {}, False),
        ({"answer": "kind", "in": ["big", "small"]}, {"kind": "small"}, True),
        ({"answer": "signs", "has": "pain"}, {"signs": ("pain", "rash")}, True),
        ({"answer": "signs", "has": ["pain", "rash"]}, {"signs": ("rash",)}, True),
        ({"answer": "signs", "has": "pain"}, {"signs": ("none",)}, False),
        ({"answer": "pulse", "at_least": 100}, {"pulse": 100}, True),
        ({"answer": "pulse", "at_least": 60, "under": 100}, {"pulse": 100}, False),
        ({"answer": "pulse", "under": 100}, {}, False),
        ({"answer": "surgery_on", "days_under": 42}, {"surgery_on": ago(41)}, True),
        ({"answer": "surgery_on", "days_under": 42}, {"surgery_on": ago(42)}, False),
        ({"answer": "surgery_on", "days_at_least": 42, "days_under": 84}, {"surgery_on": ago(83)}, True),
        ({"answer": "surgery_on", "days_under": 42}, {"surgery_on": ago(-3)}, True),
        ({"not": {"answer": "fever", "is": "yes"}}, {}, True),
        ({"all": [{"answer": "fever", "is": "yes"}, {"answer": "kind", "is": "big"}]}, {"fever": "yes"}, False),
        ({"any": [{"answer": "fever", "is": "yes"}, {"answer": "kind", "is": "big"}]}, {"fever": "yes"}, True),
    ],
)
def test_an_answer_meets_a_condition_or_does_not(told: dict[str, Any], answers: dict[str, Any], expected: bool) -> None:
    assert holds(told, **answers) is expected


def test_a_medicine_counts_by_its_group() -> None:
    assert holds({"medicine": "thinner"}, medicines=frozenset({"thinner"}))
    assert not holds({"medicine": "thinner"}, medicines=frozenset({"steroids"}))


@pytest.mark.parametrize(
    ("answers", "weeks"),
    [
        ({"due_on": TODAY + timedelta(days=280 - 98)}, 14),
        ({"due_on": TODAY + timedelta(days=280 - 97)}, 13),
        ({"pregnant_weeks": 20, "answered_on": ago(14)}, 22),
        ({"pregnant_weeks": 20}, 20),
        ({"due_on": TODAY, "pregnant_weeks": 3}, 40),
    ],
)
def test_weeks_of_pregnancy_count_on_to_the_day_of_the_treatment(answers: dict[str, Any], weeks: int) -> None:
    exactly = {"weeks_pregnant": {"at_least": weeks, "under": weeks + 1}}

    assert holds(exactly, **answers)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "is not a condition"),
        ({"some": []}, "unknown operator 'some'"),
        ({"all": []}, "'all' needs a list"),
        ({"all": [{"answer": "fever", "is": "yes"}], "any": []}, "stands alone"),
        ({"answer": "height", "at_least": 3}, "no question is called 'height'"),
        ({"answer": "fever", "is": "maybe"}, "has no answer 'maybe'"),
        ({"answer": "fever", "at_least": 3}, "cannot be asked"),
        ({"answer": "fever"}, "cannot be asked"),
        ({"answer": "note", "is": "x"}, "cannot be asked"),
        ({"answer": "pulse", "at_least": 9, "under": 9}, "nothing is at least 9 and under 9"),
        ({"answer": "pulse", "at_least": "9"}, "whole numbers"),
        ({"answer": "pulse", "at_least": True}, "whole numbers"),
        ({"weeks_pregnant": {}}, "needs at_least, under or both"),
        ({"medicine": "tea"}, "no group of medicines is called 'tea'"),
        ({"answer": "fever", "is": "yes", "in": ["no"]}, "one of"),
    ],
)
def test_what_the_grammar_does_not_know_is_refused(told: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConditionRefused, match=reason):
        holds(told)


@pytest.mark.parametrize(
    ("told", "signs"),
    [
        ({"answer": "fever", "is": "yes"}, {("fever", "yes")}),
        ({"answer": "pulse", "under": 9}, {("pulse", "")}),
        ({"all": [{"answer": "pulse", "under": 9}, {"answer": "fever", "is": "yes"}]}, {("fever", "yes")}),
        (
            {"any": [{"medicine": "thinner"}, {"answer": "fever", "is": "yes"}]},
            {("medicine", "thinner"), ("fever", "yes")},
        ),
        ({"not": {"answer": "fever", "is": "yes"}}, None),
    ],
)
def test_a_condition_knows_without_which_signs_it_cannot_hold(
    told: dict[str, Any], signs: set[tuple[str, str]] | None
) -> None:
    condition = compile_condition(told, questions=ASKS, medicines=frozenset({"thinner"}))

    assert condition.signs == signs
