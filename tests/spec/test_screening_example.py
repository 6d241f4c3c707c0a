"""The worked example of ``docs/algorithms/screening.md``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.request import Answer, Request
from tableside.core.screening.result import Screened
from tableside.core.screening.screen import screen
from tableside.knowledge.load_rulebook import load_rulebook
from tests.spec.screening_cases import TODAY, healthy

DOCUMENT = Path(__file__).parents[2] / "docs" / "algorithms" / "screening.md"
ROSA: dict[str, Answer] = {
    "blood_thinner": "yes",
    "thinner_kind": "anticoagulant",
    "clot": "yes",
    "clot_on": TODAY - timedelta(days=120),
    "clot_treated": "yes",
    "clot_places": ("calf.left",),
}


def rosa(*places: str) -> Screened:
    book = load_rulebook()
    wanted = tuple(place for named in places for place in book.body.expand(named))
    request = Request(on=TODAY, technique=ScreeningClass.DT, pressure=4, minutes=60, places=wanted)
    return screen(book, healthy(book.questions, ROSA), request=request)


def test_the_example_comes_out_as_the_document_says() -> None:
    screened, body = rosa(), load_rulebook().body
    told = {
        "outcome": screened.outcome.value,
        "avoid": "the left leg" if screened.limits.avoid == body.expand("leg.left") else "?",
        "barred": " ".join(screened.limits.barred),
        "pressure": str(screened.limits.pressure_cap),
        "instead": str(screened.substitute),
    }

    assert "\n".join(f"{key:<13}{value}" for key, value in told.items()) in DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize(
    ("rule_id", "line"), [("anticoagulant", "columns"), ("clot_treated", "columns"), ("clot_treated", "elsewhere")]
)
def test_the_lines_of_the_example_are_those_of_the_rules(rule_id: str, line: str) -> None:
    letters = {"modify": "M", "do_not_treat": "X", "avoid_region": "L"}
    told = [letters[outcome.value] for outcome in getattr(load_rulebook().rule(rule_id), line).values()]

    shown = [row.removeprefix(rule_id).split()[:9] for row in DOCUMENT.read_text("utf-8").splitlines()]
    assert told in shown


def test_shoulders_alone_are_treated_with_changes() -> None:
    assert rosa("shoulder").outcome.value == "modify"
