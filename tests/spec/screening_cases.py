"""The tables in ``screening/`` as values: who answers what, what they come for, and what screening says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any  # the tables are TOML: what lies in them is checked by using it

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.condition import ANSWERED_ON
from tableside.core.screening.position import Position
from tableside.core.screening.question import NONE, Kind, Question, Questionnaire
from tableside.core.screening.reading import TAKEN_ON
from tableside.core.screening.request import Answer, ClearanceHeld, Request
from tableside.core.screening.result import Screened
from tableside.core.screening.screen import screen
from tableside.knowledge.load_rulebook import load_rulebook

TODAY = date(2027, 3, 1)
TABLES = sorted((Path(__file__).parent / "screening").glob("*.toml"))
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}


@dataclass(frozen=True)
class Case:
    """One row. ``rules`` are all that fire; ``near_miss`` are rules that this case is close to, and stays clear of."""

    file: str
    title: str
    told: Mapping[str, Any]

    @property
    def rules(self) -> list[str]:
        return list(self.told.get("rules", []))

    @property
    def near_misses(self) -> list[str]:
        return list(self.told.get("near_miss", []))

    def answers(self) -> dict[str, Answer]:
        """What is told of them; whatever else is asked has a harmless answer."""
        raw = {key: _day(value) if _is_span(value) else value for key, value in self.told.get("answers", {}).items()}
        read, problems = load_rulebook().questions.read_answers(raw)
        assert problems == {}
        return read

    def screened(self) -> Screened:
        rulebook = load_rulebook()
        clearances = [_clearance(one) for one in self.told.get("clearances", [])]
        answers = healthy(rulebook.questions, self.answers())
        return screen(rulebook, answers, request=self.request(), clearances=clearances)

    def request(self) -> Request:
        told, body = self.told.get("request", {}), load_rulebook().body
        return Request(
            on=TODAY,
            technique=ScreeningClass(told.get("technique", "SWE")),
            pressure=told.get("pressure", 3),
            minutes=told.get("minutes", 60),
            places=tuple(place for named in told.get("places", []) for place in body.expand(named)),
            trainings=frozenset(told.get("trainings", [])),
            position=Position(told["position"]) if "position" in told else None,
        )


def cases() -> list[Case]:
    return [
        Case(path.stem, told["title"], told)
        for path in TABLES
        for told in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def healthy(questions: Questionnaire, changes: Mapping[str, Answer]) -> dict[str, Answer]:
    """A harmless answer to everything that has to be answered, with these changes."""
    answers = dict(changes)
    while waiting := [one for one in questions.asked(answers) if one.is_critical and one.id not in answers]:
        answers |= {question.id: _harmless(question) for question in waiting}
    unknown = set(changes) - {ANSWERED_ON} - {question.id for question in questions.asked(answers)}
    assert not unknown, f"not asked with these answers: {sorted(unknown)}"
    return answers


def _harmless(question: Question) -> Answer:
    if question.id == TAKEN_ON:
        return TODAY
    if question.kind in (Kind.YES_NO, Kind.YES_NO_UNSURE):
        return "no"
    ids = [option.id for option in question.options]
    assert NONE in ids, f"the table has to say what {question.id} is answered with"
    return (NONE,) if question.kind is Kind.MANY else NONE


def _is_span(value: object) -> bool:
    return isinstance(value, str) and (value.endswith(" ago") or value.startswith("in "))


def _day(told: str) -> date:
    """``10 days ago`` or ``in 3 weeks``."""
    number, unit = told.removeprefix("in ").removesuffix(" ago").split()
    days = int(number) * _DAYS[unit]
    return TODAY + timedelta(days=days if told.startswith("in ") else -days)


def _clearance(told: Mapping[str, Any]) -> ClearanceHeld:
    body = load_rulebook().body
    return ClearanceHeld(
        rule_id=told["rule"],
        given_on=_day(told["given"]),
        expires_on=_day(told["expires"]),
        pressure_cap=told.get("pressure"),
        avoid=tuple(place for named in told.get("avoid", []) for place in body.expand(named)),
        barred=tuple(ScreeningClass(one) for one in told.get("barred", [])),
    )
