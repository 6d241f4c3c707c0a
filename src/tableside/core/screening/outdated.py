"""When a clearance no longer holds although its days are not over: its provider did not know what is known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tableside.core.screening.condition import MEDICINES
from tableside.core.screening.question import CHANGED, Group, Questionnaire
from tableside.core.screening.request import Answers
from tableside.core.screening.result import Outcome
from tableside.core.screening.rulebook import Rule, Rulebook

_ONLY_TODAY = "today"  # the group of questions about the day itself: what passes by itself is no news
_A_PROVIDER_SHOULD_HEAR = (Outcome.NEEDS_CLEARANCE, Outcome.REFER_URGENT)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at one time: the answers, and the rules that they called up."""

    answers: Answers
    rule_ids: tuple[str, ...]


def ends_early(rule: Rule, *, was: Known, now: Known, book: Rulebook) -> bool:
    """Whether a clearance of this rule ends.

    It does when an answer it rests on has changed; when something new came up in the same part of the questions; and,
    whatever it was given for, with another medicine, with news that any provider would want to have (a hospital stay,
    an operation, a pregnancy), and with a new finding that calls for a doctor or bars treatment for more than a day.
    """
    read = rule.when.questions | {rule.places_from} - {""}
    if any(was.answers.get(key) != now.answers.get(key) for key in read):
        return True
    part = {one.id for group in book.questions.groups if _reads(read, group) for one in group.questions}
    new = [book.rule(key) for key in now.rule_ids if key not in was.rule_ids]
    return (
        any(part & one.when.questions or _is_serious(one, book.questions) for one in new)
        or _has_news(was.answers, now.answers, book.questions)
        or _medicines(was.answers, book) != _medicines(now.answers, book)
    )


def _is_serious(rule: Rule, questions: Questionnaire) -> bool:
    if rule.gentle_outcome is not Outcome.DO_NOT_TREAT:
        return rule.gentle_outcome in _A_PROVIDER_SHOULD_HEAR
    today = {one.id for group in questions.groups if group.id == _ONLY_TODAY for one in group.questions}
    return not rule.when.questions <= today


def _has_news(was: Answers, now: Answers, questions: Questionnaire) -> bool:
    for question in questions.questions:
        before, after = was.get(question.id), now.get(question.id)
        if CHANGED in question.news and None not in (before, after) and before != after:
            return True
        if (question.news & _given(after)) - _given(before):
            return True
    return False


def _given(answer: object) -> frozenset[str]:
    some: Iterable[object] = answer if isinstance(answer, tuple) else (answer,)
    return frozenset(one for one in some if isinstance(one, str))


def _medicines(answers: Answers, book: Rulebook) -> frozenset[str]:
    """What they are for, not how they are written; and those that nobody here knows, as they are written."""
    text = answers.get(MEDICINES)
    if not isinstance(text, str):
        return frozenset()
    unknown = (one.casefold() for one in book.medicines.not_understood(text))
    return book.medicines.groups_in(text) | frozenset(unknown)


def _reads(question_ids: frozenset[str], group: Group) -> bool:
    return any(question.id in question_ids for question in group.questions)
