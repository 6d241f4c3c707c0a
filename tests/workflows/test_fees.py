"""Late cancellations and missed appointments: what is due, for whom, and who waives it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.access import guest
from tableside.records.outbox.models import Message
from tableside.records.practice.actions import Policies, change_policies
from tableside.records.scheduling.fees import Broken, broken_appointments, fee_of, waive_fee
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.changing.cancel import cancel, cancel_for_client
from tableside.workflows.changing.check_in import mark_missed, undo
from tableside.workflows.changing.fees import late_cancellation
from tableside.workflows.changing.let_off import let_off
from tableside.workflows.changing.undo_change import undo_change
from tests.personas import FOUNDED, Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, booked

LATE = MONDAY_TEN - 2 * HOUR
DAY = timedelta(days=1)


def with_fees(cast: Cast, *, waives_first: bool = False) -> None:
    """Half the price for cancelling late, 30 euros for not coming."""
    policies = Policies(
        *(240, 90, 15, 1440, 1440, 10),
        policy_text="Cancel a day ahead, please.",
        late_fee_kind="percent",
        late_fee_value=50,
        missed_fee_kind="amount",
        missed_fee_value=3000,
        waives_first_fee=waives_first,
    )
    change_policies(policies, by=cast.owner.actor, now=FOUNDED)


def shown(appointment: Appointment, *, now: datetime = LATE) -> str:
    late = late_cancellation(appointment, agreed(appointment), now=now)
    assert late is not None
    return late.shown


def owed(appointment: Appointment) -> tuple[str, int, str, str] | None:
    fee = fee_of(appointment)
    return (fee.reason, fee.amount_minor, fee.currency, fee.waived) if fee else None


def test_a_client_who_has_read_the_fee_cancels_late_and_owes_it(linden: Cast) -> None:
    with_fees(linden)
    appointment = booked(linden)

    with pytest.raises(Refusal) as refused:
        cancel(appointment, by=guest(appointment.client), now=LATE)
    appointment = Appointment.objects.select_related("client", "booking").get()
    assert (refused.value.code, appointment.status, owed(appointment)) == ("fee_not_shown", "booked", None)

    cancel(appointment, shown=shown(appointment), by=guest(appointment.client), now=LATE)

    assert (appointment.status, appointment.cancelled_late) == ("cancelled", True)
    assert owed(appointment) == ("late_cancellation", 4000, "EUR", "")


def test_nothing_is_due_in_time_nor_by_rules_that_came_after_the_booking(linden: Cast) -> None:
    older = booked(linden)
    with_fees(linden)
    newer = booked(linden, start=MONDAY_TEN + DAY)

    cancel(newer, by=guest(newer.client), now=LATE)
    with pytest.raises(Refusal) as refused:
        cancel(older, by=guest(older.client), now=LATE)

    assert (newer.status, newer.cancelled_late, owed(newer)) == ("cancelled", False, None)
    assert refused.value.code == "inside_cancel_notice"


def test_the_first_is_waived_and_the_second_is_not(linden: Cast) -> None:
    with_fees(linden, waives_first=True)
    first, second = booked(linden), booked(linden, start=MONDAY_TEN + 3 * HOUR)

    cancel(first, shown="4000-waived", by=guest(first.client), now=LATE)
    cancel(second, shown="4000", by=guest(second.client), now=LATE)

    assert (owed(first), owed(second)) == (
        ("late_cancellation", 4000, "EUR", "first"),
        ("late_cancellation", 4000, "EUR", ""),
    )


def letter_about(appointment: Appointment) -> str:
    return str(Message.objects.get(kind="cancelled", channel="mail", subject_id=appointment.id).content["text"])


def test_the_letter_names_the_fee_in_the_words_of_the_page_and_none_where_none_is_due(linden: Cast) -> None:
    with_fees(linden, waives_first=True)
    made = [booked(linden, start=MONDAY_TEN + 3 * number * HOUR) for number in range(2)] + [
        booked(linden, start=MONDAY_TEN + DAY + number * HOUR * 3) for number in range(2)
    ]
    first, second, ours, in_time = made

    cancel(first, shown="4000-waived", by=guest(first.client), now=LATE)
    cancel_for_client(second, by=linden.front_desk.actor, now=LATE)
    cancel(ours, by=linden.front_desk.actor, now=MONDAY_TEN + DAY - HOUR)
    cancel(in_time, by=guest(in_time.client), now=LATE)

    fee = "Fee: €40.00 (50 % of the price) for the late cancellation"
    assert f"{fee}, waived because it is the first: nothing is due.\n" in letter_about(first)
    assert f"{fee}, due.\n" in letter_about(second)
    assert [letter_about(one).count("Fee") for one in (ours, in_time)] == [0, 0]


def test_a_fee_that_is_waived_before_the_letter_leaves_is_not_due_in_it_and_what_has_left_stays(linden: Cast) -> None:
    with_fees(linden)
    soon, left, untold = (booked(linden, start=MONDAY_TEN + number * 1.5 * HOUR) for number in range(3))
    by = linden.front_desk.actor
    for one in (soon, left, untold):
        cancel_for_client(one, tells=one is not untold, by=by, now=LATE)
    Message.objects.filter(subject_id=left.id, kind="cancelled").update(done_at=LATE)

    for one in (soon, left, untold):
        let_off(one, reason="Her child was ill.", by=by, now=LATE + timedelta(minutes=1))

    fee = "Fee: €40.00 (50 % of the price) for the late cancellation"
    assert f"{fee}, waived: nothing is due.\n" in letter_about(soon)
    assert "child" not in letter_about(soon)
    assert f"{fee}, due.\n" in letter_about(left)
    assert not Message.objects.filter(subject_id=untold.id, kind="cancelled").exists()


def test_undone_within_three_minutes_nothing_is_left_of_the_fee(linden: Cast) -> None:
    with_fees(linden)
    appointment = booked(linden)
    client = guest(appointment.client)
    cancel(appointment, shown="4000", by=client, now=LATE)

    undo_change(appointment, by=client, now=LATE + timedelta(minutes=2))

    appointment.refresh_from_db()
    assert (appointment.status, appointment.cancelled_late, owed(appointment)) == ("booked", False, None)


def test_the_practice_cancels_for_nothing_and_for_a_client_who_asked_at_their_cost(linden: Cast) -> None:
    with_fees(linden)
    ours, theirs = booked(linden), booked(linden, start=MONDAY_TEN + 3 * HOUR)

    cancel(ours, by=linden.front_desk.actor, now=LATE)
    cancel_for_client(theirs, by=linden.front_desk.actor, now=LATE)

    assert (ours.cancelled_by, ours.cancelled_late, owed(ours)) == ("practice", False, None)
    assert (theirs.cancelled_by, theirs.cancelled_late) == ("client", True)
    assert owed(theirs) == ("late_cancellation", 4000, "EUR", "")


def test_who_does_not_come_owes_it_until_it_turns_out_that_they_did(linden: Cast) -> None:
    with_fees(linden)
    appointment = booked(linden)

    mark_missed(appointment, by=linden.front_desk.actor, now=MONDAY_TEN + HOUR)
    assert owed(appointment) == ("missed", 3000, "EUR", "")

    undo(appointment, by=linden.front_desk.actor, now=MONDAY_TEN + HOUR)
    assert owed(appointment) is None


def test_a_fee_is_waived_once_with_a_reason_that_the_log_does_not_tell(linden: Cast) -> None:
    with_fees(linden)
    appointment = booked(linden)
    mark_missed(appointment, by=linden.front_desk.actor, now=MONDAY_TEN + HOUR)
    codes = []

    for reason in (" ", "Her child was ill.", "Again."):
        try:
            waive_fee(appointment, reason=reason, by=linden.front_desk.actor, now=MONDAY_TEN + HOUR)
        except Refusal as refusal:
            codes.append(refusal.code)

    fee = fee_of(appointment)
    assert fee is not None
    assert (fee.waived, fee.waived_reason, fee.waived_by) == ("staff", "Her child was ill.", "Finn Maier")
    assert codes == ["no_reason", "nothing_due"]
    last = AuditEntry.objects.order_by("-number").first()
    assert last is not None
    assert (last.deed, last.detail) == ("fee.waived", {"minor": 3000})


def test_missed_and_late_are_counted_in_all_and_of_late(linden: Cast) -> None:
    missed, late = booked(linden), booked(linden, start=MONDAY_TEN + 3 * HOUR)
    in_time = booked(linden, start=MONDAY_TEN + 7 * DAY)
    mark_missed(missed, by=linden.front_desk.actor, now=MONDAY_TEN + HOUR)
    cancel_for_client(late, by=linden.front_desk.actor, now=LATE)
    cancel(in_time, by=guest(in_time.client), now=LATE)

    def counted(since: datetime) -> Broken:
        return broken_appointments(missed.client_id, since=since)

    assert counted(MONDAY_TEN - DAY) == Broken(missed=1, missed_lately=1, late=1, late_lately=1)
    assert counted(MONDAY_TEN + HOUR) == Broken(missed=1, missed_lately=0, late=1, late_lately=1)
