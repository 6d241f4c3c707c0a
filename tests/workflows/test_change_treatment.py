"""Another treatment at the same time: service, length, therapist, price and screening follow, and can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tableside.core.decision import Refusal
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.change_treatment import change_treatment
from tableside.workflows.changing.undo_change import undo_change
from tests.personas import Cast
from tests.workflows.booking_wishes import MONDAY_TEN, NOW, booked, wish


def as_it_is(appointment: Appointment) -> tuple[str, str, int, int]:
    kept = Appointment.objects.select_related("service", "therapist").get(pk=appointment.pk)
    assert kept.starts_at == MONDAY_TEN
    minutes = int((kept.ends_at - kept.starts_at).total_seconds()) // 60
    return kept.service.name, kept.therapist.name, minutes, kept.price_minor


def test_service_length_therapist_and_price_change_together_and_go_back_together(linden: Cast) -> None:
    appointment = booked(linden)
    before = as_it_is(appointment)
    ben = linden.ben.as_therapist

    change_treatment(
        appointment,
        service_id=linden.deep_tissue.id,
        minutes=75,
        therapist_id=ben.id,
        by=linden.front_desk.actor,
        now=NOW,
    )

    assert as_it_is(appointment) == ("Deep tissue massage", "Ben Okafor", 75, 11250)
    letter = Message.objects.get(kind="moved")
    assert "your appointment has changed" in letter.content["text"]
    assert "Deep tissue massage" in letter.content["text"]

    undo_change(Appointment.objects.get(pk=appointment.pk), by=linden.front_desk.actor, now=NOW)

    assert as_it_is(appointment) == before
    assert Message.objects.get(kind="moved").withdrawn_at == NOW


def test_who_is_taken_or_does_not_give_it_is_refused_and_nothing_changes(linden: Cast) -> None:
    appointment = booked(linden)
    before = as_it_is(appointment)
    dora = Person("Dora Weiss", "dora@guests.example")
    other = replace(wish(linden, key="other", person=dora), therapist_id=linden.ben.as_therapist.id)
    book(other, by=linden.front_desk.actor, now=NOW)
    by = linden.front_desk.actor

    codes = []
    for service, minutes, therapist in (
        (linden.deep_tissue, 60, linden.ben),  # with Dora
        (linden.prenatal, 60, linden.ben),  # not his
        (linden.deep_tissue, 45, linden.ana),
        (linden.couples, 60, linden.ana),
    ):
        with pytest.raises(Refusal) as refused:
            change_treatment(
                appointment,
                service_id=service.id,
                minutes=minutes,
                therapist_id=therapist.as_therapist.id,
                by=by,
                now=NOW,
            )
        codes.append(refused.value.code)

    assert codes[0] == "therapist_busy"
    assert codes[2:] == ["no_such_treatment", "book_anew"]
    assert as_it_is(appointment) == before
