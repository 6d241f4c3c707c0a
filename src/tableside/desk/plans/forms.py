"""Writing a plan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refused
from tableside.core.plans.progress import Goal, may_aim_for
from tableside.knowledge.load_instruments import load_instruments
from tableside.records.outcomes.queries import Visit
from tableside.records.plans.actions import NewPlan
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import bookable_therapists, offered_services
from tableside.ui import moments
from tableside.ui.forms import ScoreField, offer

PAIN = "nrs_pain"


class PlanForm(forms.Form):
    treatment = forms.ChoiceField(label=_("Treatment"))
    therapist = forms.ChoiceField(label=_("Therapist"))
    sessions = forms.IntegerField(label=_("Number of sessions"), min_value=1, max_value=60, initial=8)
    gap_days = forms.IntegerField(label=_("Days between sessions"), min_value=1, max_value=180, initial=7)
    review_after = forms.IntegerField(
        label=_("Look at it again after so many sessions"), min_value=1, max_value=60, initial=4
    )
    instrument = forms.ChoiceField(label=_("What the goal is measured by"))
    baseline = ScoreField(label=_("Score now"))
    target = ScoreField(label=_("Score to reach"))
    goal_words = forms.CharField(
        label=_("The goal in the client's words"),
        max_length=300,
        required=False,
        help_text=_("Sleep through the night"),
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.services = {str(service.id): service for service in offered_services() if service.therapists_needed == 1}
        self.therapists: dict[str, Therapist] = {str(therapist.id): therapist for therapist in bookable_therapists()}
        lengths = [(key, service, length) for key, service in self.services.items() for length in service.lengths.all()]
        offer(
            self,
            "treatment",
            [(f"{key}:{at.minutes}", f"{service.name}, {moments.minutes(at.minutes)}") for key, service, at in lengths],
        )
        offer(self, "therapist", [(key, therapist.name) for key, therapist in self.therapists.items()])
        offer(self, "instrument", [(one.id, one.name) for one in load_instruments().values() if len(one.items) == 1])

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if {"instrument", "baseline", "target"} <= data.keys():
            decision = may_aim_for(self._goal(data))
            if isinstance(decision, Refused):
                self.add_error("target", decision.detail)
        if {"treatment", "therapist"} <= data.keys():
            service = self.services[data["treatment"].split(":")[0]]
            if not service.therapists.filter(pk=data["therapist"]).exists():
                self.add_error("therapist", _("This therapist does not give this treatment. Choose another one."))
        return data

    def new_plan(self) -> NewPlan:
        data = self.cleaned_data
        service_id, minutes = data["treatment"].split(":")
        return NewPlan(
            therapist=self.therapists[data["therapist"]],
            service=self.services[service_id],
            minutes=int(minutes),
            sessions=data["sessions"],
            gap_days=data["gap_days"],
            review_after=data["review_after"],
            instrument=data["instrument"],
            baseline=Decimal(data["baseline"]),
            target=Decimal(data["target"]),
            goal_words=data["goal_words"],
            note=data["note"],
        )

    def _goal(self, data: dict[str, Any]) -> Goal:
        instrument = load_instruments()[data["instrument"]]
        return Goal(
            measure=instrument.id,
            baseline=data["baseline"],
            target=data["target"],
            real_change=instrument.real_change,
            higher_is_worse=instrument.higher_is_worse,
        )


def first_values(therapist_id: UUID | None, visits: Sequence[Visit]) -> dict[str, object]:
    """Pain, from how the client arrived the last time, with whoever writes the plan."""
    arrivals = [round(visit.before) for visit in visits if visit.before is not None]
    return {"therapist": therapist_id, "instrument": PAIN, "baseline": arrivals[-1] if arrivals else None}
