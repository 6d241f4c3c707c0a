"""The practice's mail as its owner sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.actions import Letter, note_failure, note_sent, withdraw
from tableside.records.outbox.models import Message
from tableside.records.outbox.queries import newest_messages
from tests.letters_posted import posted
from tests.personas import FOUNDED, Cast, signed_in

LIST = reverse("desk:mail")


def letter(cast: Cast, key: str = "one", *, kind: str = "confirmation", calendar: str = "") -> Message:
    client = cast.clara.client
    text = "Hello <Clara>,\n\nsee it: https://linden.example/appointment/x/"
    return posted(Letter(key, kind, client.email, f"Subject {key}", text, calendar, client.id, client.id), now=FOUNDED)


def failed(message: Message) -> Message:
    note_failure(message, error="The mail server refused the address.", is_final=True, now=FOUNDED)
    return message


def url(name: str, message: Message) -> str:
    return reverse(f"desk:{name}", args=[message.id])


def test_each_message_says_what_became_of_it(linden: Cast) -> None:
    letter(linden, "waiting")
    note_sent(letter(linden, "sent"), went="mail", now=FOUNDED)
    note_sent(letter(linden, "shown"), went="page", now=FOUNDED)
    failed(letter(linden, "failed"))
    letter(linden, "withdrawn", kind="reminder")
    withdraw(subject_id=linden.clara.client.id, kinds=("reminder",), now=FOUNDED)

    rows = signed_in(linden.owner).get(LIST).context["list"].rows

    assert {row.subject: str(row.state.words) for row in rows} == {
        "Subject waiting": "Waiting",
        "Subject sent": "Sent",
        "Subject shown": "Shown here only",
        "Subject failed": "Failed",
        "Subject withdrawn": "Withdrawn",
    }


def test_a_message_is_read_with_its_links_and_without_running_anything(linden: Cast) -> None:
    answer = signed_in(linden.owner).get(url("message", letter(linden))).content.decode()

    assert "Hello &lt;Clara&gt;" in answer
    assert '<a href="https://linden.example/appointment/x/"' in answer


def test_the_calendar_entry_can_be_taken_out(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    with_entry = browser.get(url("message-calendar", letter(linden, calendar="BEGIN:VCALENDAR")))
    without = browser.get(url("message-calendar", letter(linden, "other")))

    assert (with_entry.content, with_entry["Content-Type"]) == (b"BEGIN:VCALENDAR", "text/calendar; charset=utf-8")
    assert without.status_code == 404


@pytest.mark.parametrize(("host", "is_shown"), [("", True), ("mail.linden.example", False)])
def test_a_letter_that_lets_its_reader_in_is_theirs_once_there_is_a_mail_server(
    linden: Cast, settings: Any, host: str, is_shown: bool
) -> None:
    settings.MAIL_HOST = host
    message = letter(linden, kind="account")

    answer = signed_in(linden.owner).get(url("message", message)).content

    assert (b"linden.example/appointment" in answer) == is_shown


def test_without_the_second_factor_no_link_into_health_answers_is_shown(linden: Cast) -> None:
    browser = signed_in(linden.owner, with_second_factor=False)

    answer = browser.get(url("message", letter(linden)))

    assert (answer.status_code, b"appointment/x" in answer.content) == (200, False)
    assert b"second factor" in answer.content


def test_a_failed_message_is_sent_again_and_the_deed_noted(linden: Cast) -> None:
    message = failed(letter(linden))

    answer = signed_in(linden.owner).post(url("message-again", message))

    assert answer["Location"] == url("message", message)
    assert [(row.failed_at, row.error) for row in newest_messages()] == [(None, "")]
    assert (newest_entries()[0].deed, newest_entries()[0].subject_id) == ("message.sent_again", str(message.id))


def test_a_message_that_did_not_fail_is_not_sent_twice(linden: Cast) -> None:
    message = letter(linden)
    note_sent(message, went="mail", now=FOUNDED)

    answer = signed_in(linden.owner).post(url("message-again", message))

    assert (answer.status_code, b"has not failed" in answer.content) == (422, True)
    assert not newest_entries().filter(deed="message.sent_again").exists()


def test_a_failed_letter_about_an_account_has_lost_its_text_and_is_not_sent_again(linden: Cast) -> None:
    message = failed(letter(linden, kind="account"))
    owner = signed_in(linden.owner)

    page = owner.get(url("message", message)).content.decode()
    again = owner.post(url("message-again", message))

    assert "What this letter said let its reader sign in, so it is not kept." in page
    assert url("message-again", message) not in page
    assert (again.status_code, "so it cannot be sent again" in again.content.decode()) == (422, True)
    assert Message.objects.get(pk=message.pk).failed_at is not None


def test_three_messages_cost_as_many_queries_as_one(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    counts = []
    for keys in (("1",), ("2", "3")):
        for key in keys:
            letter(linden, key)
        with CaptureQueriesContext(connection) as captured:
            browser.get(LIST)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_mail_is_for_the_owner_of_the_practice(linden: Cast) -> None:
    message = failed(letter(linden))
    others = [signed_in(one) for one in (linden.ana, linden.front_desk, linden.clara)]

    for address in (LIST, url("message", message), url("message-calendar", message)):
        assert [one.get(address).status_code for one in (*others, Browser())] == [403, 403, 403, 302]
    assert [one.post(url("message-again", message)).status_code for one in others] == [403] * 3
    assert newest_messages()[0].failed_at is not None


def test_a_message_of_another_practice_is_not_there(linden: Cast) -> None:
    with practice_scope(linden.other_practice.id):
        message = posted(Letter("m", "confirmation", "u@mill.example", "Secret", "T"), now=FOUNDED)
    browser = signed_in(linden.owner)

    assert browser.get(url("message", message)).status_code == 404
    assert browser.post(url("message-again", message)).status_code == 404
    assert b"Secret" not in browser.get(LIST).content


def test_addresses_take_only_their_own_methods(linden: Cast) -> None:
    message = letter(linden)
    browser = signed_in(linden.owner)

    assert [browser.post(LIST).status_code, browser.post(url("message", message)).status_code] == [405, 405]
    assert browser.get(url("message-again", message)).status_code == 405


def test_reading_a_letter_leaves_an_audit_row_and_seeing_that_it_is_closed_leaves_none(linden: Cast) -> None:
    message = letter(linden)

    signed_in(linden.owner, with_second_factor=False).get(url("message", message))
    assert not newest_entries().filter(deed="message.read").exists()

    signed_in(linden.owner).get(url("message", message))
    rows = newest_entries().filter(deed="message.read")
    assert [(row.actor_label, row.subject_id) for row in rows] == [("Olga Brandt", str(message.id))]
