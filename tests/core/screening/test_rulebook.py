"""A rule that could not do what it says is refused, and says what to mend."""

from __future__ import annotations

from typing import Any

import pytest

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.condition import Facts
from tableside.core.screening.result import Outcome
from tableside.core.screening.rulebook import RuleRefused
from tests.core.screening.small import TODAY, rulebook, told


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "a: title is missing or not known"),
        ({"colour": "red"}, "a: colour is missing or not known"),
        ({"sources": ["film"]}, "a: 'film' is not in sources.toml"),
        ({"sources": []}, "a: '' is not in sources.toml"),
        ({"certainty": "absolute"}, "a: 'absolute' is not a valid Certainty"),
        ({"when": {"answer": "height", "is": "tall"}}, "a: no question is called 'height'"),
        ({"when": {"answer": "ills", "has": "z"}}, "a: 'ills' has no answer 'z'"),
        ({"outcome": "M X"}, "a: 'M X' should be one letter of P, M, L, C, X, U, or 9 of them"),
        ({"outcome": "Q"}, "a: 'Q' should be one letter"),
        ({"places": ["calf"]}, "a: places and elsewhere go together"),
        ({"elsewhere": "P"}, "a: places and elsewhere go together"),
        ({"places": ["wing"], "elsewhere": "P"}, "a: 'wing' is no region or part of the body"),
        ({"places": "ills", "elsewhere": "P"}, "a: 'ills' is no question about places"),
        (
            {"places": ["calf"], "places_default": ["neck"], "elsewhere": "P"},
            "a: places_default is for places",
        ),
        ({"caps": {"wing": 2}}, "a: 'wing' is no region or part of the body"),
        ({"cap": 6}, "a: pressure goes from 0 to 5"),
        ({"positions": ["off the wound"]}, "a: a position is one of face down, face up"),
        ({"positions_barred": ["upside down"]}, "a: a position is one of face down, face up"),
        ({"calls": ["fire brigade"], "outcome": "U"}, "a: calls are of maternity, poison, crisis"),
        ({"calls": ["maternity"], "outcome": "X"}, "a: calls is for rules that ask for medical care now"),
        ({"supersedes": ["z"]}, "a: supersedes z, which is no rule"),
    ],
)
def test_a_wrong_rule_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RuleRefused, match=reason):
        rulebook(told(**changes))


def test_a_rule_without_a_name_is_refused() -> None:
    with pytest.raises(RuleRefused, match="a rule without an id: id is missing"):
        rulebook(told(id=None))


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(RuleRefused, match="a: there are two rules of this name"):
        rulebook(told("a"), told("a"))


def test_one_letter_stands_for_every_technique() -> None:
    assert dict(rulebook(told(outcome="C")).rule("a").columns) == dict.fromkeys(ScreeningClass, Outcome.NEEDS_CLEARANCE)


def test_nine_letters_stand_in_the_order_of_the_techniques() -> None:
    columns = rulebook(told(outcome="P M L C X U P P P")).rule("a").columns

    assert [outcome.value for outcome in columns.values()][:6] == [
        "proceed",
        "modify",
        "avoid_region",
        "needs_clearance",
        "do_not_treat",
        "refer_urgent",
    ]


def test_a_source_is_told_in_words() -> None:
    assert rulebook(told()).rule("a").source == "A book, 2020"


def test_rules_hold_in_the_order_of_the_book_however_they_are_looked_up() -> None:
    book = rulebook(
        told("c"), told("b", when={"not": {"answer": "sure", "is": "yes"}}), told("a", when={"medicine": "thinner"})
    )

    holding = book.holding(Facts({"ills": ("c",)}, TODAY, frozenset({"thinner"})))

    assert [rule.id for rule in holding] == ["c", "b", "a"]


@pytest.mark.parametrize("answer", ["yes", "no", "unsure"])
def test_a_rule_may_ask_for_a_no_as_for_any_other_answer(answer: str) -> None:
    book = rulebook(*[told(name, when={"answer": "sure", "is": name}) for name in ("yes", "no", "unsure")])

    assert [rule.id for rule in book.holding(Facts({"sure": answer}, TODAY))] == [answer]


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ([told("a", supersedes=["a"])], "a: supersedes itself"),
        ([told("a", outcome="U"), told("b", supersedes=["a"])], "b: supersedes a, a call for medical care"),
        ([told("a", supersedes=["b"]), told("b", supersedes=["a"])], "a: supersedes b and is superseded by it"),
    ],
)
def test_a_rule_that_would_silence_too_much_is_refused(rules: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(RuleRefused, match=reason):
        rulebook(*rules)


def test_a_call_for_medical_care_may_take_the_place_of_another() -> None:
    book = rulebook(told("a", outcome="U"), told("b", outcome="U", supersedes=["a"]))

    assert book.rule("b").supersedes == {"a"}
