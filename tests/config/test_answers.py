"""What a visitor reads when a view gives no answer itself."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client as Browser

from tableside.records.accounts.models import User
from tests.personas import Cast, signed_in

pytestmark = pytest.mark.urls("tests.config.addresses")
PART = {"HX-Request": "true"}


def heading_of(body: str) -> str:
    return body.partition("<h1>")[2].partition("</h1>")[0]


def test_what_is_not_there_or_not_yours_is_the_page_for_both(cast: Cast) -> None:
    answer = Browser().get("/missing/")

    assert (answer.status_code, heading_of(answer.content.decode())) == (404, "There is nothing here")


def test_a_refusal_that_no_view_caught_is_a_page_with_its_sentence(cast: Cast) -> None:
    answer = Browser().get("/turned-down/")
    body = answer.content.decode()

    assert (answer.status_code, heading_of(body)) == (422, "That did not go through")
    assert "It is too late to move this &lt;appointment&gt;. Please call us." in body


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/missing/", 404, "There is nothing here"),
        ("/turned-down/", 422, "It is too late to move this &lt;appointment&gt;. Please call us."),
        ("/locked/", 503, "what you just sent was not saved"),
    ],
)
def test_a_part_of_a_page_gets_the_same_words_without_a_page_round_them(
    cast: Cast, address: str, status: int, words: str
) -> None:
    answer = Browser().get(address, headers=PART)
    body = answer.content.decode()

    assert (answer.status_code, words in body, "<html" in body) == (status, True, False)


def test_a_link_that_htmx_follows_like_a_browser_gets_a_whole_page(cast: Cast) -> None:
    answer = Browser().get("/missing/", headers={**PART, "HX-Boosted": "true"})

    assert "<html" in answer.content.decode()


def test_a_database_that_gave_up_says_that_nothing_was_saved(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = Browser().get("/locked/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert heading_of(answer.content.decode()) == "Back in a moment"
    assert [record.message for record in caplog.records if record.name.startswith("tableside")] == [
        "The database gave up on a request."
    ]


def test_what_was_written_before_the_database_gave_up_is_undone(cast: Cast) -> None:
    answer = Browser().post("/writing/")

    assert (answer.status_code, User.objects.filter(email="half@linden.example").exists()) == (503, False)


def test_a_database_that_gives_up_while_finding_out_who_asks_is_no_fault_either(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(cast.clara)
    browser.raise_request_exception = False

    def lost(self: SessionStore, *args: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(SessionStore, "_get_session_from_db", lost)
    answer = browser.get("/my/")

    assert (answer.status_code, heading_of(answer.content.decode())) == (503, "Back in a moment")


def test_a_bug_is_a_page_of_its_own(cast: Cast) -> None:
    browser = Browser(raise_request_exception=False)

    answer = browser.get("/faulty/")

    assert (answer.status_code, heading_of(answer.content.decode())) == (500, "Something broke on our side")


def test_a_view_that_does_not_say_who_may_use_it_does_not_run(cast: Cast) -> None:
    answer = signed_in(cast.owner).get("/undeclared/")

    assert (answer.status_code, b"anyone can read this" in answer.content) == (403, False)


def test_a_request_with_a_cookie_that_is_no_text_is_turned_away(cast: Cast) -> None:
    answer = Browser(HTTP_COOKIE="sessionid=abc\0def").get("/guide/")

    assert answer.status_code == 400
