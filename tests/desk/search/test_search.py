"""The search of the desk: what it finds, for whom, and that nothing about health is in it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.clients.actions import add_client
from tableside.ui import moments
from tests.desk.screenings import screened
from tests.personas import FOUNDED, Cast, signed_in
from tests.query_counts import queries_of
from tests.sessions import booked

VIENNA = ZoneInfo("Europe/Vienna")
SEARCH = reverse("desk:search")


def found(browser: Browser, words: str) -> tuple[list[str], list[str], list[str]]:
    page = browser.get(SEARCH, {"q": words}).context["page"]
    clients, appointments, pages = (
        [one.title for one in rows] for rows in (page.clients, page.appointments, page.pages)
    )
    return clients, appointments, pages


def test_clients_appointments_and_pages_are_found_by_what_people_type(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=2))
    browser = signed_in(linden.front_desk)

    assert found(browser, "clara nov") == (["Clara Novak"], ["Clara Novak"], [])
    assert found(browser, appointment.booking.reference.lower()) == ([], ["Clara Novak"], [])
    assert found(browser, "dora@") == (["Dora Weiss"], [], [])
    assert found(browser, "cal") == ([], [], ["Calendar"])
    assert found(browser, "") == ([], [], [])


def test_what_is_still_to_come_stands_before_what_is_past(linden: Cast) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    days = [-9, 3, -2, 8]
    for day in days:
        booked(linden, at=now + timedelta(days=day))

    rows = signed_in(linden.front_desk).get(SEARCH, {"q": "clara"}).context["page"].appointments

    expected = [moments.full(now + timedelta(days=day), VIENNA) for day in (3, 8, -2, -9)]
    assert [row.text.split(" · ")[0] for row in rows] == expected


def test_a_page_is_only_found_by_who_may_open_it(linden: Cast) -> None:
    assert found(signed_in(linden.owner), "settings")[2] == ["Settings"]
    assert found(signed_in(linden.front_desk), "settings")[2] == []


@pytest.mark.parametrize("who", ["front_desk", "ana"])
def test_nothing_about_health_is_found_or_noted(linden: Cast, who: str) -> None:
    screened(linden, booked(linden), outcome="needs_clearance")
    before = newest_entries().count()

    answer = signed_in(getattr(linden, who)).get(SEARCH, {"q": "clara"})

    assert (answer.status_code, b"learance" in answer.content, newest_entries().count()) == (200, False, before)


def test_the_window_over_a_page_gets_only_what_was_found(linden: Cast) -> None:
    answer = signed_in(linden.front_desk).get(SEARCH, {"q": "clara", "part": "1"})

    assert (b"Clara Novak" in answer.content, b"<html" in answer.content) == (True, False)


def test_many_cost_as_many_queries_as_one(linden: Cast) -> None:
    booked(linden)
    browser = signed_in(linden.front_desk)
    one = queries_of(browser, f"{SEARCH}?q=clara")
    for number in range(3):
        add_client(f"Clara {number}", email="", phone="1", by=linden.owner.actor, now=FOUNDED)
        booked(linden, at=FOUNDED + timedelta(days=20 + number))

    assert queries_of(browser, f"{SEARCH}?q=clara") == one


def test_clients_visitors_and_other_practices_find_nothing(linden: Cast) -> None:
    assert signed_in(linden.dora).get(SEARCH, {"q": "clara"}).status_code == 403
    assert Browser().get(SEARCH, {"q": "clara"}).status_code == 302
    assert found(signed_in(linden.other_therapist), "clara") == ([], [], [])
    assert signed_in(linden.front_desk).post(SEARCH).status_code == 405
