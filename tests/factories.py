"""Answers of a client, given and sent the way the portal does it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tableside.core.screening.question import NONE, Kind, Question, Questionnaire
from tableside.core.screening.request import Answer
from tableside.knowledge.load_consent import load_consent
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.access import guest
from tableside.records.clients.models import Client
from tableside.records.intake.actions import save_draft
from tableside.records.intake.models import Intake
from tableside.workflows.intake.sign_consent import Signature
from tableside.workflows.intake.submit_intake import submit_intake
from tests.personas import FOUNDED, ClientPersona

BLOOD_THINNER: dict[str, Answer] = {
    "blood_thinner": "yes",
    "thinner_kind": "anticoagulant",
    "thinner_unstable": "no",
}
FEVER: dict[str, Answer] = {"fever": "yes"}
CLOT_SIGNS: dict[str, Answer] = {"clot_signs": "yes"}


def recent_injury(on: date) -> dict[str, Answer]:
    """A calf strained that day."""
    return {
        "injury": "yes",
        "injury_kind": ("soft",),
        "injury_on": on,
        "injury_places": ("calf.left",),
    }


def recent_surgery(on: date) -> dict[str, Answer]:
    """A large operation on the belly two weeks before that day; it heals well."""
    return {
        "surgery": "yes",
        "surgery_kind": "major",
        "surgery_on": on - timedelta(weeks=2),
        "surgery_places": ("abdomen",),
        "surgery_well": "yes",
    }


def answered(client: Client | ClientPersona, *, now: datetime = FOUNDED, **changes: Answer) -> Intake:
    """The complete answers of a healthy client with these changes, consent signed, sent.

    A change may open follow-ups; those that have to be answered get the harmless answer unless they are named too.
    """
    who = client.client if isinstance(client, ClientPersona) else client
    questions = load_questions()
    answers = questions.as_json(healthy(questions, **changes)) | {"born_on": "1988-05-04"}
    draft = save_draft(who, answers=answers, questions_version=questions.version, now=now)
    return submit_intake(who, signature(draft, who.name), by=guest(who), now=now)


def healthy(questions: Questionnaire, **changes: Answer) -> dict[str, Answer]:
    """A harmless answer to everything that has to be answered, with these changes."""
    answers: dict[str, Answer] = dict(changes)
    while waiting := [one for one in questions.asked(answers) if one.is_critical and one.id not in answers]:
        answers |= {question.id: harmless(question) for question in waiting}
    unknown = set(changes) - {question.id for question in questions.asked(answers)}
    assert not unknown, f"not asked with these answers: {sorted(unknown)}"
    return answers


def harmless(question: Question) -> Answer:
    match question.kind:
        case Kind.YES_NO | Kind.YES_NO_UNSURE:
            return "no"
        case Kind.MANY:
            return (NONE,)
        case Kind.CHOICE:
            return question.options[-1].id
        case _:
            raise AssertionError(f"say in the test what {question.id} is answered with")


def signature(draft: Intake, name: str) -> Signature:
    clauses = frozenset(clause.id for clause in load_consent().clauses)
    relation = "mother" if draft.client.guardian_id else ""
    return Signature(draft.id, is_draft=True, name=name, clauses=clauses, relation=relation)
