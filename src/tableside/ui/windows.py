"""When somebody could come: rows of days, dates and times, for clients and at the desk. A row left empty is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.waitlist.fit import Window
from tableside.ui import moments
from tableside.ui.forms import ChoiceRowMany, ClockInput, DayInput

ROWS = 4


class WindowForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=ChoiceRowMany,
        help_text=_("None ticked means any day."),
    )
    start = forms.TimeField(label=_("Not before"), required=False, widget=ClockInput)
    end = forms.TimeField(label=_("Done by"), required=False, widget=ClockInput)
    first = forms.DateField(label=_("First date"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Last date"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if not self.errors and _minute(data["start"], 0) >= _minute(data["end"], 1440):
            self.add_error("end", _("This has to be later than the first time."))
        if not self.errors and data["first"] and data["last"] and data["first"] > data["last"]:
            self.add_error("last", _("This has to be the same day or later."))
        return data

    @property
    def is_open(self) -> bool:
        """Rows with something in them are unfolded, so that nothing filled in is out of sight."""
        return bool(self.initial) or self.has_changed()

    def window(self) -> Window | None:
        data = self.cleaned_data
        if not any(data.values()):
            return None
        weekdays = frozenset(data["weekdays"])
        return Window(_minute(data["start"], 0), _minute(data["end"], 1440), weekdays, data["first"], data["last"])


class WindowForms:
    """The rows of one page: those that are known, and some empty ones."""

    def __init__(self, posted: QueryDict | None = None, *, known: Iterable[Window] = ()) -> None:
        rows = [_initial(window) for window in known]
        count = max(ROWS, len(rows) + 1) if posted is None else _count(posted)
        rows += [{} for _ in range(count - len(rows))]
        self.rows = [
            WindowForm(posted, prefix=f"w{number}", initial=rows[number], use_required_attribute=False)
            for number in range(count)
        ]

    @property
    def count(self) -> int:
        return len(self.rows)

    def is_valid(self) -> bool:
        return not [row for row in self.rows if not row.is_valid()]  # every row says what is wrong with it

    def windows(self) -> tuple[Window, ...]:
        return tuple(window for row in self.rows if (window := row.window()) is not None)


def window_words(window: Window) -> str:
    """``Tuesday, Thursday, 16:00–20:00, from 4 March``"""
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(window.weekdays)) or gettext("Any day")
    parts = [days, f"{_clock(window.start_minute)}–{_clock(window.end_minute)}"]
    if (window.start_minute, window.end_minute) == (0, 1440):
        parts = [days, gettext("at any time")]
    if window.first:
        parts.append(gettext("from %(day)s") % {"day": moments.day_year(window.first)})
    if window.last:
        parts.append(gettext("until %(day)s") % {"day": moments.day_year(window.last)})
    return ", ".join(parts)


def _initial(window: Window) -> dict[str, object]:
    return {
        "weekdays": sorted(window.weekdays),
        "start": _time(window.start_minute) if window.start_minute else None,
        "end": _time(window.end_minute) if window.end_minute < 1440 else None,
        "first": window.first,
        "last": window.last,
    }


def _count(posted: QueryDict) -> int:
    text = posted.get("rows", "")
    return min(int(text), 10) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) else ROWS


def _minute(at: time | None, empty: int) -> int:
    return empty if at is None or (empty and at == time()) else at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
