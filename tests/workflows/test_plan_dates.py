"""Dates from a plan, and where open plans stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tableside.core.decision import Refusal
from tableside.core.plans.advice import NextStep
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import add_client
from tableside.records.outbox.models import Message
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import Appointment, Booking
from tableside.workflows.between_visits.plan_progress import open_plans_by_urgency, plan_progress
from tableside.workflows.booking.book import book
from tableside.workflows.series.book_series import read_starts
from tableside.workflows.series.plan_dates import book_dates, propose_dates
from tests.personas import Cast
from tests.plans_written import hold_session, write_plan
from tests.workflows.booking_wishes import wish

START = datetime(2027, 2, 1, 7, 0, tzinfo=UTC)
MONDAY_TEN = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # 10:00 in Vienna
WEEK = timedelta(days=7)


def test_dates_follow_at_the_usual_weekday_and_hour_even_across_a_clock_change(linden: Cast) -> None:
    clara = linden.clara.client
    start = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
    plan = write_plan(linden, clara, now=start - timedelta(hours=2), sessions=4)
    hold_session(linden, clara, at=start, before=7, after=5)

    proposals = propose_dates(plan, by=linden.ana.actor, now=start + timedelta(hours=2))

    assert [proposal.starts_at for proposal in proposals] == [
        datetime(2027, 3, 22, 9, 0, tzinfo=UTC),
        datetime(2027, 3, 29, 8, 0, tzinfo=UTC),  # summer time: still ten o'clock in Vienna
        datetime(2027, 4, 5, 8, 0, tzinfo=UTC),
    ]


def test_a_taken_hour_gets_a_near_one_with_the_reason(linden: Cast) -> None:
    clara = linden.clara.client
    plan = write_plan(linden, clara, now=START, sessions=2)
    hold_session(linden, clara, at=MONDAY_TEN, before=7, after=5)
    book(wish(linden, start=MONDAY_TEN + WEEK, key="taken"), by=None, now=START)

    (proposal,) = propose_dates(plan, by=linden.ana.actor, now=MONDAY_TEN + timedelta(hours=2))

    assert proposal.wanted_on == date(2027, 2, 8)
    assert proposal.starts_at not in (None, MONDAY_TEN + WEEK)
    assert proposal.reason


def test_dates_beyond_the_booking_period_are_named_so_to_staff_and_not_given_to_the_client(linden: Cast) -> None:
    plan = write_plan(linden, linden.clara.client, now=START, sessions=16)
    opens = "Booking opens 90 days ahead. Please choose an earlier date, or come back later."

    staff = propose_dates(plan, by=linden.ana.actor, now=START)
    client = propose_dates(plan, by=linden.clara.actor, now=START)

    assert [(one.starts_at is None, one.against) for one in staff] == [(False, ())] * 12 + [
        (False, ("past_horizon",))
    ] * 4
    near_its_end = [(False, False)]  # the thirteenth is given a day that is still within
    assert [(one.starts_at is None, one.reason == opens) for one in client] == [
        *[(False, False)] * 12,
        *near_its_end,
        *[(True, True)] * 3,
    ]


def test_an_overdue_plan_goes_on_at_the_next_usual_weekday_not_in_the_past(linden: Cast) -> None:
    clara = linden.clara.client
    plan = write_plan(linden, clara, now=START, sessions=3)
    hold_session(linden, clara, at=MONDAY_TEN, before=7, after=5)
    wednesday_weeks_later = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)

    proposals = propose_dates(plan, by=linden.ana.actor, now=wednesday_weeks_later)

    assert [proposal.starts_at for proposal in proposals] == [MONDAY_TEN + 5 * WEEK, MONDAY_TEN + 6 * WEEK]


def test_a_full_plan_proposes_nothing(linden: Cast) -> None:
    plan = write_plan(linden, linden.clara.client, now=START, sessions=1)
    hold_session(linden, linden.clara.client, at=MONDAY_TEN, before=7, after=5)

    assert propose_dates(plan, by=linden.ana.actor, now=MONDAY_TEN + WEEK) == ()


def test_booking_the_dates_accepts_the_plan_and_books_each_once(linden: Cast) -> None:
    plan = write_plan(linden, linden.clara.client, now=START, sessions=2)
    starts = (MONDAY_TEN, MONDAY_TEN + WEEK)

    for _ in range(2):
        booked = book_dates(plan, starts, key="plan", by=linden.clara.actor, now=START - timedelta(days=2))

    assert len(booked) == 2
    assert sorted(Appointment.objects.values_list("starts_at", flat=True)) == list(starts)
    assert TreatmentPlan.objects.get().status == "accepted"
    assert Message.objects.filter(kind="series_booked").count() == 1


def test_all_dates_are_booked_or_none(linden: Cast) -> None:
    plan = write_plan(linden, linden.clara.client, now=START, sessions=3)
    early = START - timedelta(days=2)
    book(wish(linden, start=MONDAY_TEN + WEEK, key="taken"), by=None, now=early)

    with pytest.raises(Refusal) as refused:
        book_dates(plan, (MONDAY_TEN, MONDAY_TEN + WEEK), key="plan", by=linden.clara.actor, now=early)

    assert refused.value.detail
    assert Booking.objects.count() == 1
    assert TreatmentPlan.objects.get().status == "proposed"


@pytest.mark.parametrize(
    "texts", [[], [""], ["tomorrow"], ["2027-02-01T10:00"], ["2027-02-01T10:00+01:00", "x"], ["0001-01-01T00:00+14:00"]]
)
def test_dates_that_cannot_be_read_are_refused_in_words(texts: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        read_starts({f"start-{number}": text for number, text in enumerate(texts)})

    assert refused.value.code == "no_dates"


def test_a_plan_stands_where_its_own_sessions_and_scores_put_it(linden: Cast) -> None:
    clara = linden.clara.client
    hold_session(linden, clara, at=MONDAY_TEN - WEEK, before=9, after=9)  # before the plan: not counted
    plan = write_plan(linden, clara, now=START)
    for number, before in enumerate((7, 6, 5)):
        hold_session(linden, clara, at=MONDAY_TEN + number * WEEK, before=before, after=before - 2)

    standing = plan_progress(plan)

    assert (standing.progress.sessions_done, standing.progress.gained, standing.progress.is_real) == (3, 2.0, True)
    assert (standing.booked, standing.goal_words, standing.advice.step) == (0, "Sleep through", NextStep.CONTINUE)
    assert [(visit.before, visit.after) for visit in standing.visits] == [(9, 9), (7, 5), (6, 4), (5, 3)]


def test_open_plans_come_by_urgency_and_say_the_same_as_each_alone(linden: Cast) -> None:
    clara, dora = linden.clara.client, linden.dora.client
    going_well = write_plan(linden, clara, now=START, sessions=8)
    stuck = write_plan(linden, dora, now=START + timedelta(minutes=5), sessions=8)
    for number in range(4):
        hold_session(linden, clara, at=MONDAY_TEN + number * WEEK, before=7 - number, after=3)
        hold_session(linden, dora, at=MONDAY_TEN + number * WEEK + timedelta(hours=2), before=7, after=5)

    standings = open_plans_by_urgency(by=linden.ana.actor, now=MONDAY_TEN + 4 * WEEK)

    assert [standing.plan for standing in standings] == [stuck, going_well]
    for standing in standings:
        alone = plan_progress(standing.plan)
        assert (standing.progress, standing.advice, standing.booked) == (alone.progress, alone.advice, alone.booked)
    entry = AuditEntry.objects.get(deed="plans.read")
    assert entry.detail == {"clients": sorted([str(clara.id), str(dora.id)])}


def test_one_open_plan_and_three_are_read_in_as_many_queries(linden: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            open_plans_by_urgency(by=linden.ana.actor, now=START)
        return len(captured)

    write_plan(linden, linden.clara.client, now=START)
    with_one = queries()
    for name in ("Eva", "Fred"):
        write_plan(linden, add_client(name, email="", by=linden.owner.actor, now=START), now=START)

    assert queries() == with_one


def test_the_front_desk_reads_no_plans(linden: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        open_plans_by_urgency(by=linden.front_desk.actor, now=START)

    assert refused.value.code == "not_permitted"
