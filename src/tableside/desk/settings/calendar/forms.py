"""The address of another calendar, and in words why one cannot be read."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.workflows.calendars.busy_times import CannotRead
from tableside.workflows.calendars.fetch_calendar import address_of

_AWAY = _("The other side does not answer, or not with a calendar. It is tried again by itself.")
PROBLEMS: dict[str, str | Promise] = {
    "not_an_address": _("This is no whole address. Copy it from your calendar program, beginning with https://."),
    "not_https": _("Only addresses that begin with https:// are read. Look for such a one in your calendar program."),
    "has_password": _("An address with a name or a password in it is not read. Use the secret address instead."),
    "not_public": _("This address is not on the public internet. Use the one that your calendar program gives out."),
    "leads_on": _("This address leads on to another one, which is not followed. Give the one that it leads to."),
    "not_given": _("The calendar is not given out under this address any more. Give the new one."),
    "not_trusted": _("The other side cannot prove who it is: its certificate is not trusted."),
    "too_large": _("The calendar is too large: at most 2 MB are read. Give one with fewer old entries."),
    "too_many": _("The calendar repeats more than can be read. Give one with fewer entries."),
    "too_slow": _("Reading the calendar took too long. It is tried again by itself."),
    "not_a_calendar": _("What is there is no calendar file. Give the address of the iCal or ICS file."),
}


def words_of(problem: str) -> str:
    return str(PROBLEMS.get(problem, _AWAY)) if problem else ""


class OtherCalendarForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=2_000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with https:// and often ends with .ics. Programs call it a secret or iCal address."),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            address_of(address)
        except CannotRead as reason:
            raise forms.ValidationError(words_of(reason.code)) from reason
        return address
