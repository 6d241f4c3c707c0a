"""Booking, told by what stands in the records afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.models import Client
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment, Booking, KeptAnswer, Reservation
from tableside.workflows.booking.book import Person, book
from tableside.workflows.booking.set_aside import Insistence
from tests.personas import Cast
from tests.workflows.booking_wishes import GWEN, HOUR, MONDAY_TEN, NOW, found, wish


def nothing_was_kept() -> bool:
    return not any(table.objects.exists() for table in (Booking, Appointment, Reservation, Message, KeptAnswer))


def test_a_booking_takes_therapist_table_and_client_and_leaves_letter_and_audit_row(linden: Cast) -> None:
    made = book(wish(linden), by=None, now=NOW)

    appointment = found(made)
    assert (appointment.starts_at, appointment.ends_at) == (MONDAY_TEN, MONDAY_TEN + HOUR)
    start = minute_of(MONDAY_TEN)
    taken = Reservation.objects.select_related("resource").order_by("end_minute")
    assert sorted(
        (
            "therapist" if row.resource.therapist_id else "table" if row.resource.table_id else "client",
            row.start_minute - start,
            row.end_minute - start,
        )
        for row in taken
    ) == [("client", 0, 60), ("table", 0, 75), ("therapist", 0, 75)]
    assert set(Message.objects.values_list("kind", "address")) == {
        (kind, GWEN.email) for kind in ("confirmation", "reminder_first", "reminder_last")
    }
    entry = AuditEntry.objects.get(deed="appointment.booked")
    assert (entry.subject_id, entry.client_id, entry.actor_label) == (
        str(appointment.id),
        str(appointment.client_id),
        "Gwen Hart (by link)",
    )


def test_the_same_request_again_gives_the_same_booking_and_adds_nothing(linden: Cast) -> None:
    first = book(wish(linden), by=None, now=NOW)

    again = book(wish(linden), by=None, now=NOW + timedelta(minutes=2))

    assert (again.booking_id, again.appointment_ids, again.reference) == (
        first.booking_id,
        first.appointment_ids,
        first.reference,
    )
    assert (Booking.objects.count(), Message.objects.count(), Client.objects.filter(name=GWEN.name).count()) == (
        1,
        3,
        1,
    )


def test_a_retry_gets_its_yes_even_when_the_time_has_gone_meanwhile(linden: Cast) -> None:
    first = book(wish(linden), by=None, now=NOW)

    again = book(wish(linden), by=None, now=MONDAY_TEN + timedelta(days=3))

    assert again.reference == first.reference


@pytest.mark.parametrize(
    "changed", [{"minutes": 90}, {"starts_at": MONDAY_TEN + HOUR}, {"people": (Person("Hugo", "hugo@guests.example"),)}]
)
def test_the_same_key_with_another_body_is_refused(linden: Cast, changed: dict[str, object]) -> None:
    book(wish(linden), by=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        book(replace(wish(linden), **changed), by=None, now=NOW)  # type: ignore[arg-type]  # one of several fields

    assert refused.value.code == "key_reused"
    assert Booking.objects.count() == 1


def test_a_key_of_one_practice_means_nothing_at_another(cast: Cast) -> None:
    from tableside.records.foundation.scope import practice_scope
    from tableside.records.scheduling.answers import answer_of

    with practice_scope(cast.practice.id):
        book(wish(cast), by=None, now=NOW)
    with practice_scope(cast.other_practice.id):
        assert answer_of("a key", body_sha256="anything") is None


@pytest.mark.parametrize(
    ("changed", "now", "code"),
    [
        ({"minutes": 61}, NOW, "no_such_service"),
        ({"people": ()}, NOW, "people_missing"),
        ({"people": (GWEN, Person("Hugo", "hugo@guests.example"))}, NOW, "people_missing"),
        ({}, MONDAY_TEN - HOUR, "inside_notice"),
        ({}, MONDAY_TEN + HOUR, "in_the_past"),
        ({}, MONDAY_TEN - timedelta(days=120), "past_horizon"),
        ({"starts_at": datetime(2027, 2, 6, 9, tzinfo=UTC)}, NOW, "outside_hours"),
        ({"starts_at": datetime(2027, 2, 1, 3, tzinfo=UTC)}, NOW, "outside_hours"),
    ],
)
def test_what_cannot_be_booked_is_refused_with_a_code_and_leaves_nothing(
    linden: Cast, changed: dict[str, object], now: datetime, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        book(replace(wish(linden), **changed), by=None, now=now)  # type: ignore[arg-type]  # one of several fields

    assert refused.value.code == code
    assert nothing_was_kept()


def test_whoever_is_late_hears_of_the_three_nearest_times(linden: Cast) -> None:
    book(wish(linden), by=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        book(wish(linden, key="other", person=Person("Hugo", "hugo@guests.example")), by=None, now=NOW)

    # Ana needs 75 minutes for an hour, so 08:45 is the last free start before and 10:15 the first one after.
    assert refused.value.data["nearest"] == (
        MONDAY_TEN + timedelta(minutes=75),
        MONDAY_TEN + timedelta(minutes=90),
        MONDAY_TEN + timedelta(minutes=105),
    )


def test_a_client_cannot_be_in_two_places_at_once(linden: Cast) -> None:
    clara = Person("Clara Novak", "clara@clients.example", client_id=linden.clara.client.id)
    book(wish(linden, person=clara), by=linden.clara.actor, now=NOW)

    with pytest.raises(Refusal):
        with_ben = replace(wish(linden, person=clara, key="ben"), therapist_id=linden.ben.as_therapist.id)
        book(with_ben, by=linden.clara.actor, now=NOW)

    assert Booking.objects.count() == 1


def test_a_signed_in_client_books_for_themselves_and_for_nobody_else(linden: Cast) -> None:
    dora = Person("Dora Weiss", "dora@clients.example", client_id=linden.dora.client.id)

    with pytest.raises(Refusal) as refused:
        book(wish(linden, person=dora), by=linden.clara.actor, now=NOW)

    assert refused.value.code == "not_found"
    assert nothing_was_kept()


def test_staff_book_inside_the_notice_period_with_a_reason(linden: Cast) -> None:
    by, now = linden.front_desk.actor, MONDAY_TEN - HOUR
    with pytest.raises(Refusal) as unsaid:
        book(wish(linden), by=by, now=now)

    assert (unsaid.value.code, unsaid.value.data["outside"]) == ("needs_reason", ("inside_notice",))
    insists = Insistence("The client is here", ("inside_notice",))
    assert found(book(replace(wish(linden), insists=insists), by=by, now=now)).starts_at == MONDAY_TEN


def test_somebody_with_an_account_is_not_taken_over_by_a_guest_of_the_same_name(linden: Cast) -> None:
    made = book(wish(linden, person=Person("Clara Novak", "clara@clients.example")), by=None, now=NOW)

    assert found(made).client != linden.clara.client
    assert found(made).client.user_id is None
