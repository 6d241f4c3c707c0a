"""What one length of a service needs beside the service: other recovery, a table feature, equipment, a training."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tableside.records.practice.length_actions import LengthNeeds, set_length_needs
from tableside.records.practice.models import EquipmentKind, MassageTable, Service
from tableside.records.practice.place_actions import change_room, set_equipment
from tableside.records.scheduling.models import Reservation
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.times.find_times import FreeTimes, Search, free_times
from tests.personas import FOUNDED, Cast

NOW = datetime(2027, 2, 1, 5, 0, tzinfo=UTC)
TEN = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)  # Tuesday, 10:00 in Vienna


def found(cast: Cast, minutes: int) -> FreeTimes:
    return free_times(Search(Service.objects.select_related("practice").get(pk=cast.swedish.pk), minutes), now=NOW)


def set_needs(cast: Cast, **needs: object) -> None:
    length = cast.swedish.lengths.get(minutes=90)
    told = LengthNeeds(**needs)  # type: ignore[arg-type]  # of several types
    set_length_needs(length, told, by=cast.owner.actor, now=FOUNDED)


def who(cast: Cast, minutes: int) -> set[str]:
    times = found(cast, minutes)
    free = times.offers.therapists_at(int(TEN.timestamp()) // 60)
    return {therapist.name for therapist in times.therapists.values() if therapist.id in free}


def booked_minutes(cast: Cast, minutes: int) -> dict[str, int]:
    person = Person("Nora New", "nora@new.example")
    made = book(BookingRequest(cast.swedish.id, minutes, TEN, (person,), str(minutes)), by=None, now=NOW)
    kept = Reservation.objects.filter(appointment__booking=made.booking_id)
    kinds = ("therapist", "table", "equipment")
    return {
        kind: one.end_minute - one.start_minute
        for one in kept.select_related("resource")
        for kind in kinds
        if getattr(one.resource, f"{kind}_id")
    }


def test_a_training_is_asked_for_in_that_length_and_with_longer_add_ons_but_not_below(linden: Cast) -> None:
    set_needs(linden, training="oncology")

    both = {"Ana Lindqvist", "Ben Okafor"}
    assert [who(linden, minutes) for minutes in (60, 75, 90, 105)] == [both, both, {"Ana Lindqvist"}, {"Ana Lindqvist"}]


def test_a_table_feature_is_asked_for_in_that_length_only(linden: Cast) -> None:
    set_needs(linden, table_features=("heated",))
    without = [found(linden, minutes).includes(TEN) for minutes in (60, 90)]
    table = MassageTable.objects.select_related("room").get(name="Quiet room")
    change_room(table.room, reset_minutes=0, features={table.id: ["heated"]}, by=linden.owner.actor, now=NOW)

    assert (without, found(linden, 90).includes(TEN)) == ([True, False], True)


@pytest.mark.parametrize(("minutes", "kept"), [(60, 75), (90, 120)])
def test_its_own_recovery_and_equipment_are_kept_with_the_booking(linden: Cast, minutes: int, kept: int) -> None:
    set_equipment(linden.location, "Stone heater", pieces=1, by=linden.owner.actor, now=NOW)
    kinds: list[UUID] = [kind.id for kind in EquipmentKind.objects.all()]
    set_needs(linden, recovery_minutes=30, equipment=tuple(kinds))

    taken = booked_minutes(linden, minutes)

    heater = {"equipment": kept} if minutes == 90 else {}
    assert taken == {"therapist": kept, "table": kept} | heater
    assert found(linden, 90).includes(TEN + timedelta(minutes=kept)) is True
    assert found(linden, 90).includes(TEN) is (minutes != 90)


def test_no_recovery_at_all_is_something_else_than_as_the_service(linden: Cast) -> None:
    set_needs(linden, recovery_minutes=0)

    assert booked_minutes(linden, 90)["therapist"] == 90
