"""What the first page asks: owner, practice, rooms, services, hours."""

from __future__ import annotations

from datetime import time
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import get_currency_name
from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from tableside.core.billing.money import CURRENCIES, parse_money
from tableside.core.decision import Refusal
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.practice.actions import NewPractice
from tableside.records.practice.service_actions import NewService
from tableside.ui.forms import ClockInput, Suggestions, offer
from tableside.ui.passwords import NewPassword, check_password
from tableside.workflows.practice.set_up_practice import FirstDay

LENGTHS = (60, 75, 90)
_SERVICES = (("Swedish massage", "swedish"), ("Deep tissue massage", "deep_tissue"), ("Sports massage", "sports"))
_PRICES = ("80", "95", "110")
_FOLDERS = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")  # old names of zones named elsewhere
_FALLBACK_CURRENCY = "EUR"


def zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(_FOLDERS))


class SetupForm(forms.Form):
    owner_name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254, help_text=_("You sign in with it."))
    password = NewPassword()
    practice_name = forms.CharField(label=_("Name of the practice"), max_length=120)
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, help_text=_("Type your city or the nearest large one.")
    )
    currency = forms.ChoiceField(label=_("Currency"), initial=_FALLBACK_CURRENCY)
    practice_email = forms.EmailField(
        label=_("E-mail of the practice"),
        max_length=254,
        help_text=_("Clients see it, and what needs you at once is announced there."),
    )
    phone = forms.CharField(label=_("Phone for clients"), max_length=40, required=False)
    emergency_number = forms.CharField(
        label=_("Emergency number"), max_length=40, initial="112", help_text=_("Shown wherever health is the topic.")
    )
    location = forms.CharField(label=_("Name of the location"), max_length=120, initial=_("Main street"))
    address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    room = forms.CharField(
        label=_("Room"),
        max_length=120,
        initial=_("Treatment room"),
        help_text=_("With one massage table. More rooms and tables come later, in the settings."),
    )
    treats = forms.BooleanField(label=_("I treat clients myself"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        for name, autocomplete in (
            ("owner_name", "name"),
            ("email", "email"),
            ("practice_email", "email"),
            ("phone", "tel"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        self.fields["time_zone"].widget = Suggestions(zones(), attrs={"autocomplete": "off"})
        names = sorted((get_currency_name(code, locale="en"), code) for code in CURRENCIES)
        offer(self, "currency", [(code, f"{name} ({code})") for name, code in names])

    def clean_time_zone(self) -> str:
        """By its whole name or its city, however it is written."""
        wanted = self.cleaned_data["time_zone"].strip().replace(" ", "_").casefold()
        found = [zone for zone in zones() if wanted in (zone.casefold(), zone.rsplit("/", 1)[-1].casefold())]
        if len(found) > 1:
            several = _("Several time zones have this name. Please write out one of these: %(zones)s")
            raise forms.ValidationError(several, params={"zones": ", ".join(found)})
        if not found:
            raise forms.ValidationError(_("Choose a time zone from the list, such as Europe/Vienna."))
        return found[0]

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        check_password(self, name=data.get("owner_name", ""), email=data.get("email", ""))
        return data


class ServiceForm(forms.Form):
    """A row without a name is no service; a length without a price is not offered."""

    name = forms.CharField(label=_("Service"), max_length=120, required=False)
    technique = forms.ChoiceField(label=_("Kind of massage"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.currency = currency
        offer(self, "technique", [(technique.id, technique.name) for technique in load_techniques().values()])
        for minutes in LENGTHS:
            label = _("%(minutes)s min") % {"minutes": minutes}
            field = forms.CharField(label=label, max_length=12, required=False)
            field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
            self.fields[_price_of(minutes)] = field

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        data["lengths"] = ()
        for minutes in LENGTHS:
            text = data.get(_price_of(minutes), "")
            if not text or not data.get("name"):
                continue
            try:
                price = parse_money(text, currency=self.currency)
            except Refusal as refusal:
                self.add_error(_price_of(minutes), refusal.detail)
            else:
                data["lengths"] += ((minutes, price.minor),)
        if data.get("name") and not data["lengths"] and not self.errors:
            self.add_error(_price_of(LENGTHS[0]), _("Give at least one length a price."))
        return data

    def new_service(self) -> NewService | None:
        data = self.cleaned_data
        return NewService(data["name"], data["technique"], data["lengths"]) if data["name"] else None


class HoursForm(forms.Form):
    """One weekday; empty means closed."""

    start = forms.TimeField(label=_("From"), required=False, widget=ClockInput)
    end = forms.TimeField(label=_("To"), required=False, widget=ClockInput)

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if not self.errors and (start is None) != (end is None):
            self.add_error("end" if end is None else "start", _("Fill in both times, or leave both empty."))
        elif start is not None and end is not None and start >= end:
            self.add_error("end", _("This has to be later than the first time."))
        return data

    def hours(self, weekday: int) -> tuple[int, int, int] | None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return (weekday, _minute(start), _minute(end)) if start and end else None


_ServiceForms = forms.formset_factory(ServiceForm, extra=0, max_num=3, absolute_max=3)
_HoursForms = forms.formset_factory(HoursForm, extra=0, max_num=7, absolute_max=7)


class Setup:
    """The whole page: one form with its services and its week."""

    def __init__(self, posted: QueryDict | None = None) -> None:
        currency = posted.get("currency", "") if posted else ""
        self.form = SetupForm(posted)
        self.services = _ServiceForms(
            posted,
            prefix="service",
            initial=[_first_service(name, technique) for name, technique in _SERVICES],
            form_kwargs={"currency": currency if currency in CURRENCIES else _FALLBACK_CURRENCY},
        )
        week: list[dict[str, Any]] = [{"start": time(9), "end": time(17)}] * 5 + [{}] * 2
        self.hours = _HoursForms(posted, prefix="hours", initial=week)

    @property
    def days(self) -> list[tuple[Any, forms.Form]]:
        return [(WEEKDAYS[number], form) for number, form in enumerate(self.hours.forms[:7])]

    def is_valid(self) -> bool:
        is_whole = [self.form.is_valid(), self.services.is_valid(), self.hours.is_valid()]
        if not is_whole[1]:
            self.form.add_error(None, _("One of the services needs another look."))
        elif not any(form.new_service() for form in self.services.forms):
            self.form.add_error(None, _("Name at least one service: it is what clients book."))
        if not is_whole[2]:
            self.form.add_error(None, _("One of the days needs another look."))
        elif self.form.cleaned_data.get("treats") and not self._hours():
            self.form.add_error(None, _("Say when you work on at least one day, or that you do not treat clients."))
        return not self.form.errors

    def first_day(self) -> FirstDay:
        data = self.form.cleaned_data
        return FirstDay(
            owner_name=data["owner_name"],
            email=data["email"],
            password=data["password"],
            practice=NewPractice(
                name=data["practice_name"],
                time_zone=data["time_zone"],
                currency=data["currency"],
                emergency_number=data["emergency_number"],
                email=data["practice_email"],
                phone=data["phone"],
            ),
            location=data["location"],
            address=data["address"],
            room=data["room"],
            services=tuple(service for form in self.services.forms if (service := form.new_service())),
            hours=self._hours() if data["treats"] else (),
        )

    def _hours(self) -> tuple[tuple[int, int, int], ...]:
        return tuple(row for day, form in enumerate(self.hours.forms[:7]) if (row := form.hours(day)))


def _first_service(name: str, technique: str) -> dict[str, str]:
    prices = {_price_of(minutes): price for minutes, price in zip(LENGTHS, _PRICES, strict=True)}
    return {"name": name, "technique": technique} | prices


def _price_of(minutes: int) -> str:
    return f"price_{minutes}"


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
