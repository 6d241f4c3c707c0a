"""Health answers in words, for whoever may read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tableside.core.screening.question import Group, Question, Questionnaire
from tableside.core.screening.request import Answer, Answers
from tableside.ui import moments
from tableside.ui.parts import Fact
from tableside.ui.places import places_in_words


@dataclass(frozen=True)
class AnsweredGroup:
    title: str
    facts: tuple[Fact, ...]


def answers_in_words(
    questions: Questionnaire, answers: Answers, *, only: Collection[str] | None = None
) -> tuple[AnsweredGroup, ...]:
    """What was asked and answered, group by group; groups without an answer are left out. ``only`` names the questions
    that are meant, if not all are."""
    asked, heard = questions.heard(answers)
    open_ids = {question.id for question in asked if only is None or question.id in only}

    def facts(group: Group) -> tuple[Fact, ...]:
        answered = [one for one in group.questions if one.id in open_ids and one.id in heard]
        return tuple(Fact(one.text, _words(questions, one, heard[one.id])) for one in answered)

    told = tuple(AnsweredGroup(group.title, facts(group)) for group in questions.groups)
    return tuple(group for group in told if group.facts)


def _words(questions: Questionnaire, question: Question, answer: Answer) -> str:
    if isinstance(answer, date):
        return moments.day_year(answer)
    if isinstance(answer, int):
        return f"{answer} {question.unit}".strip()
    if isinstance(answer, tuple):
        return ", ".join(map(question.label, answer)) if question.options else places_in_words(questions.body, answer)
    return question.label(answer) if question.options else answer
