from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.access import guest
from tableside.records.clients.models import Link
from tableside.records.outbox.models import Message
from tableside.records.scheduling.actions import move
from tableside.records.scheduling.models import Appointment, Reservation
from tableside.records.scheduling.placing import Placement
from tableside.records.scheduling.queries import tables_of
from tableside.records.scheduling.reserving import OfferTaken
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.reschedule import reschedule
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, found, wish


def starts() -> set[int]:
    return set(Reservation.objects.values_list("start_minute", flat=True))


def test_the_old_time_is_given_back_and_the_new_one_taken(linden: Cast) -> None:
    appointment = booked(linden)
    later = MONDAY_TEN + 4 * HOUR

    reschedule(appointment, starts_at=later, therapist_id=None, by=guest(appointment.client), now=NOW + HOUR)

    appointment.refresh_from_db()
    assert (appointment.starts_at, appointment.ends_at, appointment.revision) == (later, later + HOUR, 1)
    assert (starts(), Reservation.objects.count()) == ({minute_of(later)}, 3)
    kinds = ["confirmation", "reminder_first", "reminder_last"]
    assert sorted(Message.objects.exclude(withdrawn_at=None).values_list("kind", flat=True)) == kinds
    assert sorted(Message.objects.filter(withdrawn_at=None).values_list("kind", flat=True)) == ["moved", *kinds[1:]]
    entry = AuditEntry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.deed, entry.detail) == (
        "appointment.moved",
        {"from": MONDAY_TEN.isoformat(), "to": later.isoformat()},
    )


def test_no_link_to_an_account_is_made_because_no_letter_holds_one(linden: Cast) -> None:
    appointment = booked(linden)
    before = set(Link.objects.values_list("pk", flat=True))
    by, later = guest(appointment.client), NOW + HOUR

    reschedule(appointment, starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=by, now=later)

    made = Link.objects.exclude(pk__in=before)
    assert made.filter(purpose=Link.Purpose.INTAKE).exists()
    assert not made.filter(purpose=Link.Purpose.CLAIM).exists()


def test_an_appointment_may_move_into_a_part_of_its_own_time(linden: Cast) -> None:
    appointment = booked(linden)

    reschedule(
        appointment,
        starts_at=MONDAY_TEN + timedelta(minutes=30),
        therapist_id=linden.ana.as_therapist.id,
        by=guest(appointment.client),
        now=NOW,
    )

    assert Appointment.objects.get().starts_at == MONDAY_TEN + timedelta(minutes=30)


def test_a_taken_time_is_refused_with_other_times_and_everything_stays(linden: Cast) -> None:
    appointment = booked(linden)
    taken = MONDAY_TEN + 3 * HOUR
    book(wish(linden, start=taken, key="taken"), by=None, now=NOW)
    before = starts()

    with pytest.raises(Refusal) as refused:
        reschedule(
            appointment,
            starts_at=taken,
            therapist_id=linden.ana.as_therapist.id,
            by=guest(appointment.client),
            now=NOW,
        )

    nearest = refused.value.data["nearest"]
    assert isinstance(nearest, tuple)
    assert len(nearest) == 3
    assert starts() == before
    assert not Message.objects.filter(kind="moved").exists()


def test_a_client_cannot_move_on_the_last_day_but_the_practice_can(linden: Cast) -> None:
    appointment = booked(linden)
    late, later = MONDAY_TEN - 2 * HOUR, MONDAY_TEN + 4 * HOUR

    with pytest.raises(Refusal) as refused:
        reschedule(appointment, starts_at=later, therapist_id=None, by=guest(appointment.client), now=late)
    assert refused.value.code == "inside_reschedule_notice"

    reschedule(appointment, starts_at=later, therapist_id=None, by=linden.front_desk.actor, now=late)
    assert Appointment.objects.get().starts_at == later


def test_who_loses_the_last_moment_still_sees_the_time_it_has(linden: Cast) -> None:
    appointment, taken_at = booked(linden), MONDAY_TEN + timedelta(hours=3)
    dora = Person("Dora Weiss", "dora@guests.example")
    book(wish(linden, start=taken_at, key="next", person=dora), by=None, now=NOW)
    placement = Placement(
        client=appointment.client,
        therapist=linden.ana.as_therapist,
        service=appointment.service,
        location=appointment.location,
        table=None,
        starts_at=taken_at,
        minutes=60,
        therapist_minutes=75,
        table_minutes=75,
        price_minor=8000,
        currency="EUR",
    )

    with pytest.raises(OfferTaken):
        move(appointment, placement, by=linden.front_desk.actor, now=NOW)

    assert (appointment.starts_at, appointment.revision) == (MONDAY_TEN, 0)


def test_it_stays_on_its_massage_table_where_that_is_free_then_and_takes_another_where_not(linden: Cast) -> None:
    quiet = tables_of([linden.location.id])[1]
    appointment = booked(linden)
    reschedule(
        appointment, starts_at=MONDAY_TEN, therapist_id=None, table_id=quiet.id, by=linden.front_desk.actor, now=NOW
    )
    rita = wish(linden, key="ben", person=Person("Rita", "rita@guests.example"))
    bens = replace(rita, therapist_id=linden.ben.as_therapist.id, starts_at=MONDAY_TEN + 3 * HOUR)
    on_quiet = found(book(bens, by=None, now=NOW))
    reschedule(
        on_quiet,
        starts_at=on_quiet.starts_at,
        therapist_id=None,
        table_id=quiet.id,
        by=linden.front_desk.actor,
        now=NOW,
    )

    reschedule(appointment, starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=linden.front_desk.actor, now=NOW)
    stayed = appointment.table_id
    ana = linden.ana.as_therapist.id
    reschedule(appointment, starts_at=MONDAY_TEN + 3 * HOUR, therapist_id=ana, by=linden.front_desk.actor, now=NOW)

    assert stayed == quiet.id
    assert appointment.table_id not in (None, quiet.id)
