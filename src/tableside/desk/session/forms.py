"""What can be typed and pressed during a session. Each form turns a request into plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.charting.body import Body
from tableside.core.charting.note import Note
from tableside.core.screening.result import Finding
from tableside.core.screening.work import WorkRules
from tableside.desk.session.barred import BarredStrokes, BarredTechniques
from tableside.knowledge.load_instruments import load_instruments
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.charting.actions import NewWork
from tableside.ui import words
from tableside.ui.forms import (
    PRESSURE_WORDS,
    CardLabel,
    ChoiceRowMany,
    Notes,
    PressureScale,
    ScoreField,
    YesNo,
    offer,
)
from tableside.workflows.session.record_score import SESSION_INSTRUMENTS

_MINUTES = (2, 5, 8, 10, 15, 20, 30, 45, 60)
_LONGEST_PART = 20_000


class Limited(ChoiceWidget):
    """Choices that say what speaks against them, by value; those cannot be taken unless limits are being set aside, and
    ``never`` not even then."""

    barred: Mapping[str, str] = {}
    never: Collection[str] = ()
    with_reason = False

    def limit(self, barred: Mapping[str, str], never: Collection[str], *, with_reason: bool) -> None:
        self.barred, self.never, self.with_reason = barred, never, with_reason

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # Any: Django's own
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.barred:
            option["attrs"] |= {} if self.with_reason and value not in self.never else {"disabled": True}
            option["label"] = CardLabel(option["label"], self.barred[value])
        return option


class LimitedCards(Limited, YesNo):
    """One of them."""


class LimitedCardsMany(Limited, ChoiceRowMany):
    """Any of them."""


class LimitedPressure(PressureScale):
    """Walton's levels, those above the highest that holds here out of reach."""

    highest = 5

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # Any: Django's own
        option = super().create_option(name, value, *args, **kwargs)
        if int(value) > self.highest:
            option["attrs"]["disabled"] = True
        return option


class ScoresForm(forms.Form):
    """How the client is, one question an instrument, 0 to 10."""

    def __init__(self, data: Mapping[str, str] | None, *, moment: str, initial: dict[str, int] | None = None) -> None:
        super().__init__(data, prefix=moment, initial=initial)
        for name in SESSION_INSTRUMENTS:
            item = load_instruments()[name].items[0]
            self.fields[name] = ScoreField(label=item.text, low=item.low_label, high=item.high_label, required=False)

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if not self.errors and all(data.get(name) is None for name in SESSION_INSTRUMENTS):
            raise forms.ValidationError(_("Choose at least one number."))
        return data

    def answers(self) -> dict[str, dict[str, int]]:
        return {
            name: {load_instruments()[name].items[0].id: number}
            for name, number in self.cleaned_data.items()
            if number is not None
        }


class WorkForm(forms.Form):
    place = forms.ChoiceField(label=_("Where"))
    technique = forms.ChoiceField(label=_("Technique"), widget=LimitedCards)
    strokes = forms.MultipleChoiceField(
        label=_("Strokes"),
        widget=LimitedCardsMany,
        required=False,
        error_messages={"invalid_choice": _("This is no stroke of the technique. Choose among those below, or none.")},
    )
    body_tool = forms.ChoiceField(label=_("With"), choices=words.BODY_TOOLS, widget=YesNo, required=False)
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), choices=[(count, str(count)) for count in _MINUTES], coerce=int, widget=YesNo
    )
    pressure = forms.TypedChoiceField(label=_("Pressure"), choices=PRESSURE_WORDS, coerce=int, widget=LimitedPressure)
    override_reason = forms.CharField(
        label=_("Why a limit of screening is set aside"),
        help_text=_("Goes with this row into the record. Areas to leave out stay left out."),
        max_length=500,
        required=False,
        widget=Notes(rows=2),
    )

    def __init__(
        self, *args: Any, rules: WorkRules, findings: Sequence[Finding], with_reason: bool, **kwargs: Any
    ) -> None:  # Any: Django's own signature
        """What ``findings`` bar can be taken all the same with a reason, what the body does not bear cannot."""
        super().__init__(*args, **kwargs)
        offer_places(self, rules.body, rules.places, empty=gettext("Choose a place"))
        offer(self, "technique", [(key, technique.name) for key, technique in load_techniques().items()])
        pressure = self.fields["pressure"].widget
        assert isinstance(pressure, LimitedPressure)
        place = str(self["place"].value() or "")
        place = place if place in rules.places else ""
        self._limit("technique", BarredTechniques.of(rules, place, findings), with_reason=with_reason)
        technique = load_techniques().get(str(self["technique"].value() or ""))
        strokes = technique.strokes if technique else ()
        offer(self, "strokes", [(stroke.id, stroke.name) for stroke in strokes])
        self._limit("strokes", BarredStrokes.of(rules, place, strokes, findings), with_reason=with_reason)
        self._ask_first(rules, place)
        if place:
            pressure.highest = rules.highest_pressure(place, with_reason=with_reason)
            self.fields["pressure"].help_text = _why_no_deeper(rules, place, pressure.highest)
        elif not with_reason:
            pressure.highest = rules.limits.pressure_cap
            self.fields["pressure"].help_text = _why_no_deeper(rules, "", pressure.highest)
        if with_reason:
            self.fields["override"] = forms.CharField(widget=forms.HiddenInput, initial="1")
            self.fields["override_reason"].required = True
        else:
            del self.fields["override_reason"]

    def _ask_first(self, rules: WorkRules, place: str) -> None:
        """The area is part of the field's name: a tick for one never counts for another."""
        self._yes = ""
        if place and rules.asks_first(place):
            region = rules.body.region_of(place)
            self._yes = f"yes_{region.id}"
            label = gettext("The client said yes today: %(area)s") % {"area": region.name}
            self.fields[self._yes] = forms.BooleanField(label=label, required=False)

    @property
    def yes(self) -> forms.BoundField | None:
        """The question for the client's yes, where the place asks for one."""
        return self[self._yes] if self._yes else None

    def said_yes(self) -> bool:
        return bool(self.cleaned_data.get(self._yes))

    def _limit(self, name: str, barred: BarredTechniques | BarredStrokes, *, with_reason: bool) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, Limited)
        widget.limit(barred.reasons, barred.never, with_reason=with_reason)
        self.fields[name].help_text = barred.words

    def new_work(self) -> NewWork:
        data = self.cleaned_data
        return NewWork(
            place=data["place"],
            technique=data["technique"],
            minutes=data["minutes"],
            pressure=data["pressure"],
            body_tool=data["body_tool"],
            override_reason=data.get("override_reason", ""),
            strokes=tuple(data["strokes"]),
        )


class FeedbackForm(forms.Form):
    said = forms.ChoiceField(choices=words.PRESSURE_SAID, widget=forms.HiddenInput)
    place = forms.ChoiceField(label=_("Where"), required=False)
    discomfort = ScoreField(label=_("Discomfort"), low=_("None"), high=_("As much as can be borne"), required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        offer_places(self, body, body.places, empty=gettext("Not said"))


class NoteForm(forms.Form):
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    subjective = forms.CharField(
        label=_("Subjective"),
        help_text=_("What the client says"),
        max_length=_LONGEST_PART,
        required=False,
        widget=Notes,
    )
    objective = forms.CharField(
        label=_("Objective"),
        help_text=_("What you found and what you did"),
        max_length=_LONGEST_PART,
        required=False,
        widget=Notes,
    )
    assessment = forms.CharField(
        label=_("Assessment"),
        help_text=_("What you make of it"),
        max_length=_LONGEST_PART,
        required=False,
        widget=Notes,
    )
    plan = forms.CharField(
        label=_("Plan"), help_text=_("What comes next"), max_length=_LONGEST_PART, required=False, widget=Notes
    )

    def note(self) -> Note:
        data = self.cleaned_data
        return Note(data["subjective"], data["objective"], data["assessment"], data["plan"])


class AddendumForm(forms.Form):
    text = forms.CharField(label=_("What is to be added"), max_length=_LONGEST_PART, widget=Notes)


def _why_no_deeper(rules: WorkRules, place: str, highest: int) -> str:
    """The reason in words for levels that cannot be chosen; empty where all can."""
    if place and highest == rules.body.region_of(place).cap_for(rules.trainings) < 5:
        return gettext("Up to level %(level)s here.") % {"level": highest}
    return gettext("Screening allows up to level %(level)s.") % {"level": highest} if highest < 5 else ""


def offer_places(form: forms.Form, body: Body, places: Sequence[str], *, empty: str) -> None:
    """Places under the part of the body they belong to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places:
        part = body.parts[body.region_of(place).part]
        groups.setdefault(part, []).append((place, body.label(place)))
    field = form.fields["place"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", empty), *groups.items()]
