"""What somebody would like to book, and the health questions that decide whether they can: never stored, so every step
carries the others along in its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.charting.technique import Technique
from tableside.core.screening.condition import ANSWERED_ON, DUE_ON, WEEKS
from tableside.core.screening.question import Question
from tableside.core.screening.reading import READING
from tableside.core.screening.request import Answer, Request
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import load_questions, load_rulebook
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.practice.models import Service
from tableside.records.practice.queries import offered_services
from tableside.ui import moments
from tableside.ui.forms import DayInput, offer
from tableside.ui.places import PlacesInput
from tableside.ui.questions import SHOWN, AnswerField, Block, blocks_of, come_and_gone

_MINUTES = frozenset({30, 45, 60, 75, 90, 120})
_DAYS_AHEAD = 366
WISH = ("what", "minutes", "on", "places")


@dataclass(frozen=True)
class Wish:
    """``service`` is None where a kind of massage was chosen that the practice need not offer."""

    service: Service | None
    technique: Technique
    minutes: int
    on: date
    places: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.service.name if self.service else self.technique.name

    @property
    def request(self) -> Request:
        """As a booking would ask: with the strongest pressure of the technique, by a therapist of no special
        training."""
        pressure = self.technique.pressure.strongest if self.technique.pressure else 1
        return Request(self.on, self.technique.screening_class, pressure, self.minutes, self.places)


class WishForm(forms.Form):
    use_required_attribute = False

    what = forms.ChoiceField(label=_("What would you like to book?"))
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int)
    on = forms.DateField(label=_("On which day?"), widget=DayInput())
    places = forms.Field(label=_("Where?"), required=False, help_text=_("Leave it empty for the whole body."))

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        self.services = {str(one.id): one for one in offered_services() if one.kind == Service.Kind.TREATMENT}
        self.today = today
        first = next(iter(self.services.values()), None)
        lengths = [length.minutes for length in first.lengths.all()] if first else []
        minutes = 60 if 60 in lengths or not lengths else lengths[0]
        super().__init__(data, prefix="wish", initial={"minutes": minutes, "on": today})
        self.fields["places"].widget = PlacesInput(load_body(), title=str(self.fields["places"].label))
        offer(self, "minutes", [(str(one), moments.minutes(one)) for one in sorted(self._all_minutes())])
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = self._groups()

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not self.today <= on <= self.today + timedelta(days=_DAYS_AHEAD):
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return on

    def clean_places(self) -> tuple[str, ...]:
        given, body = set(self.cleaned_data["places"] or ()), load_body()
        if given - set(body.places):
            raise forms.ValidationError(_("Choose places from the list."))
        return tuple(place for place in body.places if place in given)

    def wish(self) -> Wish:
        data = self.cleaned_data
        service = self.services.get(data["what"])
        technique = load_techniques()[service.technique if service else data["what"]]
        return Wish(service, technique, data["minutes"], data["on"], data["places"])

    def _all_minutes(self) -> set[int]:
        return {length.minutes for one in self.services.values() for length in one.lengths.all()} | _MINUTES

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        offered = [(key, one.name) for key, one in self.services.items()]
        kinds = [(key, one.name) for key, one in load_techniques().items()]
        return [(gettext("Our treatments"), offered), (gettext("Kinds of massage"), kinds)][0 if offered else 1 :]


class QuestionsForm(forms.Form):
    """All questions that decide anything, on one page."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, answers: Mapping[str, Answer]) -> None:
        super().__init__(data, initial=dict(answers))
        questions = load_questions()
        self._sent = frozenset(data.getlist(SHOWN)) if data is not None else frozenset()
        self.on_page = deciding_questions()
        self.open_ids = {question.id for question in questions.asked(answers)}
        for question in self.on_page.values():
            self.fields[question.id] = AnswerField.of(question, questions.body)

    @property
    def parts(self) -> list[tuple[str, str, list[Block]]]:
        """Title, lead and questions of each group."""
        return [
            (group.title, group.lead, blocks)
            for group in load_questions().groups
            if (blocks := blocks_of(self, group.questions, self.on_page, open_ids=self.open_ids))
        ]

    @property
    def opened(self) -> set[str]:
        """Questions that the answers have opened and that the page had not shown."""
        always = {question.id for question in self.on_page.values() if question.asked_when is None}
        return self.open_ids & self.on_page.keys() - always - self._sent

    def complain(self, problems: Mapping[str, str], missing: Iterable[str]) -> None:
        self.full_clean()
        for question_id, sentence in problems.items():
            self.add_error(question_id, sentence)
        for question_id in missing:
            if question_id not in problems and question_id not in self.opened:
                self.add_error(question_id, _("Please answer this one. It decides what is safe."))

    def come_and_gone(self) -> list[Block]:
        """What its answers have opened or closed, and the page waits for."""
        return come_and_gone([block for *_, blocks in self.parts for block in blocks], shown=self._sent)


@cache
def deciding_questions() -> Mapping[str, Question]:
    """What a rule or another question looks at, and which allergy it is, as whoever has another one wants to name it.
    The others are for the therapist, whom nobody has yet."""
    book = load_rulebook()
    read = {key for rule in book.rules for key in (*rule.when.questions, rule.places_from)} | {DUE_ON, WEEKS, *READING}
    read |= {key for one in book.questions.questions if one.asked_when for key in one.asked_when.questions}
    read |= {"other_allergies"}
    return {one.id: one for one in book.questions.questions if one.id in read}


def answers_in(posted: QueryDict, *, today: date) -> tuple[dict[str, Answer], dict[str, str]]:
    """The answers of a form, and a sentence for each value that cannot be one."""
    questions = load_questions()
    raw: dict[str, Any] = {ANSWERED_ON: today}  # Any: whatever was sent
    for key, question in deciding_questions().items():
        raw[key] = AnswerField.of(question, questions.body).widget.value_from_datadict(posted, {}, key)
    answers, problems = questions.read_answers(raw)
    return answers, questions.implausible(answers) | problems


def carried(posted: QueryDict, names: Iterable[str]) -> list[tuple[str, str]]:
    """What a form has to bring along unseen: names and values."""
    return [(name, value) for name in names for value in posted.getlist(name)]


WISH_NAMES = tuple(f"wish-{name}" for name in WISH)
