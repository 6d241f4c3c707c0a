"""Choosing how to be reminded: by link, signed in, by a mail program, by answering a text, and at the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.workflows.messages.send_due_messages import send_due_messages
from tests.mail_server import mail_server
from tests.personas import Cast, signed_in
from tests.workflows.booking_wishes import booked

SOON = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def link(client: Client) -> str:
    lasts, now = timedelta(days=3), timezone.now()
    token = make_link(client, purpose=Link.Purpose.MESSAGES, subject_id=client.id, lasts=lasts, now=now)
    return f"/messages/{token}/"


def remind_by(client: Client) -> str:
    return str(Client.objects.values_list("remind_by", flat=True).get(pk=client.pk))


def waiting() -> int:
    return Message.objects.filter(kind__startswith="reminder", withdrawn_at=None, done_at=None).count()


def test_the_link_shows_a_choice_and_only_sending_it_changes_something(client: Browser, linden: Cast) -> None:
    appointment = booked(linden)
    address = link(appointment.client)

    shown = client.get(address)
    unchanged = (remind_by(appointment.client), waiting())
    sent = client.post(address, {"remind_by": "none"})

    assert (shown.status_code, "As a text message" in shown.content.decode(), unchanged) == (200, False, ("mail", 2))
    assert (sent.status_code, remind_by(appointment.client), waiting()) == (302, "none", 0)


def test_a_mail_program_stops_reminders_with_one_press_and_without_a_cookie(linden: Cast) -> None:
    appointment = booked(linden)
    program = Browser(enforce_csrf_checks=True)
    address = f"{link(appointment.client)}stop/"

    looked = program.get(address).status_code
    stopped = program.post(address, {"List-Unsubscribe": "One-Click"})

    assert (looked, stopped.status_code, remind_by(appointment.client), waiting()) == (405, 200, "none", 0)


def test_each_reminder_carries_the_button_of_mail_programs(linden: Cast, settings: Any, client: Browser) -> None:
    appointment = booked(linden)
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_HOST = settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        send_due_messages(now=lambda: appointment.starts_at - timedelta(minutes=1))
        confirmation, reminder, _last = server.letters

    assert confirmation["List-Unsubscribe"] is None
    assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reminder["List-Unsubscribe"].strip().startswith(f"<{settings.PUBLIC_URL}/messages/")


@pytest.mark.parametrize("path", ["/messages/no-such-token/", "/messages/no-such-token/stop/"])
def test_a_token_that_opens_nothing_is_not_there(client: Browser, linden: Cast, path: str) -> None:
    assert client.post(path, {"remind_by": "none"}).status_code == 404


def test_a_link_for_something_else_does_not_open_the_choice(client: Browser, linden: Cast) -> None:
    clara, now = linden.clara.client, timezone.now()
    token = make_link(clara, purpose=Link.Purpose.CLAIM, subject_id=clara.id, lasts=timedelta(days=1), now=now)

    assert client.get(f"/messages/{token}/").status_code == 404


def test_a_signed_in_client_chooses_for_themselves(linden: Cast) -> None:
    assert signed_in(linden.clara).post("/my/messages/", {"remind_by": "none"}).status_code == 302
    assert (remind_by(linden.clara.client), remind_by(linden.dora.client)) == ("none", "mail")
    assert signed_in(linden.front_desk).get("/my/messages/").status_code == 403
    assert Browser().get("/my/messages/").status_code == 302


def test_without_a_gateway_a_text_cannot_be_chosen(linden: Cast) -> None:
    assert signed_in(linden.clara).post("/my/messages/", {"remind_by": "sms"}).status_code == 422
    assert remind_by(linden.clara.client) == "mail"


def test_the_language_is_one_that_the_practice_writes(linden: Cast) -> None:
    practice = linden.practice
    practice.languages = "en-gb de"
    practice.save()
    browser = signed_in(linden.clara)

    taken = browser.post("/my/messages/", {"remind_by": "mail", "language": "de"}).status_code
    refused = browser.post("/my/messages/", {"remind_by": "mail", "language": "fr"}).status_code

    assert (taken, refused) == (302, 422)
    assert Client.objects.values_list("language", flat=True).get(pk=linden.clara.client.pk) == "de"


def test_the_desk_chooses_when_a_client_asks_and_nobody_from_elsewhere(linden: Cast) -> None:
    address = f"/desk/clients/{linden.clara.client.id}/messages/"

    assert signed_in(linden.front_desk).post(address, {"remind_by": "none"}).status_code == 302
    assert remind_by(linden.clara.client) == "none"
    assert signed_in(linden.other_therapist).post(address, {"remind_by": "mail"}).status_code == 404
    assert signed_in(linden.clara).get(address).status_code == 403
    assert Browser().get(address).status_code == 302


@pytest.fixture
def texts(linden: Cast, settings: Any) -> Client:
    settings.SMS_URL, settings.SMS_INBOUND_TOKEN = "http://127.0.0.1:9/", "secret"
    clara = linden.clara.client
    clara.phone, clara.remind_by = "+43 1 2345678", "sms"
    clara.save()
    return clara


def test_stop_ends_texts_and_start_takes_it_back(linden: Cast, texts: Client) -> None:
    gateway = Browser(enforce_csrf_checks=True)

    def say(text: str) -> tuple[int, str, bool]:
        given = {"from": "+4312345678", "text": text}
        status = gateway.post("/texts/secret/", given, content_type="application/json").status_code
        texts.refresh_from_db()
        return status, texts.remind_by, texts.sms_stopped_at is None

    assert [say("Thank you"), say(" Stop. "), say("STOP"), say("start")] == [
        (204, "sms", True),
        (204, "mail", False),
        (204, "mail", False),
        (204, "mail", True),
    ]


def test_after_stop_nobody_else_can_turn_texts_on(linden: Cast, texts: Client) -> None:
    Browser().post("/texts/secret/", {"from": "+4312345678", "text": "stop"})

    answer = signed_in(linden.front_desk).post(f"/desk/clients/{texts.id}/messages/", {"remind_by": "sms"})

    assert (answer.status_code, remind_by(texts)) == (422, "mail")
    assert "Answer START to one of them" in answer.content.decode()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"from": 1}'])
def test_answers_without_the_secret_or_without_sense_change_nothing(linden: Cast, texts: Client, body: str) -> None:
    assert Browser().post("/texts/guess/", {"from": "+4312345678", "text": "stop"}).status_code == 404
    assert Browser().generic("POST", "/texts/secret/", body, content_type="application/json").status_code == 204
    assert remind_by(texts) == "sms"


def test_without_a_secret_no_answers_are_taken(linden: Cast, texts: Client, settings: Any) -> None:
    settings.SMS_INBOUND_TOKEN = ""

    assert Browser().post("/texts/x/", {"from": "+4312345678", "text": "stop"}).status_code == 404


def test_the_page_of_an_appointment_lists_what_was_sent_and_what_waits(linden: Cast) -> None:
    appointment = booked(linden)
    send_due_messages(now=lambda: Message.objects.get(kind="confirmation").due_at)

    page = signed_in(linden.front_desk).get(f"/desk/appointments/{appointment.id}/").content.decode()
    with practice_scope(linden.practice.id):
        message = Message.objects.get(kind="confirmation")

    told = page[page.index("What we told the client") :]
    assert told.index("Confirmation") < told.index("Shown here only") < told.index("First reminder")
    assert "30 Jan 2027, 10:00, by mail" in told
    assert str(message.pk) not in page
    owner = signed_in(linden.owner).get(f"/desk/appointments/{appointment.id}/").content.decode()
    assert f"/desk/mail/{message.pk}/" in owner
