"""What is chosen on the way, read from the address, and a person who has not been here before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refusal
from tableside.desk.appointment.forms import instant_of_wall
from tableside.records.clients.queries import client_known_as
from tableside.ui.add_ons import UNREADABLE
from tableside.ui.forms import KeysField
from tableside.workflows.booking.book import Person

NEW = "new"  # stands where a client's key would: somebody who is not in the list yet


class PersonField(forms.CharField):
    """A client's key, or ``new``; anything else counts as not chosen."""

    def clean(self, value: Any) -> UUID | str | None:  # Any: Django's own signature
        try:
            return NEW if value == NEW else UUID(value) if value else None
        except ValueError:
            return None


class WallField(forms.CharField):
    """A time on the practice's clock, as the calendar hands it over; anything else counts as not chosen."""

    def clean(self, value: Any) -> datetime | None:  # Any: Django's own signature
        try:
            return instant_of_wall(value or "", timezone.get_current_timezone())
        except Refusal:
            return None


class ChosenForm(forms.Form):
    """Nonsense counts as not chosen."""

    client = PersonField(required=False)
    partner = PersonField(required=False)
    service = forms.UUIDField(required=False)
    minutes = forms.IntegerField(required=False, min_value=5, max_value=480)
    location = forms.UUIDField(required=False)
    therapist = PersonField(required=False)
    wall = WallField(required=False)
    add_on = KeysField(unreadable=UNREADABLE)


class PersonForm(forms.Form):
    """Somebody new: a name, and a way to reach them."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("For the confirmation, the health questions, and links to move or cancel."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if not self.errors and not data["email"] and not data["phone"]:
            self.add_error("phone", _("Write down a phone number or a mail address, so that they can be reached."))
        return data

    def person(self) -> Person:
        given = self.cleaned_data
        known = client_known_as(given["name"], email=given["email"])
        return Person(given["name"], given["email"], given["phone"], client_id=known.id if known else None)


def chosen_from(query: Any) -> dict[str, Any]:  # Any: a QueryDict, and values of several types
    form = ChosenForm(query)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "", ())}
