"""Two people side by side: changed together by who booked for both, and each with a record of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import cast

import pytest

from tableside.core.decision import Refusal
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.access import guest
from tableside.records.outbox.models import Message
from tableside.records.practice.actions import Policies, change_policies
from tableside.records.practice.models import Service
from tableside.records.scheduling.models import Appointment, Reservation, RulesSetAside
from tableside.workflows.booking.book import Person, book
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.change_both import change_both
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.change_treatment import change_treatment
from tableside.workflows.changing.reschedule import reschedule, times_to_move
from tableside.workflows.changing.undo_change import undo_change
from tests.factories import FEVER, answered
from tests.personas import Cast, ClientPersona
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, wish

LATER, SOON = NOW + HOUR, NOW + HOUR + timedelta(minutes=1)
TWO_HOURS_ON = MONDAY_TEN + 2 * HOUR


def person(who: ClientPersona) -> Person:
    return Person(who.client.name, who.client.email, client_id=who.client.id)


def two(cast: Cast) -> tuple[Appointment, Appointment]:
    """Clara, who booked, and Dora."""
    people = (person(cast.clara), person(cast.dora))
    request = replace(wish(cast), service_id=cast.couples.id, people=people, therapist_id=None)
    book(request, by=cast.front_desk.actor, now=NOW)
    return one_of(cast.clara), one_of(cast.dora)


def one_of(who: ClientPersona) -> Appointment:
    rows = Appointment.objects.select_related("client", "therapist", "service", "location", "booking", "table")
    return rows.get(client=who.client, service__therapists_needed=2)


def alone(cast: Cast, who: ClientPersona) -> None:
    """An appointment of their own when both want to come, with who is free then as well."""
    request = replace(wish(cast, start=TWO_HOURS_ON, key="own", person=person(who)), therapist_id=None)
    book(request, by=cast.front_desk.actor, now=NOW)


def test_both_move_together_keep_their_therapists_and_each_is_told(linden: Cast) -> None:
    clara, dora = two(linden)
    Message.objects.filter(kind="confirmation").update(done_at=NOW)
    had = (clara.therapist, dora.therapist)

    reschedule(clara, starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=guest(linden.clara.client), now=LATER)

    clara, dora = one_of(linden.clara), one_of(linden.dora)
    assert (clara.starts_at, dora.starts_at) == (MONDAY_TEN + HOUR,) * 2
    assert (clara.therapist, dora.therapist) == had
    told = Message.objects.filter(kind="moved", withdrawn_at=None).values_list("address", flat=True)
    assert sorted(told) == sorted([linden.clara.client.email, linden.dora.client.email])

    undo_change(clara, by=guest(linden.clara.client), now=SOON)

    assert {one.starts_at for one in (one_of(linden.clara), one_of(linden.dora))} == {MONDAY_TEN}
    assert not Message.objects.filter(kind="moved", withdrawn_at=None).exists()


def test_a_time_at_which_the_second_has_something_else_is_neither_offered_nor_taken(linden: Cast) -> None:
    clara, _dora = two(linden)
    alone(linden, linden.dora)
    by = linden.front_desk.actor
    people = (person(linden.clara), person(linden.dora))
    again = replace(wish(linden, start=TWO_HOURS_ON, key="b"), service_id=linden.couples.id, people=people)

    with pytest.raises(Refusal) as booked:
        book(replace(again, therapist_id=None), by=by, now=NOW)
    with pytest.raises(Refusal) as moved:
        reschedule(clara, starts_at=TWO_HOURS_ON, therapist_id=None, by=by, now=LATER)

    for refused in (booked, moved):
        nearest = cast("tuple[datetime, ...]", refused.value.data["nearest"])
        assert nearest
        assert all(abs(start - TWO_HOURS_ON) >= HOUR for start in nearest)
    assert not times_to_move(clara, therapist_id=None, by=by, now=LATER).includes(TWO_HOURS_ON)


def test_what_the_answers_of_the_second_rule_out_moves_nobody_and_is_not_told_to_the_first(linden: Cast) -> None:
    clara, dora = two(linden)
    answered(linden.dora, now=NOW, **FEVER)

    with pytest.raises(Refusal) as refused:
        reschedule(clara, starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=guest(linden.clara.client), now=LATER)

    assert refused.value.detail.startswith("This cannot be booked online.")
    dora.refresh_from_db()
    assert (one_of(linden.clara).starts_at, dora.starts_at) == (MONDAY_TEN, MONDAY_TEN)


def test_who_did_not_book_cancels_their_own_and_changes_nothing_for_the_other(linden: Cast) -> None:
    clara, dora = two(linden)
    by = guest(linden.dora.client)

    with pytest.raises(Refusal) as moved:
        reschedule(dora, starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=by, now=LATER)
    with pytest.raises(Refusal) as cancelled:
        cancel(dora, for_both=True, by=by, now=LATER)
    cancel(dora, by=by, now=LATER)

    clara.refresh_from_db()
    assert (moved.value.code, cancelled.value.code) == ("booked_for_both", "booked_for_both")
    assert (clara.status, one_of(linden.dora).status) == ("booked", "cancelled")


@pytest.mark.parametrize(("for_both", "statuses"), [(False, ("cancelled", "booked")), (True, ("cancelled",) * 2)])
def test_who_booked_cancels_one_or_both_and_undoes_what_was_cancelled(
    linden: Cast, for_both: bool, statuses: tuple[str, str]
) -> None:
    clara, _dora = two(linden)
    by = guest(linden.clara.client)

    cancel(clara, for_both=for_both, by=by, now=LATER)
    assert (one_of(linden.clara).status, one_of(linden.dora).status) == statuses

    undo_change(one_of(linden.clara), by=by, now=SOON)
    assert (one_of(linden.clara).status, one_of(linden.dora).status) == ("booked", "booked")


def test_nobody_makes_the_other_owe_a_fee(linden: Cast) -> None:
    far = 60 * 24 * 300
    fees = Policies(0, 90, 15, far, far, 10, policy_text="", late_fee_kind="percent", late_fee_value=50)
    change_policies(fees, by=linden.owner.actor, now=NOW)
    clara, _dora = two(linden)

    with pytest.raises(Refusal) as refused:
        cancel(clara, shown="4000", for_both=True, by=guest(linden.clara.client), now=LATER)

    assert refused.value.code == "late_for_both"
    assert {one_of(who).status for who in (linden.clara, linden.dora)} == {"booked"}


def test_staff_move_both_against_a_rule_with_a_reason_and_clients_do_not(linden: Cast) -> None:
    clara, dora = two(linden)
    evening, by = MONDAY_TEN + 8 * HOUR, linden.front_desk.actor  # an hour after everybody has gone
    said = Insistence("Their train is late.", ("outside_hours",))

    with pytest.raises(Refusal) as unsaid:
        reschedule(clara, starts_at=evening, therapist_id=None, by=by, now=LATER)
    with pytest.raises(Refusal) as client:
        reschedule(clara, starts_at=evening, therapist_id=None, insists=said, by=guest(linden.clara.client), now=LATER)
    assert (unsaid.value.data["outside"], client.value.code) == (("outside_hours",), "outside_hours")
    assert not client.value.data.get("outside")
    reschedule(clara, starts_at=evening, therapist_id=None, insists=said, by=by, now=LATER)

    moved = [one_of(linden.clara), one_of(linden.dora)]
    assert [(one.starts_at, one.therapist) for one in moved] == [(evening, clara.therapist), (evening, dora.therapist)]
    assert {kept.appointment_id for kept in RulesSetAside.objects.all()} == {clara.id, dora.id}


def test_two_are_booked_against_a_rule_with_a_reason_but_never_over_a_treatment(linden: Cast) -> None:
    people, by = (person(linden.clara), person(linden.dora)), linden.front_desk.actor
    evening = MONDAY_TEN + 8 * HOUR
    said = Insistence("Their train is late.", ("outside_hours", "inside_buffer"))
    asked = replace(wish(linden, start=evening), service_id=linden.couples.id, people=people, therapist_id=None)

    book(replace(asked, insists=said), by=by, now=NOW)
    others = (Person("Emil Roth", "emil@guests.example"), Person("Fay Roth", "fay@guests.example"))
    with pytest.raises(Refusal) as taken:
        book(replace(asked, people=others, key="b", insists=said), by=by, now=NOW)

    assert (taken.value.data["outside"], Appointment.objects.count()) == ((), 2)


def spans(*some: Appointment) -> list[tuple[datetime, int, str]]:
    """When each begins, for how long, and in which room."""
    rows = Appointment.objects.select_related("table__room").in_bulk([one.pk for one in some]).values()
    return sorted(
        (one.starts_at, int((one.ends_at - one.starts_at).total_seconds()) // 60, one.table.room.name)
        for one in rows
        if one.table
    )


def test_both_get_longer_together_in_one_room_are_told_and_go_back_together(linden: Cast) -> None:
    clara, dora = two(linden)
    Message.objects.filter(kind="confirmation").update(done_at=NOW)
    by, (start, _hour, room) = linden.front_desk.actor, spans(clara)[0]

    change_both(clara, service_id=linden.couples.id, minutes=90, by=by, now=LATER)

    assert spans(clara, dora) == [(start, 90, room)] * 2
    assert [one_of(who).price_minor for who in (linden.clara, linden.dora)] == [12000, 12000]
    assert Message.objects.filter(kind="moved", withdrawn_at=None).count() == 2
    undo_change(one_of(linden.clara), by=by, now=SOON)
    assert spans(clara, dora) == [(start, 60, room)] * 2


def test_one_of_them_gets_longer_and_both_still_move_together(linden: Cast) -> None:
    clara, dora = two(linden)
    by, (start, _hour, room) = linden.front_desk.actor, spans(clara)[0]

    change_length(dora, minutes=90, by=by, now=LATER)
    assert spans(clara, dora) == [(start, 60, room), (start, 90, room)]
    assert (one_of(linden.dora).therapist, one_of(linden.dora).table) == (dora.therapist, dora.table)

    reschedule(one_of(linden.clara), starts_at=start + HOUR, therapist_id=None, by=by, now=LATER)
    moved = spans(clara, dora)
    assert [(at, minutes) for at, minutes, _room in moved] == [(start + HOUR, 60), (start + HOUR, 90)]
    assert len({name for *_, name in moved}) == 1
    reserved = Reservation.objects.filter(appointment=clara, resource__client=linden.clara.client).get()
    assert reserved.end_minute - reserved.start_minute == 60


def hot_stones(cast: Cast) -> Service:
    """For two as well."""
    hot = Service.objects.create(
        name="Couples with hot stones", slug="couples-hot", therapists_needed=2, recovery_minutes=15, is_offered=True
    )
    hot.lengths.create(minutes=75, price_minor=15000)
    hot.therapists.set([cast.ana.as_therapist, cast.ben.as_therapist])
    return hot


def test_one_of_them_gets_another_treatment_beside_the_other_and_both_still_move_and_cancel_together(
    linden: Cast,
) -> None:
    clara, dora = two(linden)
    Message.objects.filter(kind="confirmation").update(done_at=NOW)
    hot, by, (start, _hour, room) = hot_stones(linden), linden.front_desk.actor, spans(clara)[0]
    hot.therapists.set([dora.therapist])  # Clara's therapist gives it to nobody
    give_hot = partial(change_treatment, service_id=hot.id, minutes=75, therapist_id=dora.therapist_id, by=by)

    give_hot(dora, now=LATER)
    assert [one_of(who).service for who in (linden.clara, linden.dora)] == [linden.couples, hot]
    assert spans(clara, dora) == [(start, 60, room), (start, 75, room)]
    assert Message.objects.filter(withdrawn_at=None, kind="moved").get().address == linden.dora.client.email
    assert AuditEntry.objects.get(deed="appointment.treatment_changed").subject_id == str(dora.id)
    undo_change(one_of(linden.dora), by=by, now=SOON)
    assert (one_of(linden.dora).service, spans(clara, dora)) == (linden.couples, [(start, 60, room)] * 2)

    give_hot(one_of(linden.dora), now=SOON)
    reschedule(one_of(linden.clara), starts_at=start + HOUR, therapist_id=None, by=by, now=SOON)
    assert spans(clara, dora) == [(start + HOUR, 60, room), (start + HOUR, 75, room)]
    assert [one_of(who).therapist for who in (linden.clara, linden.dora)] == [clara.therapist, dora.therapist]
    change_both(one_of(linden.clara), service_id=linden.couples.id, minutes=90, by=by, now=SOON)
    assert [one_of(who).service for who in (linden.clara, linden.dora)] == [linden.couples] * 2
    cancel(one_of(linden.clara), for_both=True, by=by, now=SOON)
    assert {one_of(who).status for who in (linden.clara, linden.dora)} == {"cancelled"}


def test_two_who_get_different_treatments_move_where_both_of_their_therapists_are_free(linden: Cast) -> None:
    clara, dora = two(linden)
    hot, by, start = hot_stones(linden), linden.front_desk.actor, MONDAY_TEN
    late = start + 105 * HOUR / 60  # an hour and what follows it still fits before the next one, 75 minutes do not
    next_one = replace(wish(linden, start=start + 3 * HOUR, key="next"), therapist_id=dora.therapist_id)
    book(next_one, by=by, now=NOW)
    change = partial(change_treatment, dora, by=by, now=LATER)
    with pytest.raises(Refusal) as beside:
        change(service_id=hot.id, minutes=75, therapist_id=clara.therapist_id)
    with pytest.raises(Refusal) as for_one:
        change(service_id=linden.swedish.id, minutes=60, therapist_id=dora.therapist_id)

    change(service_id=hot.id, minutes=75, therapist_id=dora.therapist_id)
    times = times_to_move(one_of(linden.clara), therapist_id=None, by=by, now=LATER)
    with pytest.raises(Refusal) as moved:
        reschedule(one_of(linden.clara), starts_at=late, therapist_id=None, by=by, now=LATER)

    assert (beside.value.code, for_one.value.code, moved.value.code) == (
        "therapist_busy",
        "book_anew",
        "therapist_busy",
    )
    assert [times.includes(at) for at in (start + HOUR, late)] == [True, False]
    assert moved.value.data["nearest"] == times.nearest(late)
    assert spans(clara, dora)[0][0] == spans(clara, dora)[1][0] == start


def test_both_get_another_treatment_for_two_and_none_for_one(linden: Cast) -> None:
    clara, dora = two(linden)
    by = linden.front_desk.actor
    hot = hot_stones(linden)

    change_both(clara, service_id=hot.id, minutes=75, by=by, now=LATER)

    assert {one.service for one in Appointment.objects.filter(pk__in=[clara.pk, dora.pk])} == {hot}
    assert [minutes for _at, minutes, _room in spans(clara, dora)] == [75, 75]
    for service, minutes, code in ((linden.swedish, 60, "book_anew"), (hot, 60, "no_such_treatment")):
        with pytest.raises(Refusal) as refused:
            change_both(one_of(linden.clara), service_id=service.id, minutes=minutes, by=by, now=LATER)
        assert refused.value.code == code


def test_where_the_longer_time_of_one_is_taken_neither_changes(linden: Cast) -> None:
    clara, dora = two(linden)
    by = linden.front_desk.actor
    next_one = replace(wish(linden, start=MONDAY_TEN + 75 * HOUR / 60, key="next"), therapist_id=dora.therapist_id)
    book(next_one, by=by, now=NOW)
    before = spans(clara, dora)

    with pytest.raises(Refusal) as both:
        change_both(clara, service_id=linden.couples.id, minutes=90, by=by, now=LATER)
    with pytest.raises(Refusal) as not_hers:
        change_both(clara, service_id=linden.couples.id, minutes=75, by=guest(linden.dora.client), now=LATER)

    assert (both.value.code, not_hers.value.code) == ("no_table", "booked_for_both")
    assert spans(clara, dora) == before
    with pytest.raises(
        Refusal, match="All massage tables"
    ):  # hers is the one that is taken then: she stays beside Dora
        change_length(one_of(linden.clara), minutes=90, by=by, now=LATER)
