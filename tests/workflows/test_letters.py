"""What is written to clients, and that page, mail and calendar name the same instant on every day of the year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from icalendar import Calendar

from tableside.records.clients.access import guest
from tableside.records.outbox.models import Message
from tableside.ui import moments
from tableside.workflows.booking.book import book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.times.find_times import Search, free_times
from tests.factories import answered
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, found, wish

_HEALTH = re.compile(r"massage therapy|pain|health|pregnan|prenatal|cancer|deep tissue|symptom|injur|treatment", re.I)


def letters() -> dict[str, dict[str, str]]:
    return {message.kind: message.content for message in Message.objects.order_by("created_at")}


def test_a_confirmation_says_everything_and_its_links_open(client: Browser, linden: Cast) -> None:
    made = book(wish(linden), by=None, now=NOW)

    letter = letters()["confirmation"]
    links = re.findall(r"https?://\S+", letter["text"])

    assert letter["subject"] == "Linden Massage: Your appointment on Monday 1 February 2027"
    for expected in (
        "Hello Gwen Hart,",
        "Monday 1 February 2027, 10:00–11:00",
        "Swedish massage with Ana Lindqvist",
        "Linden Street, Linden Street 4",
        f"Reference {made.reference}",
        "+43 1 234567",
    ):
        assert expected in letter["text"]
    assert [link.split("/")[3] for link in links] == ["appointment", "intake", "claim"]


def test_whoever_has_answered_the_health_questions_is_only_asked_what_changed(linden: Cast) -> None:
    from tableside.workflows.booking.book import Person

    clara = Person("Clara Novak", "clara@clients.example", client_id=linden.clara.client.id)
    book(wish(linden, person=clara), by=linden.clara.actor, now=NOW)
    first = letters()["confirmation"]["text"]
    answered(linden.clara, now=NOW)
    later = replace(wish(linden, person=clara, key="again"), starts_at=MONDAY_TEN + 3 * HOUR)
    book(later, by=linden.clara.actor, now=NOW + HOUR)
    second = letters()["confirmation"]["text"]

    asks, asks_what_changed = "Please answer a few health questions", "If something about your health has changed"
    assert [asks in first, asks_what_changed in first] == [True, False]
    assert [asks in second, asks_what_changed in second] == [False, True]
    assert "/intake/" in second


def test_a_client_with_an_account_is_not_asked_to_make_one(linden: Cast) -> None:
    from tableside.workflows.booking.book import Person

    clara = Person("Clara Novak", "clara@clients.example", client_id=linden.clara.client.id)
    book(wish(linden, person=clara), by=linden.clara.actor, now=NOW)

    assert "/claim/" not in letters()["confirmation"]["text"]


def test_a_prenatal_booking_is_named_nowhere_that_others_may_glance_at(linden: Cast) -> None:
    made = book(replace(wish(linden), service_id=linden.prenatal.id), by=None, now=NOW)
    appointment = found(made)
    by, later = guest(appointment.client), NOW + HOUR
    reschedule(appointment, starts_at=MONDAY_TEN + 3 * HOUR, therapist_id=None, by=by, now=later)
    cancel(appointment, by=by, now=later)

    written = letters()
    assert sorted(written) == ["cancelled", "confirmation", "moved", "reminder_first", "reminder_last"]
    for letter in written.values():
        assert not _HEALTH.search(letter["subject"])
        assert not _HEALTH.search(letter["calendar"])
        assert not [link for link in re.findall(r"https?://\S+", letter["text"]) if _HEALTH.search(link)]


def test_a_name_with_dollar_signs_is_only_a_name(linden: Cast) -> None:
    from tableside.workflows.booking.book import Person

    book(wish(linden, person=Person("Gwen $appointment ${claim}", "g@guests.example")), by=None, now=NOW)

    assert "Hello Gwen $appointment ${claim}," in letters()["confirmation"]["text"]


@pytest.mark.parametrize(
    ("day", "now", "offset_hours"),
    [
        (datetime(2027, 3, 26, tzinfo=UTC), datetime(2027, 3, 15, tzinfo=UTC), 1),  # the Friday before summer time
        (datetime(2027, 3, 29, tzinfo=UTC), datetime(2027, 3, 15, tzinfo=UTC), 2),  # the Monday after
        (datetime(2027, 10, 29, tzinfo=UTC), datetime(2027, 10, 15, tzinfo=UTC), 2),  # before winter time
        (datetime(2027, 11, 1, tzinfo=UTC), datetime(2027, 10, 15, tzinfo=UTC), 1),
    ],
)
def test_page_mail_and_calendar_name_the_same_instant_across_both_change_days(
    linden: Cast, day: datetime, now: datetime, offset_hours: int
) -> None:
    nine = day + timedelta(hours=9 - offset_hours)  # 09:00 on the clock in Vienna
    offered = free_times(Search(service=linden.swedish, minutes=60), now=now).on(day.date())
    assert offered[0] == nine

    appointment = booked(linden, start=nine, now=now)

    letter = letters()["confirmation"]
    (event,) = Calendar.from_ical(letter["calendar"]).walk("VEVENT")
    assert event.decoded("DTSTART").astimezone(UTC) == nine == appointment.starts_at
    assert event.decoded("DTEND").astimezone(UTC) == nine + HOUR
    zone = linden.practice.time_zone
    from zoneinfo import ZoneInfo

    words = moments.full(appointment.starts_at, ZoneInfo(zone), appointment.ends_at)
    assert "09:00–10:00" in words
    assert words in letter["text"]
