"""One question at a time: the same form with one question on it, and the way from one that is asked to the next."""

from __future__ import annotations

from typing import ClassVar

from tableside.core.screening.question import Group, Questionnaire
from tableside.portal.intake.pages import PageShown


class StepShown(PageShown):
    is_step: ClassVar[bool] = True

    @staticmethod
    def pages_of(questions: Questionnaire) -> tuple[Group, ...]:
        return questions.steps

    @property
    def asked(self) -> list[int]:
        """The numbers of what is asked given the answers so far."""
        questions = self.filling.questions
        open_ids = {question.id for question in questions.asked(self.filling.answers)}
        steps = enumerate(questions.steps, start=1)
        return [number for number, one in steps if any(question.id in open_ids for question in one.questions)]

    @property
    def is_asked(self) -> bool:
        return self.number in self.asked

    @property
    def position(self) -> int:
        return len(self._before) + 1

    @property
    def total(self) -> int:
        """Those that are asked, and the page to sign. Follow-ups that open add to it."""
        return len(self.asked) + 1

    @property
    def url(self) -> str:
        return self.door.step_url(self._own)

    @property
    def back_url(self) -> str:
        return self.door.step_url(self._before[-1]) if self._before else self.door.start_url

    @property
    def next_url(self) -> str:
        later = [number for number in self.asked if number > self._own]
        return self.door.step_url(later[0]) if later else self.door.sign_url

    @property
    def _before(self) -> list[int]:
        return [number for number in self.asked if number < self._own]

    @property
    def _own(self) -> int:
        assert self.number is not None  # only the whole form on one page has none
        return self.number
