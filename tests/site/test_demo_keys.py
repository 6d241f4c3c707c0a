"""The key ring: there in the demo, nowhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client as Browser

from tableside.console.demo.places import DUBLIN
from tableside.console.demo.practice import found_practice
from tableside.workflows.practice.demo_keys import DEMO_PEOPLE, key_ring
from tests.personas import Cast, signed_in

NOW = datetime(2027, 2, 1, 12, 0, 17, tzinfo=UTC)


@pytest.fixture
def demo(db: None, settings: Any) -> Iterator[None]:
    settings.DEMO = True
    found_practice(DUBLIN, today=date(2027, 2, 1), now=NOW)
    yield


def test_the_ring_holds_a_code_for_those_who_need_one(demo: None) -> None:
    ring = key_ring(now=NOW)

    assert [key.person for key in ring.keys] == list(DEMO_PEOPLE)
    assert [bool(re.fullmatch(r"\d{6}", key.code)) for key in ring.keys] == [True, True, False, False]
    assert ring.seconds_left == 13


def test_anyone_finds_address_password_and_digits_in_the_demo(demo: None) -> None:
    answer = Browser().get("/demo/")

    page = html.unescape(answer.content.decode())
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert [person for person in DEMO_PEOPLE if person.email not in page or person.password not in page] == []
    assert len(re.findall(r"<code>\d{6}</code>", page)) == 2


def test_the_sign_in_page_shows_the_way_to_it(demo: None) -> None:
    page = Browser().get("/accounts/login/").content.decode()

    assert 'href="/demo/"' in page


def test_a_practice_that_is_not_the_demo_has_no_such_page_and_no_way_to_it(cast: Cast, settings: Any) -> None:
    settings.DEMO = True

    assert [browser.get("/demo/").status_code for browser in (Browser(), signed_in(cast.owner))] == [404, 404]
    assert 'href="/demo/"' not in Browser().get("/accounts/login/").content.decode()


def test_a_demo_practice_on_a_real_server_has_no_such_page(demo: None, settings: Any) -> None:
    settings.DEMO = False

    assert Browser().get("/demo/").status_code == 404


def test_the_page_is_only_there_to_be_read(demo: None) -> None:
    assert Browser().post("/demo/").status_code == 405
