"""One page of questions as a form, and the signature at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tableside.core.screening.question import Group, Question
from tableside.knowledge.load_consent import Consent
from tableside.ui.questions import SHOWN, AnswerField, Block, opened_by
from tableside.workflows.fill_intake import Filling
from tableside.workflows.submit_intake import Signature


class PageForm(forms.Form):
    """The questions of one group, or of all, as far as they are open or can be opened on this page."""

    use_required_attribute = False

    def __init__(self, data: MultiValueDict[str, Any] | None, *, filling: Filling, group: Group) -> None:
        super().__init__(data, initial=dict(filling.answers))
        self._sent = frozenset(data.getlist(SHOWN)) if data is not None else frozenset()
        self.on_page = {question.id: question for question in group.questions}
        self.open_ids = {question.id for question in filling.open_in(group)}
        for question in group.questions:
            self.fields[question.id] = AnswerField.of(question, filling.questions.body)

    def blocks(self, group: Group) -> list[Block]:
        found = []
        for question in group.questions:
            when = opened_by(question, self.on_page)
            if question.id in self.open_ids or when:
                found.append(Block(self[question.id], when, question.id in self.open_ids))
        return found

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


class SignForm(forms.Form):
    """Which answers are meant, and, for whoever has not signed this text yet, each clause and the name."""

    use_required_attribute = False

    intake = forms.UUIDField(widget=forms.HiddenInput)
    is_draft = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: MultiValueDict[str, Any] | None, *, filling: Filling, consent: Consent | None) -> None:
        intake = filling.intake
        super().__init__(data, initial={"intake": intake.id if intake else None, "is_draft": filling.is_draft})
        self.consent = consent
        if consent is None:
            return
        for clause in consent.clauses:
            self.fields[clause.id] = forms.BooleanField(
                label=_("I have read this and agree: %(heading)s") % {"heading": clause.heading},
                error_messages={"required": _("Please tick this, or talk to us about it first.")},
            )
        self.fields["signed_name"] = forms.CharField(
            label=_("Your full name, as your signature"),
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"required": _("Type your name to sign.")},
        )

    def signature(self) -> Signature:
        data = self.cleaned_data
        clauses = frozenset(clause.id for clause in self.consent.clauses) if self.consent else frozenset()
        return Signature(data["intake"], data["is_draft"], data.get("signed_name", ""), clauses)

    @property
    def clauses(self) -> list[tuple[str, str, BoundField]]:
        """Heading, text and tick of each clause."""
        return [(one.heading, one.text, self[one.id]) for one in self.consent.clauses] if self.consent else []
