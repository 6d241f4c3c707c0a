"""The form control that asks where: a figure to press, beside a list that does the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext

from tableside.core.charting.body import Body
from tableside.ui.body_chart import BodyChart, Mark, places_chart, shown_chart


def places_in_words(body: Body, places: Collection[str]) -> str:
    """As short as it can be said: ``Leg, Left shoulder`` for all places of the leg and one of the two shoulders."""
    words: list[str] = []
    for part, title in body.parts.items():
        regions = [region for region in body.regions.values() if region.part == part]
        here = [place for region in regions for place in region.places]
        if all(place in places for place in here):
            words.append(title)
            continue
        for region in regions:
            meant = [place for place in region.places if place in places]
            is_whole = region.has_sides and len(meant) == len(region.places)
            words += [region.name] if is_whole else [body.label(place) for place in meant]
    return ", ".join(words)


def pain_shown(body: Body, places: Sequence[str]) -> BodyChart | None:
    """Where a client said that it hurts, as a picture to read; None where nothing is marked."""
    if not places:
        return None
    marks = [Mark(place) for place in places]
    return shown_chart(marks, _labels(body), title=gettext("Where it hurts"), id="pain-chart")


def _labels(body: Body) -> dict[str, str]:
    return {place: body.label(place) for place in body.places}


class PlacesInput(forms.Widget):
    template_name = "ui/forms/places.html"
    use_fieldset = True

    def __init__(self, body: Body, *, title: str | Promise) -> None:
        super().__init__()
        self.body, self.title = body, title

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        regions = self.body.regions.values()
        groups = [
            (title, [place for region in regions if region.part == part for place in region.places])
            for part, title in self.body.parts.items()
        ]
        chart = places_chart(
            _labels(self.body), chosen=value or (), name=name, title=str(self.title), groups=groups, id=f"{name}-chart"
        )
        return {**super().get_context(name, value, attrs), "chart": chart}

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        return data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name)
