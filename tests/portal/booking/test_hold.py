"""The time that was chosen is kept while the details are filled in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.audit.models import AuditEntry
from tableside.records.scheduling.models import Appointment, Reservation
from tests.personas import Cast, signed_in
from tests.portal.booking_steps import book, chosen, instant, offered

pytestmark = pytest.mark.django_db


def hold(browser: Browser, query: str, start: str) -> Any:  # Any: what Django's test client answers
    return browser.post("/book/hold/", dict(parse_qsl(query)) | {"start": start})


def held() -> int:
    """How many therapists are held right now."""
    rows = Reservation.everywhere.filter(why="hold", resource__therapist__isnull=False)
    return rows.filter(expires_at__gt=timezone.now()).count()


def test_pressing_a_time_keeps_it_and_the_details_say_until_when(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(client, query)[0]

    answer = hold(client, query, start)

    assert answer.status_code == 302
    page = client.get(answer["Location"])
    until = page.context["held_until"]
    assert timedelta(minutes=9) < until - timezone.now() <= timedelta(minutes=10)
    assert "This time is kept for you until" in page.content.decode()
    cookie = client.cookies["hold"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 600)
    assert Reservation.everywhere.filter(held_by__contains=cookie.value).count() == 0  # only its hash is kept


def test_others_do_not_see_the_time_until_it_is_let_go(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(client, query)[0]
    hold(client, query, start)
    other = Browser()

    assert start not in offered(other, query)
    assert book(other, query, start, key="other", email="other@guests.example").status_code == 422

    assert other.post("/book/release/").status_code == 204
    assert start not in offered(other, query)
    assert client.post("/book/release/").status_code == 204
    assert start in offered(other, query)


def test_booking_spends_the_hold_and_sending_the_form_again_finds_the_booking(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(client, query)[0]
    hold(client, query, start)

    answers = [book(client, query, start) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Appointment.everywhere.get().starts_at == instant(start)
    assert (held(), client.cookies["hold"].value) == (0, "")


def test_two_side_by_side_are_both_held(client: Browser, cast: Cast) -> None:
    query = chosen(cast.couples)
    start = offered(client, query)[0]

    answer = hold(client, query, start)

    assert held() == 2
    assert client.get(answer["Location"]).context["held_until"] is not None


def test_another_time_moves_the_hold_and_another_page_says_that_it_keeps_nothing(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    first, second, *_ = offered(client, query)
    hold(client, query, first)
    hold(client, query, second)

    assert held() == 1
    page = client.get(f"/book/details/?{query}&{urlencode({'start': first})}")
    assert page.context["held_until"] is None
    assert "Keep it while I fill this in" in page.content.decode()


def test_whoever_comes_too_late_to_hold_sees_the_nearest_times(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(client, query)[0]
    hold(Browser(), query, start)

    late = hold(client, query, start)

    assert late.status_code == 422
    assert len(late.context["alternatives"]) == 3
    assert "hold" not in client.cookies


def test_one_network_address_cannot_keep_a_whole_day_but_may_still_book(
    client: Browser, cast: Cast, settings: Any
) -> None:
    settings.BOOKINGS_PER_ADDRESS = 2
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    times = offered(client, query)
    browsers = [Browser() for _ in range(3)]
    apart = [times[0], times[8], times[16]]

    for browser, start in zip(browsers, apart, strict=True):
        assert hold(browser, query, start).status_code == 302
    assert held() == 2
    assert hold(browsers[0], query, times[24]).status_code == 302  # its own place, so it may move
    assert held() == 2

    assert book(browsers[2], query, apart[2]).status_code == 302


def test_the_desk_sees_that_a_time_is_being_booked(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(client, query)[0]
    hold(client, query, start)

    day = instant(start).date().isoformat()
    page = signed_in(cast.front_desk).get(f"/desk/?on={day}")

    assert "Being booked" in page.content.decode()
    assert "Being booked" not in signed_in(cast.front_desk).get("/desk/?on=2020-01-01").content.decode()


@pytest.mark.parametrize("sent", [{}, {"service": "x"}, {"start": "yesterday"}])
def test_nonsense_holds_nothing(client: Browser, cast: Cast, sent: dict[str, str]) -> None:
    entries = AuditEntry.everywhere.count()

    assert client.post("/book/hold/", sent).status_code == 302
    assert (held(), AuditEntry.everywhere.count()) == (0, entries)


@pytest.mark.parametrize("address", ["/book/hold/", "/book/release/"])
def test_looking_holds_and_releases_nothing(client: Browser, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 405
