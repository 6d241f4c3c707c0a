"""A location, a room, a massage table."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LocationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("What clients call it: Linden Street."))
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    directions = forms.CharField(
        label=_("How to find it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RoomForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    tables = forms.IntegerField(label=_("Massage tables in it"), min_value=0, max_value=20, initial=1)


class TableForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
