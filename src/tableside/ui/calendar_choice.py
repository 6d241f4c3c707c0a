"""What a calendar feed tells of an appointment: the same question for therapists and clients."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.ui.forms import CardLabel, ChoiceCards, offer


class CalendarChoiceForm(forms.Form):
    """``initials`` says whose."""

    shows = forms.ChoiceField(label=_("What it shows"), widget=ChoiceCards)

    def __init__(self, *args: Any, initials: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        busy = CardLabel(_("Only that you are busy"), icon="lock")
        offer(self, "shows", [("busy", busy), ("initials", CardLabel(initials, icon="people"))])  # type: ignore[list-item]  # a card is drawn where words would stand
