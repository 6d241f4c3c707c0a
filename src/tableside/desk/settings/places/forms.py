"""A location, a room, a massage table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tableside.records.practice.models import Location, Room
from tableside.ui.forms import ChoiceCardsMany
from tableside.ui.table_features import FEATURES


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


class RoomSettingsForm(forms.Form):
    """How a room is set up: for each of its massage tables, what it has."""

    reset_minutes = forms.IntegerField(
        label=_("Minutes to set the room up again"),
        min_value=0,
        max_value=120,
        help_text=_("Runs beside what a service keeps free afterwards: the longer of the two counts."),
    )

    def __init__(self, data: QueryDict | None, *, room: Room) -> None:
        super().__init__(data, initial={"reset_minutes": room.reset_minutes})
        self.tables = list(room.tables.filter(is_in_use=True).order_by("name", "pk"))
        for table in self.tables:
            self.fields[str(table.id)] = forms.MultipleChoiceField(
                label=table.name,
                required=False,
                widget=ChoiceCardsMany,
                choices=list(FEATURES.items()),
                initial=table.features,
            )

    def features(self) -> dict[UUID, list[str]]:
        return {table.id: self.cleaned_data[str(table.id)] for table in self.tables}


class EquipmentForm(forms.Form):
    name = forms.CharField(
        label=_("Kind"), max_length=80, help_text=_("Stone heater, cups: what a service can ask for.")
    )
    pieces = forms.IntegerField(label=_("Pieces in use"), min_value=0, max_value=50, initial=1)


class TravelForm(forms.Form):
    """Minutes for each pair of locations."""

    def __init__(
        self, data: QueryDict | None, *, places: Sequence[Location], known: Mapping[tuple[UUID, UUID], int]
    ) -> None:
        super().__init__(data)
        self.pairs = {f"{one.id}_{other.id}": (one.id, other.id) for one, other in combinations(places, 2)}
        for one, other in combinations(places, 2):
            self.fields[f"{one.id}_{other.id}"] = forms.IntegerField(
                label=_("%(one)s – %(other)s, minutes") % {"one": one.name, "other": other.name},
                min_value=0,
                max_value=480,
                required=False,
                initial=known.get((one.id, other.id)),
            )

    def minutes(self) -> dict[tuple[UUID, UUID], int]:
        return {pair: self.cleaned_data[name] or 0 for name, pair in self.pairs.items()}
