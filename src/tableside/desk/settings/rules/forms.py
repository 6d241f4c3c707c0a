"""What can be asked for beyond a rule. Only what is stricter is offered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.house_rules import (
    CLEARANCE_FROM,
    LOWEST_LIMIT,
    NO_TREATMENT_FROM,
    HouseRule,
    PressureLimits,
    offered_outcomes,
)
from tableside.core.screening.result import Outcome
from tableside.core.screening.rulebook import Rule
from tableside.knowledge.load_body import load_body
from tableside.ui.forms import PRESSURE_WORDS, ChoiceCardsMany
from tableside.ui.places import PlacesInput
from tableside.ui.words import OUTCOME
from tableside.workflows.clearance.clearance_question import techniques_in_words

_AS_OURS = _("As the rule says")


class HouseRuleForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(label=_("What it means"), required=False)
    cap = forms.TypedChoiceField(label=_("Strongest pressure"), required=False, coerce=int, empty_value=None)
    minutes = forms.IntegerField(label=_("Longest session, in minutes"), required=False, min_value=10, max_value=240)
    clearance_days = forms.IntegerField(
        label=_("Days that a clearance holds"),
        required=False,
        min_value=1,
        help_text=_("Where one is asked for; counts for those recorded from now on."),
    )
    barred = forms.MultipleChoiceField(
        label=_("Techniques that may not be used"), required=False, widget=ChoiceCardsMany
    )
    regions = forms.MultipleChoiceField(label=_("Places to leave out"), required=False)
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Colleagues and clients read this. Name nobody."),
        error_messages={"required": _("Write down why, so that colleagues and clients understand it.")},
    )

    def __init__(self, data: QueryDict | None, *, rule: Rule, house: HouseRule | None) -> None:
        super().__init__(data, initial=_as_it_stands(house))
        self.rule = rule
        highest = 5 if rule.cap is None else rule.cap
        levels = [(level, f"{level}: {words}") for level, words in PRESSURE_WORDS if level < highest]
        outcomes = [(one.value, OUTCOME[one.value].words) for one in offered_outcomes(rule)]
        self._offer("outcome", [("", _AS_OURS), *outcomes], is_offered=bool(outcomes))
        self._offer("cap", [("", _AS_OURS), *levels], is_offered=bool(levels))
        barrable = [one for one in ScreeningClass if one is not ScreeningClass.SWE and one not in rule.barred]
        self._offer("barred", [(one.value, techniques_in_words([one]) or one.value) for one in barrable])
        body = load_body()
        self.fields["regions"].widget = PlacesInput(body, title=_("Places to leave out"))
        self._offer("regions", [(place, body.label(place)) for place in body.places])
        if not rule.clearance_days and Outcome.NEEDS_CLEARANCE not in offered_outcomes(rule):
            del self.fields["clearance_days"]

    def _offer(self, name: str, choices: list[Any], *, is_offered: bool = True) -> None:
        """Whatever cannot be stricter than it is has no field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not is_offered:
            del self.fields[name]

    def house_rule(self) -> HouseRule:
        given = self.cleaned_data
        return HouseRule(
            self.rule.id,
            given["reason"].strip(),
            outcome=Outcome(given["outcome"]) if given.get("outcome") else None,
            cap=given.get("cap"),
            minutes=given["minutes"],
            barred=tuple(ScreeningClass(one) for one in given["barred"]),
            regions=tuple(given["regions"]),
            clearance_days=given.get("clearance_days"),
        )


class PressureLimitsForm(forms.Form):
    """Readings from which on something is asked for; never above ours."""

    use_required_attribute = False

    clearance_systolic = forms.IntegerField(
        label=_("Ask for a clearance from, upper number"), min_value=LOWEST_LIMIT[0], max_value=CLEARANCE_FROM[0]
    )
    clearance_diastolic = forms.IntegerField(
        label=_("or lower number"), min_value=LOWEST_LIMIT[1], max_value=CLEARANCE_FROM[1]
    )
    stop_systolic = forms.IntegerField(
        label=_("Do not treat from, upper number"), min_value=LOWEST_LIMIT[0], max_value=NO_TREATMENT_FROM[0]
    )
    stop_diastolic = forms.IntegerField(
        label=_("or lower number"), min_value=LOWEST_LIMIT[1], max_value=NO_TREATMENT_FROM[1]
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Colleagues and clients read this. Name nobody."),
        error_messages={"required": _("Write down why, so that colleagues and clients understand it.")},
    )

    def __init__(self, data: QueryDict | None, *, limits: PressureLimits | None) -> None:
        now = limits or PressureLimits("")
        known = {
            "clearance_systolic": now.clearance_from[0],
            "clearance_diastolic": now.clearance_from[1],
            "stop_systolic": now.no_treatment_from[0],
            "stop_diastolic": now.no_treatment_from[1],
            "reason": now.reason,
        }
        super().__init__(data, initial=known)

    def limits(self) -> PressureLimits:
        given = self.cleaned_data
        return PressureLimits(
            given["reason"].strip(),
            (given["clearance_systolic"], given["clearance_diastolic"]),
            (given["stop_systolic"], given["stop_diastolic"]),
        )


def _as_it_stands(house: HouseRule | None) -> dict[str, object]:
    if house is None:
        return {}
    return {
        "outcome": house.outcome.value if house.outcome else "",
        "cap": house.cap,
        "minutes": house.minutes,
        "clearance_days": house.clearance_days,
        "barred": [one.value for one in house.barred],
        "regions": list(house.regions),
        "reason": house.reason,
    }
