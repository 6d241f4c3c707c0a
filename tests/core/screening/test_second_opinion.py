"""What two people may decide, and what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tableside.core.decision import Refused
from tableside.core.screening.result import Finding, Limits, Outcome, Screened
from tableside.core.screening.second_opinion import Change, Matter, change_between, may_be_asked

X = Outcome.DO_NOT_TREAT
ASKED = Matter("intake", "v1:0", ("fever",), "2027-02-01", "swedish", 60, "ana")


def screened(*rules: tuple[str, Outcome], missing: tuple[str, ...] = ()) -> Screened:
    findings = tuple(Finding(rule_id, outcome, "", "", "", "", "", "moderate") for rule_id, outcome in rules)
    outcome = max((one.outcome for one in findings), key=lambda one: one.rank, default=Outcome.PROCEED)
    return Screened(outcome, findings, Limits(), missing, (), knowledge_version="v1")


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        (screened(("fever", X)), ""),
        (screened(("fever", X), ("anticoagulant", Outcome.MODIFY), ("knee", Outcome.AVOID_REGION)), ""),
        (screened(("fever", X), ("rf_clot", Outcome.REFER_URGENT)), "care_first"),
        (screened(("house:rf_clot", X)), "care_first"),
        (screened(("fever", X), ("rf_hot_joint", Outcome.NEEDS_CLEARANCE)), "care_first"),
        (screened(("intoxicated", X)), "no_valid_yes"),
        (screened(("house:unreal", X)), "no_valid_yes"),
        (screened(("fever", X), ("surgery", Outcome.NEEDS_CLEARANCE)), "clearance_first"),
        (screened(("fever", X), missing=("pregnant",)), "answers_missing"),
        (screened(("surgery", Outcome.MODIFY)), "nothing_to_decide"),
        (screened(), "nothing_to_decide"),
        (replace(screened(("fever", X)), findings=()), "nothing_to_decide"),  # kept, but no longer to be read
    ],
)
def test_only_what_says_not_to_treat_and_nothing_worse_is_asked_about(found: Screened, refused: str) -> None:
    decision = may_be_asked(found)

    assert (decision.code if isinstance(decision, Refused) else "") == refused


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        ({}, None),
        ({"intake": "newer"}, Change.ANSWERS),
        ({"rules": "v1:1"}, Change.FINDINGS),
        ({"rule_ids": ("cold", "fever")}, Change.FINDINGS),
        ({"on": "2027-02-02"}, Change.DAY),
        ({"minutes": 90}, Change.TREATMENT),
        ({"service": "deep tissue"}, Change.TREATMENT),
        ({"therapist": "ben"}, Change.TREATMENT),
    ],
)
def test_any_change_ends_an_agreement(changes: dict[str, object], change: Change | None) -> None:
    assert change_between(ASKED.as_json(), replace(ASKED, **changes)) is change  # type: ignore[arg-type]  # by name
