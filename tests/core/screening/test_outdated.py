"""When a clearance ends before its last day, with the rules as they are shipped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tableside.core.screening.outdated import Known, ends_early
from tableside.core.screening.request import Answer
from tableside.core.screening.screen import screen
from tableside.knowledge.load_rulebook import load_rulebook
from tests.core.screening.small import asked
from tests.spec.screening_cases import TODAY, healthy

BOOK = load_rulebook()
Told = dict[str, Answer]
FAILURE: Told = {"heart": "yes", "heart_kind": ("failure",), "heart_worse": "no"}


def known(told: Told) -> Known:
    answers = healthy(BOOK.questions, told)
    return Known(answers, screen(BOOK, answers, request=asked(on=TODAY)).rule_ids)


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ({}, {}, False),
        ({}, {"skin": ("bruise",), "skin_places": ("calf.left",)}, False),
        ({}, {"fever": "yes"}, False),  # it passes by itself
        ({}, {"medicines": "Vitamin D"}, False),
        ({"medicines": "Warfarin"}, {"medicines": "Warfarin 5 mg"}, False),
        ({}, {"medicines": "Warfarin", "thinner_unstable": "no"}, True),
        ({"medicines": "Prednisolone"}, {}, True),  # taken no longer
        ({}, {"medicines": "the little blue ones"}, True),  # nobody here can say what for
        ({}, {"illness": ("hospital",)}, True),
        ({}, {"still_long": "yes", "still_why": ("hospital",)}, True),
        ({}, {"still_long": "yes", "still_why": ("journey",)}, False),
        ({}, {"warning_signs": ("weight",)}, True),  # a new sign that calls for a doctor
        ({"warning_signs": ("weight",)}, {"warning_signs": ("weight",)}, False),  # told before
        ({}, {"chest_signs": "yes"}, True),
    ],
)
def test_a_clearance_for_the_heart_ends_with_what_its_provider_did_not_know(
    before: Told, after: Told, ends: bool
) -> None:
    rule = BOOK.rule("heart_failure")
    thinner: Told = {"thinner_unstable": "no", "thinner_signs": "no"}

    def told(more: Told) -> Known:
        return known(FAILURE | (thinner if "Warfarin" in str(more.get("medicines")) else {}) | more)

    was, now = told(before), told(after)

    assert ends_early(rule, was=was, now=now, book=BOOK) is ends


def test_another_operation_ends_it_and_the_same_one_told_again_does_not() -> None:
    rule = BOOK.rule("heart_failure")
    operation: Told = {
        "surgery": "yes",
        "surgery_kind": "major",
        "surgery_on": TODAY - timedelta(days=20),
        "surgery_well": "yes",
        "surgery_places": ("abdomen",),
    }
    none, one = known(FAILURE), known(FAILURE | operation)
    other = known(FAILURE | operation | {"surgery_on": TODAY - timedelta(days=2)})

    found = [ends_early(rule, was=was, now=now, book=BOOK) for was, now in ((none, one), (one, one), (one, other))]
    assert found == [True, False, True]
