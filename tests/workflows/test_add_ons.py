"""Add-ons make an appointment longer and dearer, and stay with it as they were agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.keys import new_key
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Service
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tableside.records.scheduling.models import Appointment, Reservation
from tableside.workflows.booking.book import book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tableside.workflows.series.put_back import put_back
from tests.personas import FOUNDED, Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, found, wish

QUARTER = timedelta(minutes=15)


def with_stones(
    cast: Cast, service: Service, *, minutes: int = 15, price: int = 2000, known: UUID | None = None
) -> UUID:
    stones = NewAddOn(known or new_key(), "Hot stones", minutes, price)
    set_add_ons(service, [stones], by=cast.owner.actor, now=FOUNDED)
    return stones.id


def booked_with_stones(cast: Cast) -> tuple[Appointment, UUID]:
    stones = with_stones(cast, cast.swedish)
    return found(book(replace(wish(cast), add_ons=(stones,)), by=None, now=NOW)), stones


def spans_and_price(appointment: Appointment) -> tuple[timedelta, int, list[tuple[str, int, int]]]:
    appointment.refresh_from_db()
    agreed = appointment.add_ons.values_list("name", "minutes", "price_minor")
    return appointment.ends_at - appointment.starts_at, appointment.price_minor, list(agreed)


def test_an_add_on_takes_its_time_and_its_price_and_is_named_in_the_letter(linden: Cast) -> None:
    appointment, _stones = booked_with_stones(linden)

    assert spans_and_price(appointment) == (HOUR + QUARTER, 10000, [("Hot stones", 15, 2000)])
    start = minute_of(MONDAY_TEN)
    ends = sorted(Reservation.objects.values_list("end_minute", flat=True))
    assert ends == [start + 75, start + 90, start + 90]  # the client; table and therapist with 15 minutes of recovery
    letter = Message.objects.get(kind="confirmation").content
    assert ("Add-ons: Hot stones" in letter["text"], "stones" in letter["calendar"]) == (True, False)


def test_a_start_that_only_the_treatment_alone_would_fit_is_not_booked(linden: Cast) -> None:
    stones = with_stones(linden, linden.swedish)
    book(wish(linden, start=MONDAY_TEN + HOUR + QUARTER, key="next"), by=None, now=NOW)

    with pytest.raises(Refusal) as refused:
        book(replace(wish(linden), add_ons=(stones,)), by=None, now=NOW)

    assert refused.value.code == "therapist_busy"
    book(wish(linden), by=None, now=NOW)


def test_add_ons_of_another_service_taken_off_or_made_up_are_refused_in_words(linden: Cast) -> None:
    foreign = with_stones(linden, linden.deep_tissue)
    gone = with_stones(linden, linden.swedish)
    set_add_ons(linden.swedish, [], by=linden.owner.actor, now=NOW)

    for number, key in enumerate((foreign, gone, new_key())):
        with pytest.raises(Refusal, match="One of the add-ons is not offered"):
            book(replace(wish(linden, key=str(number)), add_ons=(key,)), by=None, now=NOW)
    assert Appointment.objects.count() == 0


def test_moving_and_another_length_keep_what_was_agreed_at_its_old_price(linden: Cast) -> None:
    appointment, stones = booked_with_stones(linden)
    with_stones(linden, linden.swedish, minutes=30, price=9900, known=stones)
    by = linden.front_desk.actor

    reschedule(appointment, starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=by, now=NOW)
    assert spans_and_price(appointment) == (HOUR + QUARTER, 10000, [("Hot stones", 15, 2000)])
    change_length(appointment, minutes=90, by=by, now=NOW)

    assert spans_and_price(appointment) == (timedelta(minutes=105), 14000, [("Hot stones", 15, 2000)])


def test_both_of_a_couple_get_what_they_chose_together(linden: Cast) -> None:
    stones = with_stones(linden, linden.couples)
    clients = (linden.clara.client, linden.dora.client)
    two = tuple(replace(wish(linden).people[0], name=c.name, email=c.email, client_id=c.id) for c in clients)
    request = replace(wish(linden), service_id=linden.couples.id, people=two, therapist_id=None, add_ons=(stones,))

    book(request, by=linden.front_desk.actor, now=NOW)

    each = [spans_and_price(one) for one in Appointment.objects.all()]
    assert each == [(HOUR + QUARTER, 10000, [("Hot stones", 15, 2000)])] * 2


def test_every_date_of_a_series_has_them_and_one_that_is_put_back_too(linden: Cast) -> None:
    stones = with_stones(linden, linden.swedish)
    starts = (MONDAY_TEN, MONDAY_TEN + timedelta(weeks=1))
    wanted = SeriesRequest(linden.clara.client, linden.swedish, 60, starts, "series", add_ons=(stones,))
    by = linden.front_desk.actor
    first, _second = book_series(wanted, by=by, now=NOW)
    cancel(first, by=by, now=NOW)

    put_back(first, by=by, now=NOW)

    each = [spans_and_price(one) for one in Appointment.objects.exclude(status="cancelled")]
    assert each == [(HOUR + QUARTER, 10000, [("Hot stones", 15, 2000)])] * 2
