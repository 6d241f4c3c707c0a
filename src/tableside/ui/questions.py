"""Health questions as form fields, for whoever asks them.

Fields take whatever the browser sends: what an answer may be is decided in one place, ``core/screening/question.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest

from tableside.core.charting.body import Body
from tableside.core.screening.condition import Told
from tableside.core.screening.question import NONE, Kind, Question
from tableside.ui.forms import (
    ChoiceCards,
    ChoiceCardsMany,
    DayInput,
    FoldedCards,
    FoldedCardsMany,
    Notes,
    SuggestedLines,
    YesNo,
)
from tableside.ui.places import PlacesInput

READING = 2  # the numbers of one
SHOWN = "shown"  # repeated: the questions that a page showed, so that the others are not taken as emptied


@dataclass(frozen=True)
class Block:
    """A question on the page. ``when`` are the fields and values that open it, for ``<show-when>``; where the page
    cannot tell, it ``waits`` for the server, which is asked when an answer changes that such a one looks at
    (``asks``)."""

    field: BoundField
    when: tuple[tuple[str, str], ...]
    is_open: bool
    waits: bool = False
    asks: bool = False
    marker: str = SHOWN
    fold: str = ""  # ``begins`` or ``ends`` with it, around the two numbers of a reading that may be left out
    is_unfolded: bool = False


def blocks_of(
    form: forms.Form, questions: Iterable[Question], on_page: Mapping[str, Question], *, open_ids: Collection[str]
) -> list[Block]:
    """What is open, and what can be opened on this page."""
    waiting = {one.id for one in on_page.values() if _waits(one, on_page)}
    looked_at = {key for one in waiting if (told := on_page[one].asked_when) for key in told.questions}
    found = []
    for question in questions:
        when, waits, is_open = opened_by(question, on_page), question.id in waiting, question.id in open_ids
        if question.id in on_page and (is_open or when or waits):
            found.append(Block(form[question.id], when, is_open, waits, asks=question.id in looked_at))
    return _readings_folded(found, on_page) if len(found) > READING else found


def _readings_folded(blocks: list[Block], on_page: Mapping[str, Question]) -> list[Block]:
    """Where other questions stand beside it, a reading opens to whoever has one to give."""
    folded = list(blocks)
    for at, (upper, lower) in enumerate(pairwise(blocks)):
        asked = on_page[lower.field.name]
        if asked.below == upper.field.name and asked.asked_when is None:
            given = any(one.field.value() or one.field.errors for one in (upper, lower))
            folded[at] = replace(upper, fold="begins", is_unfolded=given)
            folded[at + 1] = replace(lower, fold="ends")
    return folded


def asks_what_opens(request: HttpRequest) -> bool:
    """Sent while a page is being filled in, by the fields that ``ask``."""
    return request.headers.get("HX-Request") == "true" and request.POST.get("step") == "look"


def come_and_gone(blocks: Iterable[Block], *, shown: Collection[str]) -> list[Block]:
    """Those that waited for the server and that the page does not show as it should; no other is touched, so that
    nothing is lost that is being typed."""
    return [block for block in blocks if block.waits and block.is_open != (block.field.name in shown)]


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


def _waits(question: Question, on_page: Mapping[str, Question]) -> bool:
    when = question.asked_when
    return when is not None and not opened_by(question, on_page) and not when.questions.isdisjoint(on_page)


def _widget(question: Question, body: Body) -> forms.Widget:
    choices = [(option.id, option.label) for option in question.options]
    match question.kind:
        case Kind.YES_NO | Kind.YES_NO_UNSURE:
            return YesNo(choices=choices)
        case Kind.CHOICE:
            return FoldedCards(NONE, choices=choices) if question.is_folded else ChoiceCards(choices=choices)
        case Kind.MANY:
            return FoldedCardsMany(NONE, choices=choices) if question.is_folded else ChoiceCardsMany(choices=choices)
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
