"""The add-ons of a service, and that the desk books with them."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.keys import new_key
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tableside.records.scheduling.models import Appointment
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import FOUNDED, Cast, signed_in


def line(number: int, name: str, minutes: str = "", price: str = "", *, offered: str = "on") -> dict[str, str]:
    given = {"name": name, "minutes": minutes, "price": price, **({"is_offered": offered} if offered else {})}
    return {f"add_on_{number}-{field}": value for field, value in given.items()}


def url(cast: Cast) -> str:
    return reverse("desk:settings-service-add-ons", args=[cast.swedish.id])


def kept(cast: Cast) -> list[tuple[str, int, int, bool]]:
    return list(cast.swedish.add_ons.order_by("name").values_list("name", "minutes", "price_minor", "is_offered"))


def test_add_ons_are_written_changed_and_taken_off(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    browser.post(url(linden), line(0, "Scalp massage", "15", "12,50") | line(1, "Aroma oil", "", "5"))
    assert kept(linden) == [("Aroma oil", 0, 500, True), ("Scalp massage", 15, 1250, True)]
    keys = set(linden.swedish.add_ons.values_list("pk", flat=True))
    browser.post(url(linden), line(0, "", offered="") | line(1, "Head massage", "20", "12.50", offered=""))

    assert kept(linden) == [("Aroma oil", 0, 500, False), ("Head massage", 20, 1250, False)]
    assert set(linden.swedish.add_ons.values_list("pk", flat=True)) == keys
    assert (newest_entries()[0].deed, newest_entries()[0].detail) == ("service.changed", {"fields": ["add_ons"]})


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (line(0, "", "15", "12"), "Say what clients get for it."),
        (line(0, "Stones", "300", "12"), "less than or equal to 240"),
        (line(0, "Stones", "-5", "12"), "greater than or equal to 0"),
        (line(0, "Stones", "15", "1,250.00"), "Write the amount in digits"),
        (line(0, "Stones", "15", "12") | line(1, "stones", "5", "1"), "This add-on stands above already."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(linden: Cast, lines: dict[str, str], sentence: str) -> None:
    answer = signed_in(linden.owner).post(url(linden), lines)

    assert (answer.status_code, sentence in answer.content.decode(), kept(linden)) == (422, True, [])


def test_the_desk_books_with_an_add_on_and_sees_it_on_the_day_and_the_page(linden: Cast) -> None:
    stones = NewAddOn(new_key(), "Hot stones", 15, 2000)
    set_add_ons(linden.swedish, [stones], by=linden.owner.actor, now=FOUNDED)
    browser = signed_in(linden.front_desk)
    times = free_times(Search(linden.swedish, 75, ignores_notice=True), now=timezone.now())
    start = times.on(times.days()[4])[4]
    chosen = {"client": linden.clara.client.id, "service": linden.swedish.id, "minutes": 60, "start": start.isoformat()}

    what = browser.get(f"{reverse('desk:book')}?{urlencode({'client': linden.clara.client.id})}").content.decode()
    wrong = browser.post(f"{reverse('desk:book')}?{urlencode(chosen | {'add_on': new_key()})}")
    browser.post(f"{reverse('desk:book')}?{urlencode(chosen | {'add_on': stones.id})}")

    assert f'name="add_on" value="{stones.id}"' in what
    assert (wrong.status_code, "One of the add-ons is not offered" in wrong.content.decode()) == (422, True)
    appointment = Appointment.objects.get()
    assert (appointment.ends_at - appointment.starts_at, appointment.price_minor) == (timedelta(minutes=75), 10000)
    day = browser.get(f"{reverse('desk:day')}?{urlencode({'on': start.date()})}").content.decode()
    assert "Swedish massage, Hot stones · 75 minutes" in day
    assert "Hot stones" in browser.get(reverse("desk:appointment", args=[appointment.id])).content.decode()
    length = browser.get(reverse("desk:appointment-length", args=[appointment.id])).context["page"].lengths
    assert [(one.words, one.price, one.is_current) for one in length] == [
        ("75 minutes", "€100.00", True),
        ("90 minutes", "€120.00", False),
        ("1 h 45 min", "€140.00", False),
    ]
    again = browser.get(f"{reverse('desk:book')}?{urlencode({'client': linden.clara.client.id})}")
    assert f"add_on={stones.id}" in again.context["again"][1]
