"""A small hand-made rulebook: three places, a handful of questions, and only the rules that a test names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any  # rules as TOML has them

from tableside.core.charting.body import Body, Region
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.question import YES_NO_UNSURE, Group, Kind, Option, Question, Questionnaire
from tableside.core.screening.request import Answer, Request
from tableside.core.screening.result import Screened
from tableside.core.screening.rule_parser import parse_rules
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.screen import screen

TODAY = date(2027, 3, 1)
BODY = Body(
    regions={
        "neck": Region("neck", "Neck", "head", has_sides=False, pressure_cap=4, barred=(ScreeningClass.TOOL,)),
        "calf": Region("calf", "Calf", "leg", has_sides=True),
        "thigh": Region("thigh", "Thigh", "leg", has_sides=True),
    },
    parts={"head": "Head", "leg": "Leg"},
)
MEDICINES = Medicines({"warfarin": "thinner"})
ILLS = ("a", "b", "c", "d")
QUESTIONS = Questionnaire(
    "1",
    (
        Group(
            "all",
            "All",
            "",
            (
                Question("ills", "What ails you?", Kind.MANY, options=tuple(Option(one, one) for one in ILLS)),
                Question("where", "Where?", Kind.PLACES),
                Question("sure", "Are you?", Kind.YES_NO_UNSURE, options=YES_NO_UNSURE),
                Question("since", "Since when?", Kind.DATE),
            ),
        ),
    ),
    BODY,
    MEDICINES,
)
SOURCES = {"book": "A book, 2020"}


def told(name: str = "a", **changes: Any) -> dict[str, Any]:
    """A rule that fires when ``ills`` has its name."""
    rule: dict[str, Any] = {
        "id": name,
        "title": name.upper(),
        "when": {"answer": "ills", "has": name},
        "outcome": "M",
        "for_client": "We take care.",
        "for_therapist": "Take care.",
        "reason": "So it is.",
        "sources": ["book"],
        "certainty": "low",
        "reviewed_on": date(2026, 11, 24),
    }
    return {key: value for key, value in (rule | changes).items() if value is not None}


def rulebook(*rules: Mapping[str, Any], questions: Questionnaire = QUESTIONS) -> Rulebook:
    parsed = parse_rules(rules, questions=questions, medicines=MEDICINES, body=BODY, sources=SOURCES)
    return Rulebook("1", parsed, questions, MEDICINES, BODY)


def asked(**changes: Any) -> Request:
    wish: dict[str, Any] = {"on": TODAY, "technique": ScreeningClass.SWE, "pressure": 3, "minutes": 60}
    return Request(**(wish | changes))


def screened(*rules: Mapping[str, Any], request: Request | None = None, **more: Any) -> Screened:
    """With all of ``ills`` ticked that a rule is named after, unless other ``answers`` are given."""
    answers: dict[str, Answer] = more.pop("answers", {"ills": ILLS})
    return screen(rulebook(*rules), answers, request=request or asked(), **more)
