"""Add-ons in the steps of booking: chosen beside the length, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from tableside.records.foundation.keys import new_key
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tableside.records.scheduling.models import Appointment
from tests.personas import FOUNDED, Cast, signed_in
from tests.portal.booking_steps import book, chosen, offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def stones(cast: Cast) -> NewAddOn:
    stones = NewAddOn(new_key(), "Hot stones", 15, 2000)
    with practice_scope(cast.practice.id):
        set_add_ons(cast.swedish, [stones], by=cast.owner.actor, now=FOUNDED)
    return stones


def test_a_ticked_add_on_goes_along_from_the_first_step_to_the_appointment(
    client: Browser, cast: Cast, stones: NewAddOn
) -> None:
    first = client.get("/book/").content.decode()
    assert f'name="add_on" value="{stones.id}"' in first
    assert "15 minutes more, €20.00" in first
    assert '<button class="menu__price" name="minutes" value="60"' in first
    query = chosen(cast.swedish, add_on=stones.id)
    therapists = client.get(f"/book/therapist/?{query}").content.decode()
    assert f"add_on={stones.id}" in therapists

    start = offered(client, query)[0]
    details = client.get(f"/book/details/?{chosen(cast.swedish, add_on=stones.id, start=start)}").content.decode()
    answer = book(client, query, start)

    assert [words in details for words in ("Hot stones", "75 minutes", "€100.00")] == [True] * 3
    assert "Hot stones" in client.get(answer["Location"]).content.decode()
    with practice_scope(cast.practice.id):
        appointment = Appointment.objects.get()
        minutes = (appointment.ends_at - appointment.starts_at).seconds // 60
        assert (minutes, appointment.price_minor, appointment.add_ons.get().name) == (75, 10000, "Hot stones")


def test_time_and_price_are_added_up_on_the_first_page_for_that_treatment_alone(
    client: Browser, cast: Cast, stones: NewAddOn
) -> None:
    def prices(query: str) -> list[tuple[str, str]]:
        page = client.get(f"/book/?{query}").content.decode()
        return re.findall(r'aria-label="(?:Swedish|Deep tissue) massage, ([^,]+), ([^"]+)"', page)

    alone = [("60 minutes", "€80.00"), ("75 minutes", "€100.00"), ("90 minutes", "€120.00")]
    longer = [("75 minutes", "€100.00"), ("90 minutes", "€120.00"), ("1 h 45 min", "€140.00")]
    with_stones = chosen(cast.swedish, add_on=stones.id)
    first = prices("")

    assert [pair for pair in first if pair in alone] == alone
    assert prices(with_stones) == [longer[alone.index(pair)] if pair in alone else pair for pair in first]
    assert "With Hot stones:" in client.get(f"/book/?{with_stones}").content.decode()


def test_changing_the_treatment_shows_what_was_ticked_and_other_services_do_not_carry_it(
    client: Browser, cast: Cast, stones: NewAddOn
) -> None:
    page = client.get(f"/book/?{chosen(cast.swedish, add_on=stones.id)}").content.decode()

    assert f'value="{stones.id}" id="swedish-massage-add_on_0" checked' in page
    links = [link for link in re.findall(r'href="([^"]+)"', page) if "minutes=" in link]
    assert links
    assert [link for link in links if "add_on" in link] == []


@pytest.mark.parametrize("key", ["nonsense", "0199f9a2-0000-7000-8000-000000000000"])
def test_an_add_on_that_does_not_belong_is_said_at_each_step_and_nothing_is_booked(
    client: Browser, cast: Cast, key: str
) -> None:
    start = offered(client, chosen(cast.swedish))[0]
    query = chosen(cast.swedish, add_on=key)
    said = "One of the add-ons is not offered with this treatment"

    pages = [client.get(f"/book/{step}/?{query}&start={start.replace('+', '%2B')}") for step in ("therapist", "time")]
    held = client.post("/book/hold/", {"service": cast.swedish.id, "minutes": 60, "add_on": key, "start": start})
    answer = book(client, query, start)

    assert [(page.status_code, said in page.content.decode()) for page in pages] == [(200, True)] * 2
    assert [(page.status_code, said in page.content.decode()) for page in (held, answer)] == [(422, True)] * 2
    assert "gwen@guests.example" in answer.content.decode()
    with practice_scope(cast.practice.id):
        assert Appointment.objects.count() == 0


def test_whoever_waits_waits_for_the_treatment_alone(client: Browser, cast: Cast, stones: NewAddOn) -> None:
    page = client.get(f"/book/time/?{chosen(cast.swedish, add_on=stones.id)}")

    assert "add_on" not in page.context["waitlist_url"]
    waiting = signed_in(cast.clara).get(f"/book/waitlist/?{chosen(cast.swedish, add_on=stones.id)}")
    assert waiting.context["choices"].length.minutes == 60
