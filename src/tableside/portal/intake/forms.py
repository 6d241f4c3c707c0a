"""One page of questions as a form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tableside.core.screening.question import Group, Question
from tableside.ui.questions import SHOWN, AnswerField, Block, blocks_of, come_and_gone
from tableside.workflows.intake.fill_intake import Filling


class PageForm(forms.Form):
    """The questions of one group, or of all, as far as they are open or can be opened on this page."""

    use_required_attribute = False

    def __init__(self, data: MultiValueDict[str, Any] | None, *, filling: Filling, group: Group) -> None:
        super().__init__(data, initial=dict(filling.answers))
        self._sent = frozenset(data.getlist(SHOWN)) if data is not None else frozenset()
        asked = [question for question in group.questions if question.id not in filling.questions.worked_out]
        self.on_page = {question.id: question for question in asked}
        self.open_ids = {question.id for question in filling.open_in(group)}
        for question in asked:
            self.fields[question.id] = AnswerField.of(question, filling.questions.body)

    def blocks(self, group: Group) -> list[Block]:
        return blocks_of(self, group.questions, self.on_page, open_ids=self.open_ids)

    def come_and_gone(self, group: Group) -> list[Block]:
        """What its answers have opened or closed, and the page waits for."""
        return come_and_gone(self.blocks(group), shown=self._sent)

    def shown(self) -> Collection[str]:
        """The questions that were on the page when it was sent."""
        always = {question.id for question in self.on_page.values() if question.asked_when is None}
        return always | self._sent

    def reopen(self, filling: Filling, group: Group) -> None:
        """Draw what the answers have opened meanwhile."""
        self.open_ids = {question.id for question in filling.open_in(group)}

    def complain(self, problems: Mapping[str, str], missing: Iterable[Question]) -> None:
        for question_id, sentence in problems.items():
            self.add_error(question_id, sentence)
        for question in missing:
            if question.id not in problems:
                self.add_error(question.id, _("Please answer this one. It decides what is safe."))
