"""What is taken besides a treatment, as people choose it and read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.appointments.add_ons import ChosenAddOn
from tableside.ui import moments
from tableside.ui.forms import CardLabel, ChoiceCardsMany
from tableside.ui.parts import Fact

UNREADABLE = UUID(int=0)  # names nothing, so it is refused like an add-on of another service


class AddOnChoice(forms.Form):
    """Beside the lengths of one service."""

    add_on = forms.MultipleChoiceField(
        label=_("Take with it"),
        required=False,
        widget=ChoiceCardsMany,
        help_text=_("Each adds to the time, to the price, or to both."),
    )

    def __init__(self, offered: Sequence[ChosenAddOn], *, chosen: Collection[UUID], name: str) -> None:
        super().__init__(initial={"add_on": [str(one.id) for one in offered if one.id in chosen]}, auto_id=f"{name}-%s")
        self.is_choice = bool(offered)
        field = self.fields["add_on"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.id), CardLabel(one.name, more_words(one))) for one in offered]


def more_words(one: ChosenAddOn) -> str:
    """``15 minutes more, €20.00``"""
    longer = gettext("%(minutes)s more") % {"minutes": moments.minutes(one.minutes)} if one.minutes else ""
    return ", ".join(filter(None, [longer, moments.price(one.price.minor, one.price.currency)]))


def names_of(add_ons: Iterable[ChosenAddOn]) -> str:
    return ", ".join(one.name for one in add_ons)


def add_on_facts(add_ons: Sequence[ChosenAddOn]) -> list[Fact]:
    """One, or none where nothing is taken besides."""
    return [Fact(gettext("Add-ons"), names_of(add_ons))] if add_ons else []
