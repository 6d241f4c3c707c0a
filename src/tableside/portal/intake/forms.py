"""One page of questions as a form, and the signature at the end.

Fields take whatever the browser sends: what an answer may be is decided in one place, ``core/screening/question.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tableside.core.charting.body import Body
from tableside.core.screening.condition import Told
from tableside.core.screening.question import Group, Kind, Question
from tableside.knowledge.load_consent import Consent
from tableside.ui.forms import ChoiceCards, ChoiceCardsMany, DayInput, Notes, YesNo
from tableside.ui.places import PlacesInput
from tableside.workflows.fill_intake import Filling
from tableside.workflows.submit_intake import Signature

SHOWN = "shown"  # repeated: the questions that a page showed, so that the others are not taken as emptied


@dataclass(frozen=True)
class Block:
    """A question on the page. ``when`` are the fields and values that open it, for ``<show-when>``."""

    field: BoundField
    when: tuple[tuple[str, str], ...]
    is_open: bool
    marker: str = SHOWN


class AnswerField(forms.Field):
    """Judges nothing: the questionnaire reads all answers together."""

    def clean(self, value: Any) -> Any:  # Any: whatever was sent
        return value


class PageForm(forms.Form):
    """The questions of one group, as far as they are open or can be opened on this page."""

    use_required_attribute = False

    def __init__(self, data: MultiValueDict[str, Any] | None, *, filling: Filling, group: Group) -> None:
        super().__init__(data, initial=dict(filling.answers))
        self._sent = frozenset(data.getlist(SHOWN)) if data is not None else frozenset()
        self.on_page = {question.id: question for question in group.questions}
        self.open_ids = {question.id for question in filling.open_in(group)}
        for question in group.questions:
            self.fields[question.id] = AnswerField(
                label=question.text,
                help_text=" ".join(filter(None, [question.help, question.unit])),
                required=question.is_critical,
                widget=_widget(question, filling.questions.body),
            )

    @property
    def blocks(self) -> list[Block]:
        found = []
        for question in self.on_page.values():
            when = _opened_by(question.asked_when.told, self.on_page) if question.asked_when else ()
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


def _widget(question: Question, body: Body) -> forms.Widget:
    choices = [(option.id, option.label) for option in question.options]
    match question.kind:
        case Kind.YES_NO | Kind.YES_NO_UNSURE:
            return YesNo(choices=choices)
        case Kind.CHOICE:
            return ChoiceCards(choices=choices)
        case Kind.MANY:
            return ChoiceCardsMany(choices=choices)
        case Kind.PLACES:
            return PlacesInput(body, title=question.text)
        case Kind.DATE:
            return DayInput()
        case Kind.NUMBER:
            return forms.NumberInput(attrs={"inputmode": "numeric", "min": question.min, "max": question.max})
        case Kind.TEXT:
            return Notes()


def _opened_by(told: Told, on_page: Mapping[str, Question]) -> tuple[tuple[str, str], ...]:
    """The fields and values of this page that open a follow-up, all of which have to be so; empty where the page alone
    cannot tell, so that the server decides."""
    if "all" in told:
        parts = [_opened_by(part, on_page) for part in told["all"]]
        return tuple(pair for part in parts for pair in part) if all(parts) else ()
    if "any" in told:
        parts = [_opened_by(part, on_page) for part in told["any"]]
        fields = {pair[0] for part in parts for pair in part}
        if len(fields) == 1 and all(len(part) == 1 for part in parts):
            return ((fields.pop(), " ".join(part[0][1] for part in parts)),)
        return ()
    wanted = [told[operator] for operator in ("is", "in", "has") if operator in told]
    if told.get("answer") not in on_page or not wanted:
        return ()
    values = [wanted[0]] if isinstance(wanted[0], str) else wanted[0]
    return ((told["answer"], " ".join(values)),)
