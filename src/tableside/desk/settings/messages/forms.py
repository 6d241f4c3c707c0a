"""How long before an appointment clients are reminded, when never, and whether they are asked afterwards."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tableside.records.practice.actions import ReminderRules
from tableside.records.practice.models import Practice
from tableside.ui.forms import ClockInput


class RemindersForm(forms.Form):
    first_hours = forms.IntegerField(
        label=_("First reminder, hours before"),
        min_value=0,
        max_value=336,
        help_text=_("It asks whether anything has changed. 0 sends none."),
    )
    last_hours = forms.IntegerField(
        label=_("Last reminder, hours before"), min_value=0, max_value=48, help_text=_("0 sends none.")
    )
    quiet_from = forms.TimeField(label=_("No reminder and no text leaves from"), widget=ClockInput)
    quiet_until = forms.TimeField(
        label=_("Until"),
        widget=ClockInput,
        help_text=_("What would leave then waits until the morning, or leaves just before when that is too late."),
    )

    asks_afterwards = forms.BooleanField(
        label=_("Ask afterwards how it was"),
        required=False,
        help_text=_(
            "Three hours after a session; it asks how it was and thanks, with a link to your page. "
            "Reviews on this site come later. Clients can say no."
        ),
    )

    def __init__(self, data: QueryDict | None, *, practice: Practice) -> None:
        known = {
            "first_hours": practice.first_reminder_minutes // 60,
            "last_hours": practice.last_reminder_minutes // 60,
            "quiet_from": time(*divmod(practice.quiet_from_minute, 60)),
            "quiet_until": time(*divmod(practice.quiet_until_minute, 60)),
            "asks_afterwards": practice.asks_afterwards,
        }
        super().__init__(data, initial=known)

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        given = super().clean() or {}
        if not self.errors and given["first_hours"] and given["first_hours"] <= given["last_hours"]:
            self.add_error("first_hours", _("The first reminder has to leave before the last one."))
        return given

    def rules(self) -> ReminderRules:
        given = self.cleaned_data
        return ReminderRules(
            first_reminder_minutes=given["first_hours"] * 60,
            last_reminder_minutes=given["last_hours"] * 60,
            quiet_from_minute=given["quiet_from"].hour * 60 + given["quiet_from"].minute,
            quiet_until_minute=given["quiet_until"].hour * 60 + given["quiet_until"].minute,
            asks_afterwards=given["asks_afterwards"],
        )
