"""A therapist's week at a location, and single days: closed, or with other hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.timeline.civil import DAY_MINUTES
from tableside.records.practice.models import Therapist
from tableside.ui.forms import ClockInput, DayInput, offer

_SPANS = 2  # before and after a break
_MOST_DAYS = 62

Span = tuple[int, int, int]


@dataclass(frozen=True)
class DayRow:
    name: str | Promise
    pairs: tuple[tuple[forms.BoundField, forms.BoundField], ...]


class WeekForm(forms.Form):
    """``elsewhere`` are the therapist's spans at other locations: nobody is in two places at once."""

    def __init__(self, data: QueryDict | None, *, hours: Sequence[Span], elsewhere: Sequence[Span]) -> None:
        super().__init__(data, initial=_initial(hours))
        self.elsewhere = elsewhere
        self.spans = max(_SPANS, *Counter(day for day, _start, _end in hours).values(), 0)
        for day in range(7):
            for number in range(self.spans):
                self.fields[f"from_{day}_{number}"] = clock_field(_("From"))
                self.fields[f"to_{day}_{number}"] = clock_field(_("To"))

    def rows(self) -> list[DayRow]:
        return [
            DayRow(
                WEEKDAYS[day],
                tuple((self[f"from_{day}_{n}"], self[f"to_{day}_{n}"]) for n in range(self.spans)),
            )
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        self.hours: list[Span] = []
        for day in range(7):
            for number in range(self.spans):
                self._clean_span(data, day, number)
        return data

    def _clean_span(self, data: dict[str, Any], day: int, number: int) -> None:
        names = f"from_{day}_{number}", f"to_{day}_{number}"
        start, end = (data.get(name) for name in names)
        if (start is None and end is None) or self.errors.keys() & set(names):
            return
        if start is None or end is None:
            self._say(names[0] if start is None else names[1], day, gettext("Fill in both times, or none."))
            return
        span = (day, minutes_of(start), minutes_of(end) or DAY_MINUTES)  # until 00:00 is until midnight
        if span[1] >= span[2]:
            self._say(names[1], day, gettext("The end has to be after the start."))
        elif any(_overlap(span, other) for other in self.hours):
            self._say(names[0], day, gettext("These hours overlap with others of that day."))
        elif any(_overlap(span, other) for other in self.elsewhere):
            self._say(names[0], day, gettext("At that time they work at another location."))
        else:
            self.hours.append(span)

    def _say(self, name: str, day: int, problem: str) -> None:
        words = gettext("%(day)s: %(problem)s") % {"day": WEEKDAYS[day], "problem": problem}
        self.add_error(name, words)


class DaysForm(forms.Form):
    """One date, or all from the first until the last."""

    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Leave empty for a single day.")
    )

    def __init__(self, data: QueryDict | None, *, today: date, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if not {"first", "last"} <= data.keys():
            return data
        first, last = data["first"], data["last"] or data["first"]
        if first < self.today:
            self.add_error("first", _("This day has passed."))
        elif last < first:
            self.add_error("last", _("The last day has to be the first or a later one."))
        elif (last - first).days >= _MOST_DAYS:
            self.add_error("last", _("Choose at most two months at once."))
        return data

    def days(self) -> Iterator[date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"] or self.cleaned_data["first"]
        return (first + timedelta(days=number) for number in range((last - first).days + 1))


class ClosingForm(DaysForm):
    who = forms.ChoiceField(label=_("Who is away"))
    field_order = ("who",)

    def __init__(self, data: QueryDict | None, *, therapists: Sequence[Therapist], today: date) -> None:
        super().__init__(data, today=today)
        self.therapists = {str(therapist.id): therapist for therapist in therapists}
        everyone = ("all", _("Everyone: the practice is closed"))
        offer(self, "who", [everyone, *((key, therapist.name) for key, therapist in self.therapists.items())])

    def chosen(self) -> list[Therapist]:
        who = self.cleaned_data["who"]
        return list(self.therapists.values()) if who == "all" else [self.therapists[who]]


def clock_field(label: Any) -> forms.TimeField:  # Any: a lazy string, for which the stubs have a name of their own
    return forms.TimeField(label=label, required=False, widget=ClockInput, input_formats=["%H:%M", "%H:%M:%S"])


def _initial(hours: Sequence[Span]) -> dict[str, time]:
    initial: dict[str, time] = {}
    counts: Counter[int] = Counter()
    for day, start, end in sorted(hours):
        number = counts[day]
        counts[day] += 1
        initial[f"from_{day}_{number}"], initial[f"to_{day}_{number}"] = _clock(start), _clock(end % DAY_MINUTES)
    return initial


def _clock(minute: int) -> time:
    return time(*divmod(minute, 60))


def minutes_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _overlap(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
