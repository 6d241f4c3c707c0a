"""What a change of a setting would make not fit is named before it is saved, and only that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.records.practice.models import MassageTable
from tableside.records.practice.place_actions import add_location
from tableside.records.scheduling.models import Appointment
from tests.personas import FOUNDED, Cast, signed_in
from tests.sessions import booked

Change = tuple[str, dict[str, object]]


def _therapist(cast: Cast, **told: object) -> Change:
    return reverse("desk:settings-therapist", args=[cast.ana.as_therapist.id]), told


def _service(cast: Cast, **told: object) -> Change:
    return reverse("desk:settings-service", args=[cast.swedish.id]), told


def _length(cast: Cast, **told: object) -> Change:
    return reverse("desk:settings-length", args=[cast.swedish.id, 60]), told


def _room(cast: Cast, **told: object) -> Change:
    table = MassageTable.objects.order_by("pk")[0]
    return reverse("desk:settings-room", args=[table.room_id]), told


@pytest.fixture
def morning(linden: Cast) -> tuple[Appointment, Appointment]:
    """Two that follow each other with a quarter of an hour between them, and one of the day after."""
    start = (timezone.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    booked(linden, at=start + timedelta(days=1))
    return booked(linden, at=start), booked(linden, at=start + timedelta(minutes=75), who=linden.dora)


def form(browser: Browser, address: str, changes: dict[str, object]) -> dict[str, Any]:  # Any: what a browser sends
    shown = {field.html_name: field.value() for field in browser.get(address).context["form"]}
    return {name: value for name, value in (shown | changes).items() if value is not None and value is not False}


@pytest.mark.parametrize(
    ("change", "outside"),
    [
        (lambda cast: _therapist(cast, rest_minutes=20), "second"),
        (lambda cast: _therapist(cast, clients_a_day=1), "second"),
        (lambda cast: _therapist(cast, hands_on_minutes_a_day=119), "second"),
        (lambda cast: _room(cast, reset_minutes=20), "second"),
        (lambda cast: _service(cast, recovery_minutes=20), "second"),
        (lambda cast: _length(cast, recovery_minutes=20), "second"),
        (lambda cast: _length(cast, recovery_minutes=0), ""),
        (lambda cast: _therapist(cast, rest_minutes=15, clients_a_day=2, headline="New"), ""),
        (lambda cast: _room(cast, reset_minutes=15), ""),
        (lambda cast: _service(cast, summary="New", price_0="90.00"), ""),
    ],
)
def test_only_what_would_not_fit_is_named_and_saved_with_a_yes(
    linden: Cast,
    morning: tuple[Appointment, Appointment],
    change: Callable[[Cast], Change],
    outside: str,
) -> None:
    browser = signed_in(linden.owner)
    address, changes = change(linden)
    sent = form(browser, address, changes)

    answer = browser.post(address, sent)
    again = form(browser, address, {})
    agreed = browser.post(address, sent | {"confirmed": "yes"})

    assert (answer.status_code, agreed.status_code) == (200 if outside else 302, 302)
    assert (again == sent) is not bool(outside)
    assert form(browser, address, {}) == sent
    if outside:
        assert answer.context["outside"] == (morning[1],)
        assert "One future appointment would no longer fit" in answer.content.decode()


def test_a_longer_way_leaves_too_little_time_between_two_places(
    linden: Cast, morning: tuple[Appointment, Appointment]
) -> None:
    mill = add_location("Mill", rooms={}, by=linden.owner.actor, now=FOUNDED)
    Appointment.objects.filter(pk=morning[0].pk).update(location=mill)
    browser, address = signed_in(linden.owner), reverse("desk:settings-travel")
    (pair,) = browser.get(address).context["form"].pairs

    asked = browser.post(address, {pair: 5})
    Appointment.objects.filter(pk=morning[1].pk).update(location=mill)
    there = browser.post(address, {pair: 5})

    assert (asked.context["outside"], there.status_code) == ((morning[1],), 302)


def test_a_service_that_a_therapist_gives_no_more_and_a_table_that_lacks_something(
    linden: Cast, morning: tuple[Appointment, Appointment]
) -> None:
    browser = signed_in(linden.owner)

    for address, changes in (_therapist(linden, services=[]), _service(linden, table_features=["heated"])):
        asked = browser.post(address, form(browser, address, changes))
        assert len(asked.context["outside"]) == 3
