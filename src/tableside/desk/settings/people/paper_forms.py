"""A licence, and a training behind a specialism."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.knowledge.load_techniques import load_techniques
from tableside.records.practice.people_actions import NewLicence, NewTraining
from tableside.ui.forms import DayInput, offer
from tableside.ui.words import TRAINING_BEYOND_TECHNIQUES


class LicenceForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("As the authority calls it."))
    number = forms.CharField(label=_("Number"), max_length=60)
    jurisdiction = forms.CharField(label=_("Valid in"), max_length=120)
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DayInput,
        help_text=_("No bookings are offered after this day. Leave empty when it does not end."),
    )
    register = forms.CharField(label=_("Public register"), max_length=200, required=False)
    checked_on = forms.DateField(
        label=_("You looked it up there on"),
        required=False,
        widget=DayInput,
        help_text=_("Clients read this, with your name."),
    )

    def licence(self, *, checked_by: str) -> NewLicence:
        given = self.cleaned_data
        return NewLicence(**given, checked_by=checked_by[:120] if given["checked_on"] else "")


class TrainingForm(forms.Form):
    module = forms.ChoiceField(
        label=_("For"), help_text=_("Screening lets a therapist treat some clients only with the training for it.")
    )
    title = forms.CharField(label=_("Course"), max_length=160)
    issuer = forms.CharField(label=_("Given by"), max_length=160, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=5000, required=False)
    completed_on = forms.DateField(label=_("Completed on"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        techniques = [(one.id, one.name) for one in load_techniques().values()]
        offer(self, "module", [*techniques, *TRAINING_BEYOND_TECHNIQUES.items()])

    def training(self) -> NewTraining:
        return NewTraining(**self.cleaned_data)


def module_words(module: str) -> str | Promise:
    technique = load_techniques().get(module)
    return technique.name if technique else TRAINING_BEYOND_TECHNIQUES.get(module, module)
