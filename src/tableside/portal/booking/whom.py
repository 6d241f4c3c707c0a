"""For whom an appointment is: who books it, another adult, or a child that who books answers for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tableside.core.permissions.guardian import is_child
from tableside.records.clients.models import Client
from tableside.ui.forms import ChoiceCards, DayInput
from tableside.workflows.booking.book import Person

ME, ADULT, CHILD = "me", "adult", "child"
FIELDS = ("whom", "other_name", "other_email", "other_born_on")


def add_fields(form: forms.Form, known: Iterable[Client]) -> None:
    """To the details; ``known`` are those for whom somebody has booked before."""
    form.fields["whom"] = forms.ChoiceField(
        label=_("This appointment is for"),
        choices=[
            (ME, _("Me")),
            *((str(client.id), client.name) for client in known),
            (ADULT, _("Another adult")),
            (CHILD, _("A child I answer for")),
        ],
        required=False,
        initial=ME,
        widget=ChoiceCards,
    )
    form.fields["other_name"] = forms.CharField(label=_("Their name"), max_length=120, required=False)
    form.fields["other_email"] = forms.EmailField(
        label=_("Their e-mail"),
        max_length=254,
        required=False,
        help_text=_(
            "For another adult: the confirmation and the health questions go there, and only they answer them. "
            "Without it we write to you about the time, and ask them the health questions when they come."
        ),
    )
    form.fields["other_born_on"] = forms.DateField(
        label=_("Born on"), required=False, widget=DayInput, help_text=_("For a child, if you like.")
    )


def complain(form: forms.Form, data: dict[str, Any]) -> None:  # Any: values of several types
    """What is missing about somebody new."""
    born_on: date | None = data.get("other_born_on")
    if data.get("whom") in (ADULT, CHILD) and not data.get("other_name") and "other_name" not in form.errors:
        form.add_error("other_name", _("Say who comes."))
    if data.get("whom") == CHILD and born_on is not None:
        today = timezone.localdate()
        if not born_on.year >= 1900 or born_on > today:
            form.add_error("other_born_on", _("Look at the date again: nobody who comes was born then."))
        elif not is_child(born_on, on=today):
            form.add_error("other_born_on", _("Who is eighteen answers for themselves: choose another adult."))


def other_person(details: dict[str, Any]) -> Person | None:  # Any: values of several types
    """Who comes in place of who books; None where it is the same."""
    whom = details.get("whom") or ME
    if whom == ME:
        return None
    if whom == ADULT:
        return Person(details["other_name"], details["other_email"])
    if whom == CHILD:
        return Person(details["other_name"], "", is_child=True, born_on=details["other_born_on"])
    return Person("", "", client_id=UUID(whom))
