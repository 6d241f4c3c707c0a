"""Guests may book often, but not endlessly."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client as Browser

from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Booking
from tests.personas import Cast, signed_in
from tests.portal.booking_steps import book, chosen, offered

pytestmark = pytest.mark.django_db


def book_next(browser: Browser, cast: Cast, number: int, **details: str) -> Any:
    """The first time that is still free, on a form of its own, for somebody who has no other appointment then."""
    query = chosen(cast.swedish)
    return book(
        browser, query, offered(browser, query)[0], key=f"form-{number}", **{"name": f"Gwen {number}"} | details
    )


def made() -> tuple[int, int]:
    """Bookings and their confirmations."""
    return Booking.everywhere.count(), Message.everywhere.filter(kind="confirmation").count()


def test_the_sixth_booking_for_one_mail_address_in_an_hour_is_asked_to_wait(client: Browser, cast: Cast) -> None:
    answers = [book_next(Browser(), cast, number) for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert made() == (5, 5)
    page = answers[-1].content.decode()
    assert "send it again at " in page
    assert cast.practice.email in page
    assert 'value="Gwen 5"' in page
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600


def test_mail_addresses_are_counted_apart_and_whatever_their_case(client: Browser, cast: Cast, settings: Any) -> None:
    settings.BOOKINGS_PER_MAIL = 1

    mails = ["gwen@guests.example", "GWEN@guests.example", "hal@guests.example"]
    answers = [book_next(client, cast, number, email=mail).status_code for number, mail in enumerate(mails)]

    assert answers == [302, 429, 302]


def test_guests_of_one_network_address_are_limited_together_and_no_others(
    client: Browser, cast: Cast, settings: Any
) -> None:
    settings.BOOKINGS_PER_ADDRESS = 2

    answers = [book_next(Browser(), cast, n, email=f"guest{n}@guests.example").status_code for n in range(3)]
    elsewhere = book_next(Browser(REMOTE_ADDR="203.0.113.9"), cast, 9, email="guest9@guests.example")

    assert (answers, elsewhere.status_code) == ([302, 302, 429], 302)


def test_a_form_sent_again_counts_once(client: Browser, cast: Cast, settings: Any) -> None:
    settings.BOOKINGS_PER_MAIL = 2
    query = chosen(cast.swedish)
    start = offered(client, query)[0]

    again = [book(client, query, start, key="same").status_code for _ in range(4)]

    assert (again, book_next(client, cast, 1).status_code) == ([302] * 4, 302)
    assert [book_next(client, cast, 2).status_code, book(client, query, start, key="same").status_code] == [429, 302]


def test_what_was_refused_is_not_counted(client: Browser, cast: Cast, settings: Any) -> None:
    settings.BOOKINGS_PER_MAIL = 2
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(client, query)[0]

    answers = [book(client, query, start, key=f"form-{number}").status_code for number in range(5)]

    assert (answers, book_next(client, cast, 9).status_code) == ([302] + [422] * 4, 302)


def test_who_is_signed_in_is_not_limited(cast: Cast, settings: Any) -> None:
    settings.BOOKINGS_PER_MAIL = settings.BOOKINGS_PER_ADDRESS = 1

    clara = signed_in(cast.clara)

    assert [book_next(clara, cast, number).status_code for number in range(3)] == [302] * 3


def test_nought_is_no_limit(client: Browser, cast: Cast, settings: LazySettings) -> None:
    settings.BOOKINGS_PER_MAIL = settings.BOOKINGS_PER_ADDRESS = 0

    assert [book_next(client, cast, number).status_code for number in range(6)] == [302] * 6
