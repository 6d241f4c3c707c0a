"""When a week of working hours holds and for whom it is: the form for it, its words, and what undoing has to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.timeline.shifts import Season, Shift
from tableside.records.scheduling.hours_queries import USUAL, Hours, HoursKind
from tableside.records.scheduling.models import HoursVisibility
from tableside.ui import moments
from tableside.ui.forms import DayInput

VISIBILITY: dict[str, str | Promise] = {
    HoursVisibility.ONLINE: _("Bookable online"),
    HoursVisibility.CONTACT: _("Shown, on request: clients contact the practice"),
    HoursVisibility.HIDDEN: _("Hidden: for staff only"),
}


class KindForm(forms.Form):
    visibility = forms.ChoiceField(label=_("For whom"), choices=list(VISIBILITY.items()))
    first = forms.DateField(label=_("Holds from"), widget=DayInput, required=False)
    last = forms.DateField(label=_("Until, that day included"), widget=DayInput, required=False)
    every_second_from = forms.DateField(
        label=_("Only every second week, and so in the week of"),
        widget=DayInput,
        required=False,
        help_text=_("Leave empty for every week."),
    )

    def __init__(self, data: Any, *, kind: HoursKind = USUAL) -> None:  # Any: what a form takes
        season = kind.season
        super().__init__(
            data,
            initial={
                "visibility": kind.visibility,
                "first": season.first,
                "last": season.last,
                "every_second_from": season.every_second_from,
            },
        )

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The last day has to be the first or a later one."))
        return data

    @property
    def kind(self) -> HoursKind:
        given = self.cleaned_data
        return HoursKind(Season(given["first"], given["last"], given["every_second_from"]), given["visibility"])


def kind_words(kind: HoursKind) -> str:
    """``From 1 June 2027, every second week, hidden``; nothing for the usual week."""
    season, words = kind.season, []
    if season.first:
        words.append(gettext("from %(day)s") % {"day": moments.day_year(season.first)})
    if season.last:
        words.append(gettext("until %(day)s") % {"day": moments.day_year(season.last)})
    if season.every_second_from:
        day = moments.day_year(season.every_second_from)
        words.append(gettext("every second week, such as that of %(day)s") % {"day": day})
    if kind.visibility != HoursVisibility.ONLINE:
        words.append(str(VISIBILITY[kind.visibility]))
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def as_stored(hours: Sequence[Hours]) -> list[list[Any]]:  # Any: what a session keeps as JSON
    return [
        [*one.span, *(_text(day) for day in _days(one.shift.season)), one.visibility]
        for one in sorted(hours, key=lambda one: (one.span, str(one.kind)))
    ]


def from_stored(rows: Sequence[Sequence[Any]]) -> list[Hours]:
    return [
        Hours(Shift(day, start, end, Season(*(date.fromisoformat(one) if one else None for one in season))), seen)
        for day, start, end, *season, seen in rows
    ]


def _days(season: Season) -> tuple[date | None, date | None, date | None]:
    return season.first, season.last, season.every_second_from


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
