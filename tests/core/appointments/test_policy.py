from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tableside.core.appointments.policy import Policy, may_book, may_cancel, may_check_in, may_miss, may_reschedule
from tableside.core.appointments.status import Status
from tableside.core.decision import Decision

START = datetime(2027, 2, 1, 12, tzinfo=UTC)
LONG_AGO = START - timedelta(days=30)


def code(decision: Decision) -> str:
    return getattr(decision, "code", "allowed")


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(0), "in_the_past"),
        (timedelta(hours=4) - timedelta(seconds=1), "inside_notice"),
        (timedelta(hours=4), "allowed"),
        (timedelta(days=90), "allowed"),
        (timedelta(days=90, seconds=1), "past_horizon"),
    ],
)
def test_booking_opens_at_the_horizon_and_closes_at_the_notice(ahead: timedelta, expected: str) -> None:
    assert code(may_book(START, now=START - ahead, policy=Policy())) == expected


@pytest.mark.parametrize(
    ("ahead", "cancel", "move"),
    [
        (timedelta(hours=48), "allowed", "allowed"),
        (timedelta(hours=24), "allowed", "inside_reschedule_notice"),
        (timedelta(hours=23), "inside_cancel_notice", "inside_reschedule_notice"),
        (timedelta(0), "already_started", "already_started"),
    ],
)
def test_a_client_needs_the_notice_of_each_deed(ahead: timedelta, cancel: str, move: str) -> None:
    policy = Policy(cancel_notice_minutes=24 * 60, reschedule_notice_minutes=48 * 60)
    now = START - ahead

    cancelling = may_cancel(START, status=Status.BOOKED, now=now, policy=policy, booked_at=LONG_AGO, by_staff=False)
    moving = may_reschedule(START, status=Status.BOOKED, now=now, policy=policy, booked_at=LONG_AGO, by_staff=False)

    assert (code(cancelling), code(moving)) == (cancel, move)


def test_what_was_booked_just_now_can_be_undone() -> None:
    booked_at = START - timedelta(hours=5)

    answers = [
        code(
            may_cancel(
                START,
                status=Status.BOOKED,
                now=booked_at + timedelta(minutes=minutes),
                policy=Policy(),
                booked_at=booked_at,
                by_staff=False,
            )
        )
        for minutes in (3, 4)
    ]

    assert answers == ["allowed", "inside_cancel_notice"]


@pytest.mark.parametrize(
    ("status", "by_client", "by_staff"),
    [
        (Status.BOOKED, "allowed", "allowed"),
        (Status.ARRIVED, "not_booked", "allowed"),
        (Status.COMPLETED, "not_booked", "not_booked"),
        (Status.NO_SHOW, "not_booked", "not_booked"),
        (Status.CANCELLED, "not_booked", "not_booked"),
    ],
)
def test_only_what_has_not_taken_place_can_be_cancelled(status: Status, by_client: str, by_staff: str) -> None:
    now = START - timedelta(days=3)

    answers = [
        code(may_cancel(START, status=status, now=now, policy=Policy(), booked_at=LONG_AGO, by_staff=staff))
        for staff in (False, True)
    ]

    assert answers == [by_client, by_staff]


def test_staff_need_no_notice() -> None:
    now = START + timedelta(minutes=5)

    assert may_reschedule(START, status=Status.BOOKED, now=now, policy=Policy(), booked_at=LONG_AGO, by_staff=True)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2027, 1, 31, 22, 59, tzinfo=UTC), "not_that_day"),  # 23:59 in Vienna, the evening before
        (datetime(2027, 1, 31, 23, 0, tzinfo=UTC), "allowed"),  # midnight in Vienna
        (datetime(2027, 2, 1, 23, 30, tzinfo=UTC), "allowed"),
        (datetime(2027, 2, 3, 9, 0, tzinfo=UTC), "allowed"),
    ],
)
def test_check_in_opens_at_the_local_midnight_of_the_day(now: datetime, expected: str) -> None:
    assert code(may_check_in(START, now=now, zone=ZoneInfo("Europe/Vienna"))) == expected


@pytest.mark.parametrize(("minutes", "may"), [(-1, False), (0, True), (600, True)])
def test_nobody_is_missed_before_the_appointment_starts(minutes: int, may: bool) -> None:
    assert bool(may_miss(START, now=START + timedelta(minutes=minutes))) == may
