"""Reminders: when they leave, what they say, and that each arrives once, whoever dies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tableside.core.messages.wording import Kind
from tableside.records.clients.access import guest
from tableside.records.clients.models import Client
from tableside.records.outbox.models import Message
from tableside.records.practice.actions import ReminderRules
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.practice.wording_actions import save_wording
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.letters.visit import moved
from tableside.workflows.letters.wording import language_of
from tableside.workflows.messages.change_reminders import change_reminders
from tableside.workflows.messages.remind import plan_reminders_again
from tableside.workflows.messages.send_due_messages import send_due_messages
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, wish

SOON = NOW + timedelta(minutes=3)  # the confirmation leaves
FIRST, LAST = MONDAY_TEN - 48 * HOUR, datetime.fromisoformat("2027-02-01T07:00:00Z")  # 8:00, when quiet hours end


def waiting() -> list[tuple[str, datetime]]:
    rows = Message.objects.filter(kind__startswith="reminder", withdrawn_at=None, done_at=None)
    return sorted(rows.values_list("kind", "due_at"))


def test_two_reminders_wait_from_the_moment_of_booking(linden: Cast) -> None:
    booked(linden)

    assert waiting() == [("reminder_first", FIRST), ("reminder_last", LAST)]
    said = {message.kind: message.content for message in Message.objects.all()}
    assert "Has anything changed since you last told us about your health" in said["reminder_first"]["text"]
    assert "/intake/" in said["reminder_first"]["text"]
    assert "/intake/" not in said["reminder_last"]["text"]
    assert said["reminder_last"]["subject"] == "Linden Massage: Your appointment on Monday 1 February 2027"


def test_what_would_be_past_is_never_written(linden: Cast) -> None:
    booked(linden, now=MONDAY_TEN - 24 * HOUR)

    assert waiting() == [("reminder_last", LAST)]


def test_moving_rebuilds_and_cancelling_takes_back(linden: Cast) -> None:
    appointment = booked(linden)
    later = MONDAY_TEN + 27 * HOUR
    reschedule(appointment, starts_at=later, therapist_id=None, by=guest(appointment.client), now=NOW)
    moved = waiting()
    cancel(appointment, by=guest(appointment.client), now=NOW)

    assert moved == [("reminder_first", later - 48 * HOUR), ("reminder_last", later - 3 * HOUR)]
    assert waiting() == []


def test_each_leaves_once_and_another_round_sends_none(linden: Cast) -> None:
    booked(linden)

    sent = [send_due_messages(now=lambda at=at: at) for at in (SOON, FIRST, FIRST, LAST, MONDAY_TEN)]  # type: ignore[misc]

    assert sent == [1, 1, 0, 1, 0]


def test_a_reminder_that_comes_due_too_late_stays_here(linden: Cast) -> None:
    booked(linden)
    send_due_messages(now=lambda: SOON)

    assert send_due_messages(now=lambda: MONDAY_TEN) == 0
    assert Message.objects.filter(withdrawn_at=MONDAY_TEN).count() == 2


def test_choosing_again_writes_what_waits_anew_and_nothing_that_left(linden: Cast) -> None:
    appointment = booked(linden)
    practice = facts_of(current_practice())
    send_due_messages(now=lambda: FIRST)
    client = appointment.client
    client.email = "new@guests.example"

    plan_reminders_again(client, practice=practice, now=FIRST + HOUR)
    written_anew = waiting()
    address = Message.objects.get(kind="reminder_last").address
    client.remind_by = Client.RemindBy.NONE
    plan_reminders_again(client, practice=practice, now=FIRST + HOUR)
    none = waiting()
    client.remind_by = Client.RemindBy.MAIL
    plan_reminders_again(client, practice=practice, now=FIRST + HOUR)

    assert (written_anew, address, none) == ([("reminder_last", LAST)], "new@guests.example", [])
    assert waiting() == [("reminder_last", LAST)]
    assert Message.objects.filter(kind__startswith="reminder").count() == 2


def test_a_text_names_no_service_and_goes_to_the_international_number(linden: Cast, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    current = current_practice()
    current.country = "AT"
    current.save()
    gwen = Client.objects.create(
        name="Gwen Hart", email="gwen@guests.example", phone="01 234 5678", remind_by="sms", created_at=NOW
    )
    person = Person(gwen.name, gwen.email, gwen.phone, client_id=gwen.id)

    book(wish(linden, person=person), by=linden.front_desk.actor, now=NOW)

    first = Message.objects.get(kind="reminder_first")
    assert (first.channel, first.address) == ("sms", "+4312345678")
    text = first.content["text"]
    assert text.startswith("Linden Massage: your appointment is on Monday 1 February, 10:00. Anything changed")
    assert text.endswith("No more texts: answer STOP.")
    assert "Swedish" not in text
    assert "health" not in text
    assert "http" not in text


@pytest.mark.parametrize(
    ("url", "stopped", "phone"), [("", False, "+431234567"), ("x", True, "+431234567"), ("x", False, "?")]
)
def test_no_text_without_a_gateway_after_stop_or_to_what_is_no_number(
    linden: Cast, settings: Any, url: str, stopped: bool, phone: str
) -> None:
    settings.SMS_URL = url
    appointment = booked(linden)
    client = appointment.client
    client.remind_by, client.phone = Client.RemindBy.SMS, phone
    client.sms_stopped_at = NOW if stopped else None

    plan_reminders_again(client, practice=facts_of(current_practice()), now=NOW + timedelta(minutes=1))

    assert waiting() == []


def test_a_letter_speaks_one_language_that_of_its_words(linden: Cast) -> None:
    current = current_practice()
    current.languages = "en-gb de"
    current.save()
    appointment = booked(linden)
    appointment.client.language = "de"
    tokens = {"appointment": "a", "intake": "i"}

    ours = moved(appointment, practice=facts_of(current), tokens=tokens, now=NOW)
    theirs = {"subject": "Neu: {date}", "mail": "Hallo {client}, neu: {date}", "text": ""}
    save_wording(Kind.MOVED, language="de", **theirs, by=linden.owner.actor, now=NOW)
    own = moved(appointment, practice=facts_of(current), tokens=tokens, now=NOW)
    theirs["subject"] = ""
    save_wording(Kind.MOVED, language="de", **theirs, by=linden.owner.actor, now=NOW)
    without_subject = moved(appointment, practice=facts_of(current), tokens=tokens, now=NOW)
    unknown = Client(language="fr")

    assert without_subject.subject == "Linden Massage: Montag 1 Februar 2027"  # none of our English words above theirs
    assert ours.subject == "Linden Massage: Your appointment is now on Monday 1 February 2027"
    assert (own.subject, "Montag" in ours.text) == ("Neu: Montag 1 Februar 2027", False)
    assert (language_of(appointment.client, facts_of(current)), language_of(unknown, facts_of(current))) == (
        "de",
        "en-gb",
    )


def test_other_times_for_reminders_hold_for_what_is_booked_and_what_has_left_is_not_sent_again(linden: Cast) -> None:
    booked(linden)
    by, day, evening = linden.owner.actor, 24 * 60, 21 * 60

    change_reminders(ReminderRules(day, 120, evening, 7 * 60), by=by, now=SOON)
    assert waiting() == [("reminder_first", MONDAY_TEN - 24 * HOUR), ("reminder_last", MONDAY_TEN - 2 * HOUR)]

    send_due_messages(now=lambda: MONDAY_TEN - 24 * HOUR)
    change_reminders(ReminderRules(12 * 60, 0, evening, 7 * 60), by=by, now=MONDAY_TEN - 23 * HOUR)
    assert waiting() == []

    change_reminders(ReminderRules(12 * 60, 60, evening, 7 * 60), by=by, now=MONDAY_TEN - 22 * HOUR)
    assert waiting() == [("reminder_last", MONDAY_TEN - HOUR)]
    assert Message.objects.filter(kind="reminder_first").count() == 1
