"""Single days on which a therapist works in other hours than in the week: this Friday only from 9 to 12, this Saturday
at the other place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.timeline.civil import DAY_MINUTES
from tableside.desk.appointment.forms import read_day
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.hours.forms import DaysForm, clock_field, minutes_of
from tableside.desk.settings.hours.kinds import VISIBILITY
from tableside.desk.settings.undo import undoable
from tableside.records.practice.access import therapist_to_manage
from tableside.records.practice.models import Location
from tableside.records.practice.queries import locations
from tableside.records.scheduling.hours_actions import open_day
from tableside.records.scheduling.hours_queries import DayHours, hours_exceptions
from tableside.ui.forms import offer
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.change_hours import set_days
from tableside.workflows.practice.hours_effects import effect_of

_LINES = 3

Line = tuple[forms.BoundField, ...]


class OtherHoursForm(DaysForm):
    """Lines of hours, each at a place and for somebody; they are all that holds on these days."""

    def __init__(
        self, data: QueryDict | None, *, places: Sequence[Location], today: date, on: date | None, hours: list[DayHours]
    ) -> None:
        super().__init__(data, today=today, initial={"first": on} | _initial(hours))
        self.spans = max(_LINES, len(hours))
        for number in range(self.spans):
            self.fields[f"from_{number}"] = clock_field(_("From"))
            self.fields[f"to_{number}"] = clock_field(_("To"))
            self.fields[f"place_{number}"] = forms.ChoiceField(label=_("Where"), initial=str(places[0].id))
            offer(self, f"place_{number}", [(str(place.id), place.name) for place in places])
            self.fields[f"shown_{number}"] = forms.ChoiceField(label=_("For whom"), choices=list(VISIBILITY.items()))

    def lines(self) -> list[Line]:
        return [
            tuple(self[f"{name}_{number}"] for name in ("from", "to", "place", "shown")) for number in range(self.spans)
        ]

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean()
        self.hours: list[DayHours] = []
        for number in range(self.spans):
            self._clean_line(data, number)
        if not self.hours and not self.errors:
            self.add_error("from_0", _("Fill in the hours. To close the day, use Close a day on the page before."))
        return data

    def _clean_line(self, data: dict[str, Any], number: int) -> None:
        names = [f"{name}_{number}" for name in ("from", "to", "place", "shown")]
        start, end, place, shown = (data.get(name) for name in names)
        if (start is None and end is None) or self.errors.keys() & set(names):
            return
        if start is None or end is None:
            self.add_error(names[0] if start is None else names[1], _("Fill in both times, or none."))
            return
        first, last = minutes_of(start), minutes_of(end) or DAY_MINUTES  # until 00:00 is until midnight
        if first >= last:
            self.add_error(names[1], _("The end has to be after the start."))
        elif any(first < other_last and other_first < last for other_first, other_last in self._taken()):
            self.add_error(names[0], _("These hours overlap with others of that day."))
        else:
            self.hours.append(DayHours(self.today, UUID(place), first, last, str(shown)))

    def _taken(self) -> list[tuple[int, int]]:
        return [(one.start_minute or 0, one.end_minute or 0) for one in self.hours]


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def other_hours(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    therapist, places = therapist_to_manage(request.actor, therapist_id), list(locations())
    if not places:
        messages.warning(request, gettext("Add a location first: hours are hours at a place."))
        return redirect("desk:settings-places")
    on = read_day(request.GET.get("on", ""))
    standing = hours_exceptions([therapist_id], first=on, last=on)[therapist_id] if on else []
    form = OtherHoursForm(request.POST or None, places=places, today=timezone.localdate(), on=on, hours=standing)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        change = partial(set_days, therapist, list(form.days()), hours=form.hours, by=request.actor, now=now)
        outside = () if is_agreed(request) else effect_of(change, [therapist], now=now)
        if outside:
            return ask_first(request, outside, heading=therapist.name, back="desk:settings-hours", of_hours=True)
        with undoable(request, "days"):
            change()
        messages.success(request, gettext("Saved."))
        return redirect("desk:settings-hours")
    context = {"form": form, "therapist": therapist, "has_places": len(places) > 1}
    return render(request, "desk/settings/other_hours.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def as_usual(request: ActorRequest, therapist_id: UUID, on: str) -> HttpResponse:
    """Take back that a day is closed, or has other hours."""
    therapist, day, now = therapist_to_manage(request.actor, therapist_id), read_day(on), timezone.now()
    if day is None:
        raise Http404
    change = partial(open_day, therapist, on=day, by=request.actor, now=now)
    try:
        outside = () if is_agreed(request) else effect_of(change, [therapist], now=now)
        if outside:
            return ask_first(request, outside, heading=therapist.name, back="desk:settings-hours", of_hours=True)
        with undoable(request, "days"):
            change()
        messages.success(request, gettext("%(name)s works as in every week that day.") % {"name": therapist.name})
    except Refusal as refusal:
        messages.warning(request, refusal.detail)
    return redirect("desk:settings-hours")


def _initial(hours: Sequence[DayHours]) -> dict[str, object]:
    initial: dict[str, object] = {}
    for number, one in enumerate(hours):
        if one.start_minute is not None and one.end_minute is not None:
            start, end = time(*divmod(one.start_minute, 60)), time(*divmod(one.end_minute % DAY_MINUTES, 60))
            told = {"from": start, "to": end, "place": str(one.location_id), "shown": one.visibility}
            initial |= {f"{name}_{number}": value for name, value in told.items()}
    return initial
