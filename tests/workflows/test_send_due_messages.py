"""The worker and a real mail server: each letter arrives once, and nothing it meets makes it stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from icalendar import Calendar

from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.actions import (
    ACCOUNT_LETTERS_LAST,
    LEASE,
    Letter,
    empty_old_account_letters,
    post,
    withdraw,
)
from tableside.records.outbox.models import Message
from tableside.workflows.booking.book import Booked, BookingRequest, Person, book
from tableside.workflows.messages.send_due_messages import run_worker, send_due_messages
from tests.letters_posted import posted
from tests.mail_server import MailServer, mail_server
from tests.personas import Cast

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # a Monday
TUESDAY_AT_10 = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UNDO = timedelta(minutes=3)  # as long as a confirmation waits


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_HOST = settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        yield server


def booked(cast: Cast) -> Booked:
    request = BookingRequest(
        service_id=cast.swedish.id,
        minutes=60,
        starts_at=TUESDAY_AT_10,
        people=(Person("Gina Guest", "gina@guests.example"),),
        key="one",
        therapist_id=cast.ana.as_therapist.id,
    )
    return book(request, by=None, now=NOW)


def letter(key: str, address: str = "clara@clients.example") -> Letter:
    return Letter(key=key, kind="test", address=address, subject=f"Letter {key}", text="Hello.")


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_a_booking_arrives_as_a_mail_with_its_calendar_entry(linden: Cast, server: MailServer) -> None:
    booked(linden)

    assert send_due_messages(now=at(NOW + UNDO)) == 1

    (mail,) = server.letters
    assert (mail["To"], mail["Auto-Submitted"]) == ("gina@guests.example", "auto-generated")
    assert mail["Message-ID"] == f"<{Message.objects.get(kind='confirmation').pk}@localhost>"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Hello Gina Guest" in body.get_content()
    (attached,) = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "appointment.ics")
    (event,) = Calendar.from_ical(attached.get_content()).walk("VEVENT")
    assert event.decoded("DTSTART") == TUESDAY_AT_10
    assert event.decoded("DTEND") == TUESDAY_AT_10 + timedelta(hours=1)


def test_without_a_mail_server_the_owner_reads_the_letter_on_a_page(linden: Cast, mailoutbox: list[Any]) -> None:
    booked(linden)

    assert send_due_messages(now=at(NOW + UNDO)) == 1

    message = Message.objects.get(kind="confirmation")
    assert (message.went, message.done_at, mailoutbox) == ("page", NOW + UNDO, [])


def test_an_address_that_the_server_does_not_know_is_given_up_at_once(linden: Cast, server: MailServer) -> None:
    server.refuses = {"clara@clients.example"}
    post(letter("a"), now=NOW)
    post(letter("b", "dora@clients.example"), now=NOW)

    assert send_due_messages(now=at(NOW)) == 1

    refused = Message.objects.get(key="a")
    assert (refused.failed_at, refused.error) == (NOW, "The mail server refused the address.")
    assert [mail["To"] for mail in server.letters] == ["dora@clients.example"]


def test_a_server_that_is_busy_or_away_gets_the_letter_later(linden: Cast, server: MailServer, settings: Any) -> None:
    post(letter("a"), now=NOW)
    server.is_busy = True
    assert send_due_messages(now=at(NOW)) == 0
    settings.EMAIL_PORT = 9  # nobody listens there
    assert send_due_messages(now=at(NOW + MINUTE)) == 0
    server.is_busy, settings.EMAIL_PORT = False, server.port

    too_early = send_due_messages(now=at(NOW + 2 * MINUTE))
    in_time = send_due_messages(now=at(NOW + 3 * MINUTE))

    message = Message.objects.get()
    assert (too_early, in_time, len(server.letters)) == (0, 1, 1)
    assert (message.attempts, message.error) == (3, "")


def test_a_worker_that_died_between_the_servers_yes_and_our_note_sends_a_recognisable_copy(
    linden: Cast, server: MailServer
) -> None:
    post(letter("a"), now=NOW)
    asked = 0

    def dies_when_noting() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise KeyboardInterrupt
        return NOW

    with pytest.raises(KeyboardInterrupt):
        send_due_messages(now=dies_when_noting)
    assert send_due_messages(now=at(NOW + LEASE - MINUTE)) == 0

    assert send_due_messages(now=at(NOW + LEASE)) == 1
    assert len(server.letters) == 2
    assert len({mail["Message-ID"] for mail in server.letters}) == 1


def test_what_was_taken_back_between_claim_and_sending_stays_here(
    linden: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = posted(Letter("a", "test", "clara@clients.example", "S", "T", subject_id=linden.clara.client.id), now=NOW)

    def taken_back_while_we_ask() -> datetime:
        with practice_scope(linden.practice.id):
            withdraw(subject_id=linden.clara.client.id, kinds=("test",), now=NOW)
        return NOW

    assert send_due_messages(now=taken_back_while_we_ask) == 0

    message.refresh_from_db()
    assert (message.done_at, server.letters) == (None, [])


def test_a_letter_that_cannot_be_opened_keeps_no_other_waiting(
    linden: Cast, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    broken = posted(letter("a"), now=NOW - MINUTE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_message SET content = 's1:00000000:AAAA'")
    post(letter("b\r\nBcc: everybody@example.com"), now=NOW - MINUTE)
    post(letter("c"), now=NOW)

    assert send_due_messages(now=at(NOW)) == 1

    assert [mail["Subject"] for mail in server.letters] == ["Letter c"]
    waiting = dict(Message.objects.filter(done_at=None).values_list("key", "error"))
    assert waiting == dict.fromkeys(["a", "b\r\nBcc: everybody@example.com"], "This letter could not be put together.")
    assert f"Message {broken.pk} not put together: Unreadable" in caplog.messages
    assert "everybody" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_three_workers_send_sixty_letters_once_each(linden: Cast, server: MailServer) -> None:
    for number in range(60):
        post(letter(str(number)), now=NOW)

    def work(_: int) -> int:
        try:
            return send_due_messages(now=at(NOW))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = list(pool.map(work, range(3)))

    subjects = sorted(str(mail["Subject"]) for mail in server.letters)
    assert (sum(sent), subjects) == (60, sorted(f"Letter {number}" for number in range(60)))


@pytest.mark.django_db(transaction=True)
def test_a_worker_goes_on_after_a_bad_round_until_it_is_told_to_stop(
    linden: Cast, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    post(letter("a"), now=NOW)
    rounds = 0

    def clock() -> datetime:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise OSError("the clock is broken")
        return NOW

    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(stop,), kwargs={"now": clock, "every_seconds": 0.01})
    worker.start()
    while not Message.objects.exclude(done_at=None).exists() and worker.is_alive():
        stop.wait(0.01)
    stop.set()
    worker.join(10)

    assert (worker.is_alive(), len(server.letters)) == (False, 1)
    assert "A round of sending messages failed." in caplog.messages


def test_a_worker_told_to_stop_ends_after_the_letter_in_hand(linden: Cast, server: MailServer) -> None:
    for key in ("a", "b"):
        post(letter(key), now=NOW)
    stop, asked = threading.Event(), 0

    def clock() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 2:  # when the first letter has been handed over and is about to be noted
            stop.set()
        return NOW

    assert send_due_messages(now=clock, stop=stop) == 1
    assert (len(server.letters), Message.objects.filter(done_at=NOW).count()) == (1, 1)


def test_a_sign_in_code_cannot_be_read_here_once_it_has_been_sent(linden: Cast, server: MailServer) -> None:
    post(Letter("code", "account", "ana@therapists.example", "Sign-in code", "K7QX2M"), now=NOW)
    post(letter("a"), now=NOW)

    send_due_messages(now=at(NOW))

    kept = {message.key: message.content for message in Message.objects.all()}
    assert "K7QX2M" in next(mail for mail in server.letters if mail["Subject"] == "Sign-in code").get_content()
    assert kept == {
        "code": {"subject": "Sign-in code", "text": "", "calendar": ""},
        "a": {"subject": "Letter a", "text": "Hello.", "calendar": ""},
    }


def test_a_sign_in_code_that_could_not_be_delivered_is_not_kept(linden: Cast, server: MailServer) -> None:
    server.refuses = {"ana@therapists.example"}
    post(Letter("code", "account", "ana@therapists.example", "Sign-in code", "K7QX2M"), now=NOW)

    send_due_messages(now=at(NOW))

    refused = Message.objects.get()
    assert (refused.failed_at, refused.emptied_at) == (NOW, NOW)
    assert refused.content == {"subject": "Sign-in code", "text": "", "calendar": ""}


def test_letters_about_accounts_lose_what_they_said_when_it_is_of_no_more_use(cast: Cast) -> None:
    old, young = NOW - ACCOUNT_LETTERS_LAST, NOW - ACCOUNT_LETTERS_LAST + MINUTE
    for practice in (cast.practice, cast.other_practice):
        with practice_scope(practice.id):
            post(Letter("old", "account", "ana@therapists.example", "Sign-in code", "K7QX2M"), now=old)
            post(Letter("young", "account", "ana@therapists.example", "Sign-in code", "P3LM9A"), now=young)
            post(letter("a"), now=old)

    assert [empty_old_account_letters(now=NOW), empty_old_account_letters(now=NOW)] == [2, 0]

    for practice in (cast.practice, cast.other_practice):
        with practice_scope(practice.id):
            kept = {m.key: (m.content["text"], m.failed_at, m.emptied_at) for m in Message.objects.all()}
            assert kept == {"old": ("", NOW, NOW), "young": ("P3LM9A", None, None), "a": ("Hello.", None, None)}
