"""Health questions as form fields, for whoever asks them.

Fields take whatever the browser sends: what an answer may be is decided in one place, ``core/screening/question.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from tableside.core.charting.body import Body
from tableside.core.screening.condition import Told
from tableside.core.screening.question import Kind, Question
from tableside.ui.forms import ChoiceCards, ChoiceCardsMany, DayInput, Notes, SuggestedLines, YesNo
from tableside.ui.places import PlacesInput

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

    @classmethod
    def of(cls, question: Question, body: Body) -> AnswerField:
        return cls(
            label=question.text,
            help_text=" ".join(filter(None, [question.help, question.unit])),
            required=question.is_critical,
            widget=_widget(question, body),
        )

    def clean(self, value: Any) -> Any:  # Any: whatever was sent
        return value


def opened_by(question: Question, on_page: Mapping[str, Question]) -> tuple[tuple[str, str], ...]:
    """The fields and values of this page that open a follow-up, all of which have to be so; empty where the page alone
    cannot tell, so that the server decides."""
    return _opened_by(question.asked_when.told, on_page) if question.asked_when else ()


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
            return SuggestedLines(question.suggestions) if question.suggestions else Notes()


def _opened_by(told: Told, on_page: Mapping[str, Question]) -> tuple[tuple[str, str], ...]:
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
