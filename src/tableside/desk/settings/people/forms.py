"""Inviting somebody, and what a therapist shows and how they work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tableside.core.permissions.roles import Role
from tableside.records.practice.models import Service, Therapist
from tableside.records.practice.people_actions import Profile
from tableside.records.practice.queries import offered_services
from tableside.ui.forms import CardLabel, ChoiceCards, ChoiceCardsMany, offer
from tableside.workflows.practice.invite import Invitation


class ServicesForm(forms.Form):
    """A form in which services are ticked."""

    services = forms.MultipleChoiceField(label=_("Services they give"), required=False, widget=ChoiceCardsMany)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.offered = {str(service.id): service for service in offered_services()}
        offer(self, "services", [(key, service.name) for key, service in self.offered.items()])

    def chosen_services(self) -> tuple[Service, ...]:
        return tuple(self.offered[key] for key in self.cleaned_data["services"])


class InvitationForm(ServicesForm):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The invitation goes there, and they sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What they do"),
        widget=ChoiceCards,
        choices=[
            (Role.THERAPIST.value, CardLabel(_("Therapist"), _("Treats, reads health answers, writes notes"), "hand")),
            (
                Role.FRONT_DESK.value,
                CardLabel(_("Front desk"), _("Books and checks in, reads no health data"), "people"),
            ),
        ],
    )
    field_order = ("name", "email", "role", "services")

    def invitation(self) -> Invitation:
        given = self.cleaned_data
        return Invitation(given["name"], given["email"], Role(given["role"]), self.chosen_services())


_NO_LIMIT = _("Leave empty for no limit.")


class TherapistForm(ServicesForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    headline = forms.CharField(label=_("Headline"), max_length=160, required=False)
    approach = forms.CharField(
        label=_("How they work"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In their own words, for clients who choose."),
    )
    languages = forms.CharField(label=_("Languages"), max_length=200, required=False)
    practising_since = forms.IntegerField(label=_("Practising since"), min_value=1950, max_value=2100, required=False)
    rest_minutes = forms.IntegerField(
        label=_("Least minutes of rest between two clients"), min_value=0, max_value=120, initial=0
    )
    clients_a_day = forms.IntegerField(
        label=_("Most clients in a day"), min_value=1, max_value=40, required=False, help_text=_NO_LIMIT
    )
    hands_on_minutes_a_day = forms.IntegerField(
        label=_("Most minutes hands-on in a day"), min_value=15, max_value=960, required=False, help_text=_NO_LIMIT
    )
    deep_minutes_a_day = forms.IntegerField(
        label=_("Most minutes of deep pressure in a day"),
        min_value=15,
        max_value=960,
        required=False,
        help_text=_("Counts techniques that are deep throughout. Leave empty for no limit."),
    )
    is_bookable = forms.BooleanField(label=_("Takes bookings"), required=False)
    field_order = (
        "name", "headline", "approach", "languages", "practising_since", "rest_minutes", "clients_a_day",
        "hands_on_minutes_a_day", "deep_minutes_a_day", "services", "is_bookable",
    )  # fmt: skip

    def __init__(self, *args: Any, therapist: Therapist, **kwargs: Any) -> None:  # Any: Django's own signature
        told = (name for name in self.field_order if name != "services")
        initial = {name: getattr(therapist, name) for name in told}
        initial["services"] = [str(service.id) for service in therapist.services.all()]
        super().__init__(*args, initial=initial, **kwargs)

    def profile(self) -> Profile:
        return Profile(**(self.cleaned_data | {"services": self.chosen_services()}))
