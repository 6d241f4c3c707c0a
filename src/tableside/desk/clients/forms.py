"""Who a client is and how to reach them; and the desk's note."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tableside.ui.forms import DayInput, Notes


class ClientForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Confirmations go there, and links that open what the client answered. Make sure it is their own."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    born_on = forms.DateField(label=_("Born on"), required=False, widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on is not None and not 1900 <= born_on.year <= self.today.year:
            raise forms.ValidationError(_("Look at the year again: nobody who comes was born then."))
        if born_on is not None and born_on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return born_on

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if not self.errors and not data["email"] and not data["phone"]:
            self.add_error(
                "phone", _("Write down a mail address or a phone number, so that the client can be reached.")
            )
        return data


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Desk note"),
        max_length=2000,
        required=False,
        strip=True,
        widget=Notes(),
        help_text=_("Everyone at the desk reads this: parking, a nickname, which door. Nothing about health."),
    )


class GuardianForm(forms.Form):
    guardian = forms.UUIDField(required=False)  # empty: nobody
