"""Days on which the whole practice is closed: public holidays of a country, and days of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.forms import read_day
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import bookable_therapists, current_practice
from tableside.records.scheduling.holidays import countries, public_holidays
from tableside.records.scheduling.hours_actions import choose_holidays, say_of_day
from tableside.records.scheduling.hours_queries import own_closings
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.forms import DayInput, offer
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.hours_effects import effect_of

_AHEAD = timedelta(days=366)
_CLOSED: bool | None = True


class CountryForm(forms.Form):
    """``AT`` is a country, ``AT-9`` a part of it with holidays of its own; nothing closes the practice on none."""

    region = forms.ChoiceField(
        label=_("Closed on the public holidays of"),
        required=False,
        help_text=_("Parts of a country with holidays of their own follow it, by their letters: DE-BE is Berlin."),
    )

    def __init__(self, data: Any, *, practice: Practice) -> None:  # Any: what a form takes
        chosen = "-".join(filter(None, [practice.holiday_country, practice.holiday_subdivision]))
        super().__init__(data, initial={"region": chosen})
        offer(self, "region", [("", _("No country: open on public holidays")), *_regions()])

    @property
    def chosen(self) -> tuple[str, str]:
        country, _dash, part = self.cleaned_data["region"].partition("-")
        return country, part


class OwnDayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DayInput)
    name = forms.CharField(label=_("What for"), max_length=120, required=False)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return on


@dataclass(frozen=True)
class DayRow:
    on: date
    name: str
    is_closed: bool
    is_own: bool


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def holidays(request: ActorRequest) -> HttpResponse:
    form = CountryForm(request.POST or None, practice=current_practice())
    if request.method == "POST" and form.is_valid():
        country, part = form.chosen
        now = timezone.now()
        change = partial(choose_holidays, country=country, subdivision=part, by=request.actor, now=now)
        outside = () if request.POST.get("confirmed") else effect_of(change, list(bookable_therapists()), now=now)
        if outside:
            return _page(request, form, OwnDayForm(), outside=outside)
        with undoable(request, "holidays"):
            change()
        messages.success(request, gettext("Saved. The days of the next year are listed below."))
        return redirect("desk:settings-holidays")
    return _page(request, form, OwnDayForm())


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def day(request: ActorRequest) -> HttpResponse:
    """Close a day of the practice's own, open a holiday, or take either back."""
    deed = request.POST.get("deed", "close")
    form = OwnDayForm(request.POST)
    country = CountryForm(None, practice=current_practice())
    if deed == "close":
        if not form.is_valid():
            return _page(request, country, form)
        on, name, is_closed = form.cleaned_data["on"], form.cleaned_data["name"], _CLOSED
    else:
        told = read_day(request.POST.get("on", ""))
        if told is None or deed not in ("open", "usual"):
            raise Http404
        on, name, is_closed = told, "", False if deed == "open" else None
    now = timezone.now()
    change = partial(say_of_day, on, is_closed=is_closed, name=name, by=request.actor, now=now)
    outside = () if request.POST.get("confirmed") else effect_of(change, list(bookable_therapists()), now=now)
    if outside:
        asked = {"on": on.isoformat(), "name": name, "deed": deed}
        return _page(request, country, form if deed == "close" else OwnDayForm(), outside=outside, asked=asked)
    with undoable(request, "own_day", on.isoformat()):
        change()
    messages.success(request, gettext("Saved."))
    return redirect("desk:settings-holidays")


def _regions() -> list[tuple[str, str]]:
    """Each country by its name, followed by its parts, which have names in no list that we carry."""
    named = sorted((moments.country(code), code, parts) for code, parts in countries().items())
    return [
        region
        for name, code, parts in named
        for region in [(code, name), *((f"{code}-{part}", f"{name}, {code}-{part}") for part in sorted(parts))]
    ]


def _page(
    request: ActorRequest,
    form: CountryForm,
    own: OwnDayForm,
    *,
    outside: Sequence[Appointment] = (),
    asked: dict[str, str] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    context = {"form": form, "own": own, "days": _days(current_practice(), today), "outside": outside, "asked": asked}
    context["undo"] = undo_on(request, "settings-holidays")
    failed = any(each.is_bound and not each.is_valid() for each in (form, own))
    return render(request, "desk/settings/holidays.html", context, status=422 if failed else 200)


def _days(practice: Practice, today: date) -> list[DayRow]:
    """The holidays and own days of the next year, those that were opened among them."""
    until = today + _AHEAD
    told = own_closings(first=today, last=until)
    known = public_holidays(practice.holiday_country, practice.holiday_subdivision, first=today, last=until)
    return [
        DayRow(
            on=on,
            name=told[on].name or known.get(on, "") if on in told else known[on],
            is_closed=told[on].is_closed if on in told else True,
            is_own=on in told,
        )
        for on in sorted({*told, *known})
    ]
