"""What a healthcare provider can answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tableside.core.charting.technique import ScreeningClass
from tableside.knowledge.load_body import load_body
from tableside.ui.forms import CardLabel, ChoiceCards, ChoiceCardsMany, DayInput, Notes, PressureField, YesNo
from tableside.ui.places import PlacesInput
from tableside.workflows.clearance.ask_provider import Reply
from tableside.workflows.clearance.clearance_question import techniques_in_words
from tableside.workflows.intake.screen_appointment import Scope

_YES, _LIMITS, _NO = "yes", "limits", "no"
_AVOID, _ONLY = "avoid", "only"


class ReplyForm(forms.Form):
    """Without JavaScript every field is on the page: limits that were marked count with either yes, and a no needs
    neither limits nor an end."""

    use_required_attribute = False

    answer_given = forms.ChoiceField(
        label=_("May massage take place?"),
        choices=[
            (_YES, CardLabel(_("Yes"), _("As it is planned."), "check")),
            (_LIMITS, CardLabel(_("Yes, within limits"), _("You say which, below."), "shield")),
            (_NO, CardLabel(_("No"), _("Massage may not take place for now."), "stop")),
        ],
        widget=ChoiceCards,
        error_messages={"required": _("Please choose one of the three.")},
    )
    pressure_cap = PressureField(label=_("Strongest pressure"), required=False)
    reach = forms.ChoiceField(
        label=_("The areas marked below are"),
        choices=[(_AVOID, _("to be left out")), (_ONLY, _("the only ones to be treated"))],
        widget=YesNo,
        required=False,
    )
    places = forms.MultipleChoiceField(label=_("Areas"), required=False)
    barred = forms.MultipleChoiceField(
        label=_("Techniques that may not be used"),
        required=False,
        choices=[(one.value, techniques_in_words([one])) for one in ScreeningClass],
        widget=ChoiceCardsMany,
    )
    expires_on = forms.DateField(label=_("A yes holds until"), widget=DayInput, required=False)
    note = forms.CharField(label=_("Anything else, in a sentence"), max_length=1000, required=False, widget=Notes)
    name = forms.CharField(
        label=_("Your name"), max_length=120, error_messages={"required": _("Please type your name.")}
    )
    profession = forms.CharField(
        label=_("Your profession"),
        max_length=80,
        error_messages={"required": _("Please say what you are: doctor, midwife, physiotherapist and so on.")},
    )

    def __init__(self, data: Any, *, longest_days: int, today: date) -> None:  # Any: Django's own
        super().__init__(data, initial={"expires_on": today + timedelta(days=longest_days), "reach": _AVOID})
        body, places = load_body(), self.fields["places"]
        assert isinstance(places, forms.MultipleChoiceField)
        places.widget = PlacesInput(body, title=str(places.label))
        places.choices = [(place, body.label(place)) for place in body.places]

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if data.get("reach") == _ONLY and not data.get("places") and data.get("answer_given") == _LIMITS:
            self.add_error("places", _("Mark the areas that may be treated."))
        return data

    def reply(self) -> Reply:
        data = self.cleaned_data
        is_yes = data["answer_given"] != _NO
        return Reply(
            is_yes=is_yes,
            provider=f"{data['name']}, {data['profession']}",
            expires_on=data["expires_on"] if is_yes else None,
            scope=self._scope() if is_yes else Scope(),
            note=data["note"],
        )

    def _scope(self) -> Scope:
        data = self.cleaned_data
        marked = set(data["places"])
        is_only = bool(marked) and data["reach"] == _ONLY
        left_out = [place for place in load_body().places if (place in marked) != is_only]
        return Scope(
            pressure_cap=data["pressure_cap"],
            avoid=tuple(left_out),
            barred=tuple(ScreeningClass(one) for one in data["barred"]),
        )
