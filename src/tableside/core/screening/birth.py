"""Whether somebody is under 18 follows from their date of birth, for each day anew. It is asked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tableside.core.permissions.guardian import is_child
from tableside.core.screening.question import Group, Kind, Question, Questionnaire
from tableside.core.screening.request import Answers

UNDER_18 = "under_18"  # the question that rules read
BORN_ON = Question(
    "born_on",
    "Date of birth",
    Kind.DATE,
    is_critical=True,
)
_OLDEST = 120  # years


def asking_birth(questions: Questionnaire, *, is_known: bool) -> Questionnaire:
    """The same questions, where nobody is asked whether they are under 18: it is worked out. Before it stands the date
    of birth, unless it is known."""
    if UNDER_18 not in {question.id for question in questions.questions}:
        return questions
    groups = questions.groups if is_known else tuple(map(_with_birth, questions.groups))
    return replace(questions, groups=groups, worked_out=frozenset({UNDER_18}))


def _with_birth(group: Group) -> Group:
    found = [((BORN_ON,) if question.id == UNDER_18 else ()) + (question,) for question in group.questions]
    return replace(group, questions=tuple(question for pair in found for question in pair))


def under_18(born_on: date, *, on: date) -> str:
    """The answer that rules read."""
    return "yes" if is_child(born_on, on=on) else "no"


def with_age(told: Mapping[str, object], known: date | None, *, on: date) -> dict[str, object]:
    """What was told, with whether they are under 18 ``on`` that day; ``known`` counts more than the date told."""
    born_on = known or _day(told.get(BORN_ON.id))
    return {**told, UNDER_18: "yes" if born_on is not None and under_18(born_on, on=on) == "yes" else None}


def birth_in(answers: Answers) -> date | None:
    given = answers.get(BORN_ON.id)
    return given if isinstance(given, date) else None


def implausible_birth(answers: Answers, *, on: date) -> dict[str, str]:
    """A sentence where nobody who comes on that day was born then."""
    born_on = birth_in(answers)
    if born_on is None or (born_on <= on and on.year - born_on.year <= _OLDEST):
        return {}
    return {BORN_ON.id: "Look at the date again: nobody who comes was born then."}


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None
