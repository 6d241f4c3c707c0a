"""What is chosen on the way, read from the address, and the details given at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tableside.core.timeline.window import read_instant
from tableside.portal.booking import whom
from tableside.records.clients.models import Client
from tableside.ui.add_ons import UNREADABLE
from tableside.ui.forms import KeysField


class ChosenForm(forms.Form):
    """The choices so far. All but the service may be missing or nonsense: nonsense counts as not chosen."""

    service = forms.UUIDField()
    minutes = forms.IntegerField(min_value=5, max_value=480)
    therapist = KeysField()  # one, or any of several
    location = forms.UUIDField(required=False)
    on = forms.DateField(required=False)
    start = forms.CharField(required=False, max_length=40)
    add_on = KeysField(unreadable=UNREADABLE)

    def clean_start(self) -> datetime | None:
        text = self.cleaned_data["start"]
        if not text:
            return None
        start = read_instant(text)
        if start is None:
            raise forms.ValidationError(_("Choose a time from the list."))
        return start


class DetailsForm(forms.Form):
    """Who comes. A signed-in client is not asked again."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("For the confirmation, and a link to move or cancel."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Only if something comes up on the day."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    agree = forms.BooleanField(label=_("I have read the booking policy"))

    def __init__(
        self,
        *args: Any,
        is_known: bool,
        is_for_two: bool,
        has_policy: bool,
        booked_for: Iterable[Client] = (),
        **kwargs: Any,
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        if is_known:
            for name in ("name", "email", "phone"):
                del self.fields[name]
        agree = self.fields.pop("agree")
        if is_for_two:
            self.fields["partner_name"] = forms.CharField(
                label=_("Name of the second person"),
                max_length=120,
                help_text=_("Each of you has a private record that the other cannot see."),
            )
            self.fields["partner_email"] = forms.EmailField(
                label=_("E-mail of the second person"),
                max_length=254,
                help_text=_("They get their own health questions."),
            )
        else:
            whom.add_fields(self, booked_for)
        if has_policy:
            self.fields["agree"] = agree

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        whom.complain(self, data)
        return data

    def own_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in (*whom.FIELDS, "agree")]

    def whom_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in whom.FIELDS]

    def is_for_somebody_else(self) -> bool:
        return "whom" in self.fields and self["whom"].value() not in (None, "", whom.ME)


def chosen_from(query: Any) -> dict[str, Any]:  # Any: a QueryDict, and values of several types
    """The readable choices of an address, by name; whatever is missing or unreadable is left out."""
    form = ChosenForm(query)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "", ())}
