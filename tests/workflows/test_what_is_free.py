"""What the practice asks for beside time: training, features, equipment, limits of a day, travel, first visits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tableside.core.decision import Refusal
from tableside.records.practice.models import EquipmentKind, MassageTable, Practice, Service, Therapist
from tableside.records.practice.place_actions import add_location, change_room, set_equipment, set_travel_times
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.models import Reservation
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.times.find_times import FreeTimes, Search, free_times
from tests.personas import FOUNDED, Cast
from tests.sessions import booked

NOW = datetime(2027, 2, 1, 5, 0, tzinfo=UTC)
MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
TEN = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)  # Tuesday, 10:00 in Vienna


def found(cast: Cast, *, service: Service | None = None, therapist_id: UUID | None = None) -> FreeTimes:
    asked = Service.objects.select_related("practice").get(pk=(service or cast.swedish).pk)
    return free_times(Search(asked, 60, therapist_id=therapist_id), now=NOW)


def change(cast: Cast, **columns: object) -> None:
    Service.objects.filter(pk=cast.swedish.pk).update(**columns)


def who_at(times: FreeTimes, at: datetime) -> set[str]:
    return {
        times.therapists[key].name
        for key in times.therapists
        if times.offers.includes(_minute(at)) and _minute(at) in times.offers.of(key)
    }


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def request(cast: Cast, *, at: datetime = TEN, key: str = "one", **changes: object) -> BookingRequest:
    person = Person("Nora New", "nora@new.example")
    return BookingRequest(cast.swedish.id, 60, at, (person,), key, **changes)  # type: ignore[arg-type]


def test_only_who_has_the_training_is_offered(linden: Cast) -> None:
    before = who_at(found(linden), TEN)
    change(linden, training="oncology")

    assert (before, who_at(found(linden), TEN)) == ({"Ana Lindqvist", "Ben Okafor"}, {"Ana Lindqvist"})


def test_a_table_without_the_feature_does_not_do(linden: Cast) -> None:
    change(linden, table_features=["heated"])
    without = found(linden).offers.first()
    table = MassageTable.objects.select_related("room").get(name="Quiet room")
    change_room(table.room, reset_minutes=20, features={table.id: ["heated"]}, by=linden.owner.actor, now=NOW)

    booking = book(request(linden), by=None, now=NOW)
    kept = Reservation.objects.get(appointment__booking=booking.booking_id, resource__table=table)

    assert (without, kept.end_minute - kept.start_minute) == (None, 80)
    assert not found(linden).includes(TEN)


def test_the_only_stone_heater_is_in_one_place_at_a_time(linden: Cast) -> None:
    set_equipment(linden.location, "Stone heater", pieces=1, by=linden.owner.actor, now=NOW)
    linden.swedish.equipment.set(EquipmentKind.objects.all())
    assert found(linden).includes(TEN)

    book(request(linden), by=None, now=NOW)

    times = found(linden)
    assert [times.includes(TEN + timedelta(minutes=minutes)) for minutes in (-60, 60, 75)] == [False, False, True]
    with pytest.raises(Refusal) as refused:
        book(request(linden, key="two"), by=None, now=NOW)
    assert refused.value.code == "no_equipment"
    set_equipment(linden.location, "stone heater", pieces=2, by=linden.owner.actor, now=NOW)
    assert found(linden).includes(TEN)


@pytest.mark.parametrize("limit", [{"clients_a_day": 1}, {"hands_on_minutes_a_day": 119}, {"deep_minutes_a_day": 119}])
def test_a_day_that_has_reached_a_limit_takes_nobody_more(linden: Cast, limit: dict[str, int]) -> None:
    ana = linden.ana.as_therapist
    booked(linden, at=TEN, service=linden.deep_tissue)
    Therapist.objects.filter(pk=ana.pk).update(**limit)

    days = found(linden, service=linden.deep_tissue, therapist_id=ana.id).days()

    assert (MONDAY in days, TUESDAY in days) == (True, False)
    swedish = found(linden, therapist_id=ana.id).days()
    assert (TUESDAY in swedish) == ("deep_minutes_a_day" in limit)


def test_the_way_to_another_location_takes_time(linden: Cast) -> None:
    ana, owner = linden.ana.as_therapist, linden.owner.actor
    mill = add_location("Mill", rooms={"One": 1}, by=owner, now=FOUNDED)
    set_hours(ana, location=mill, hours=[(1, 540, 1020)], by=owner, now=FOUNDED)
    booked(linden, at=TEN)
    set_travel_times({(linden.location.id, mill.id): 30}, by=owner, now=NOW)
    times = free_times(Search(linden.swedish, 60, therapist_id=ana.id, location_id=mill.id), now=NOW)
    here = found(linden, therapist_id=ana.id)

    assert min(times.on(TUESDAY)) == TEN + timedelta(minutes=90)
    assert min(at for at in here.on(TUESDAY) if at > TEN) == TEN + timedelta(minutes=60)


def test_first_visits_of_a_day_are_limited_for_new_clients_only_and_named_to_the_desk(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(new_clients_per_day=1)
    booked(linden, at=TEN)
    service = Service.objects.select_related("practice").get(pk=linden.swedish.pk)
    asked = {
        "guest": Search(service, 60),
        "new": Search(service, 60, client_id=linden.dora.client.id),
        "known": Search(service, 60, client_id=linden.clara.client.id),
        "desk": Search(service, 60, ignores_notice=True),
    }

    days = {who: TUESDAY in free_times(search, now=NOW).days() for who, search in asked.items()}

    assert days == {"guest": False, "new": False, "known": True, "desk": True}
    assert free_times(asked["desk"], now=NOW).against(TEN + timedelta(hours=3)) == ("new_clients_full",)
    assert free_times(asked["desk"], now=NOW).against(TEN + timedelta(days=1)) == ()


def test_a_client_who_books_alone_keeps_to_the_limits_and_the_desk_says_why_not(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(coming_limit=1)
    change(linden, is_for_new_clients=False)

    with pytest.raises(Refusal) as new:
        book(request(linden), by=None, now=NOW)
    with pytest.raises(Refusal) as unsaid:
        book(request(linden), by=linden.front_desk.actor, now=NOW)
    insists = Insistence("Agreed by phone", ("not_for_new_clients",))
    book(request(linden, insists=insists), by=linden.front_desk.actor, now=NOW)
    with pytest.raises(Refusal) as second:
        book(request(linden, at=TEN + timedelta(days=1), key="two"), by=None, now=NOW)

    assert (new.value.code, second.value.code) == ("not_for_new_clients", "client_limit")
    assert unsaid.value.data["outside"] == ("not_for_new_clients",)


def test_a_good_fit_is_marked_only_where_the_practice_wants_it_and_hides_nothing(linden: Cast) -> None:
    plain = found(linden)
    Practice.objects.filter(pk=linden.practice.pk).update(marks_good_fits=True)
    marked = found(linden)

    assert plain.good_fits_on(TUESDAY) == frozenset()
    assert marked.on(TUESDAY) == plain.on(TUESDAY)
    assert min(marked.on(TUESDAY)) in marked.good_fits_on(TUESDAY) < set(marked.on(TUESDAY))


def test_one_of_a_list_of_therapists_is_wanted(linden: Cast) -> None:
    search = Search(linden.swedish, 60, among=frozenset({linden.ben.as_therapist.id}))

    assert who_at(free_times(search, now=NOW), TEN) == {"Ben Okafor"}


def test_times_too_soon_to_book_are_given_to_who_asks_and_staff_see_them_marked(linden: Cast) -> None:
    swedish = Service.objects.select_related("practice").get(pk=linden.swedish.pk)
    by_staff = free_times(Search(swedish, 60, ignores_notice=True), now=NOW)

    quarters = [datetime(2027, 2, 1, 8, minute, tzinfo=UTC) for minute in (0, 15, 30, 45)]
    asked_for = found(linden).asked_for()
    assert asked_for.counts() == {MONDAY: 4}  # until ten, when the notice of four hours ends
    assert asked_for.on(MONDAY) == tuple(quarters)
    assert by_staff.asked_for().counts() == {}
    assert by_staff.on(MONDAY)[:4] == tuple(quarters)
    assert [by_staff.against(at) for at in by_staff.on(MONDAY)[3:5]] == [("inside_notice",), ()]
