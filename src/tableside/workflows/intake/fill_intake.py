"""Answer the health questions page by page. What was said so far is kept as the client's draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.screening.birth import asking_birth, birth_in, implausible_birth, with_age
from tableside.core.screening.condition import ANSWERED_ON, WEEKS, Facts, weeks_pregnant
from tableside.core.screening.question import Group, Question, Questionnaire
from tableside.core.screening.request import Answer
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import born_on_of
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import save_draft
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import draft_of, newest_intake
from tableside.records.practice.queries import current_practice


@dataclass(frozen=True, slots=True)
class Filling:
    """Where a client stands. ``intake`` is the draft, else the answers given last, else None."""

    questions: Questionnaire
    answers: dict[str, Answer]
    intake: Intake | None
    known_birth: date | None = None  # as it stands in the client's record; then it is not asked

    @property
    def born_on(self) -> date | None:
        return self.known_birth or birth_in(self.answers)

    @property
    def is_draft(self) -> bool:
        return self.intake is not None and self.intake.submitted_at is None

    @property
    def given_at(self) -> datetime | None:
        """When the answers shown were sent; None while they are a draft."""
        return self.intake.submitted_at if self.intake else None

    def open_in(self, group: Group) -> tuple[Question, ...]:
        asked = {question.id for question in self.questions.asked(self.answers)}
        return tuple(question for question in group.questions if question.id in asked)

    def missing_in(self, group: Group) -> tuple[Question, ...]:
        """What has to be answered before the whole can be sent."""
        return tuple(one for one in self.open_in(group) if one.is_critical and one.id not in self.answers)

    def step_of(self, group: Group) -> int:
        """Which single question to begin this group with: the first that has to be answered still, else its first."""
        steps = [(number, one) for number, one in enumerate(self.questions.steps, 1) if one.id == group.id]
        return next((number for number, one in steps if self.missing_in(one)), steps[0][0])

    def is_touched(self, group: Group) -> bool:
        return any(question.id in self.answers for question in group.questions)


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a page: ``problems`` are values that could not be kept, each with a sentence; ``opened`` are
    follow-ups that the answers opened and that the page had not shown."""

    filling: Filling
    problems: dict[str, str]
    opened: tuple[Question, ...]


def answers_so_far(client_id: UUID, *, now: datetime) -> Filling:
    """The draft; without one the answers given last, to be looked through again."""
    intake = draft_of(client_id) or newest_intake(client_id)
    known, on = born_on_of(client_id), today(now)
    questions = asking_birth(load_questions(), is_known=known is not None)
    told = with_age(intake.answers if intake else {}, known, on=on)
    answers = questions.read_answers(told)[0]
    return Filling(questions, _as_of(answers, on), intake, known)


def save_page(
    client: Client,
    group: Group,
    raw: Mapping[str, object],
    *,
    shown: Collection[str],
    through: Link | None = None,
    now: datetime,
) -> Saved:
    """Keep one page of answers. A value that cannot be kept leaves what was kept before; the rest is kept."""

    def save() -> Saved:
        lock([f"intake:{client.id}"])
        before = answers_so_far(client.id, now=now)
        questions, on = before.questions, today(now)
        told: dict[str, object] = {**before.answers, ANSWERED_ON: on}
        on_page = [question.id for question in group.questions if question.id in shown]
        told |= {question_id: raw.get(question_id) for question_id in on_page}
        answers, problems = questions.read_answers(told)
        for question_id in problems.keys() & before.answers.keys():
            told[question_id] = before.answers[question_id]
        implausible = questions.implausible(answers) | implausible_birth(answers, on=on)
        told |= dict.fromkeys(implausible)  # which of the two is wrong is not known, so neither is kept
        answers = questions.read_answers(with_age(told, before.known_birth, on=on))[0]
        kept = questions.as_json(answers)
        draft = save_draft(client, answers=kept, questions_version=questions.version, through=through, now=now)
        filling = Filling(questions, answers, draft, before.known_birth)
        opened = tuple(question for question in filling.open_in(group) if question.id not in shown)
        return Saved(filling, implausible | problems, opened)

    return in_transaction(save)


def today(now: datetime) -> date:
    """The practice's date."""
    return now.astimezone(ZoneInfo(current_practice().time_zone)).date()


def _as_of(answers: dict[str, Answer], on: date) -> dict[str, Answer]:
    """Weeks of pregnancy go on counting while the answers lie there."""
    weeks = weeks_pregnant(Facts(answers, on))
    return {**answers, WEEKS: weeks, ANSWERED_ON: on} if WEEKS in answers and weeks is not None else answers
