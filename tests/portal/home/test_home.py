"""My care: what a client sees and does of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tableside.records.audit.models import AuditEntry
from tableside.records.foundation.scope import practice_scope
from tableside.records.outcomes.models import Measurement
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import Appointment
from tests.personas import Cast, signed_in
from tests.plans_written import hold_session, write_plan
from tests.portal.booking_steps import chosen, offered

pytestmark = pytest.mark.django_db


def past_monday(weeks_ago: int) -> datetime:
    """Ten o'clock UTC on a Monday in the past: Linden is open then."""
    today = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday(), weeks=weeks_ago)


@pytest.fixture
def care(cast: Cast) -> Cast:
    """Clara is two sessions into a plan of three."""
    with practice_scope(cast.practice.id):
        write_plan(cast, cast.clara.client, now=past_monday(4), sessions=3)
        for weeks_ago, before in ((3, 7), (2, 5)):
            hold_session(cast, cast.clara.client, at=past_monday(weeks_ago), before=before, after=before - 1)
    return cast


def test_a_client_sees_what_was_how_it_goes_and_what_comes_next(care: Cast) -> None:
    page = signed_in(care.clara).get("/my/")

    assert page.status_code == 200
    mine = page.context["page"]
    assert [appointment.starts_at for appointment in mine.past] == [past_monday(2), past_monday(3)]
    assert (mine.standing.progress.gained, mine.chart.target, len(mine.proposals)) == (2.0, "4", 1)
    words = page.content.decode()
    for expected in ("Hello Clara Novak", "“Sleep through”", "2 of 3 sessions done", "target 4", "Book these dates"):
        assert expected in words
    assert "Review" not in words


def test_a_client_without_history_is_led_to_booking(cast: Cast) -> None:
    words = signed_in(cast.dora).get("/my/").content.decode()

    assert "Nothing booked" in words
    assert "How are you today?" not in words


def test_reading_writes_nothing(care: Cast) -> None:
    before = AuditEntry.everywhere.count()

    signed_in(care.clara).get("/my/")

    assert AuditEntry.everywhere.count() == before


@pytest.mark.parametrize("who", ["owner", "ana", "front_desk"])
def test_staff_have_no_care_of_their_own(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get("/my/").status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: Browser, cast: Cast) -> None:
    assert client.get("/my/")["Location"] == "/accounts/login/?next=%2Fmy%2F"


def test_proposed_dates_are_booked_in_one_step(care: Cast) -> None:
    browser = signed_in(care.clara)
    page = browser.get("/my/").context
    plan, (proposal,) = page["page"].standing.plan, page["page"].proposals

    answer = browser.post(f"/my/plan/{plan.id}/dates/", {"start": proposal.starts_at.isoformat(), "key": page["key"]})

    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    with practice_scope(care.practice.id):
        assert Appointment.objects.filter(status="booked").values_list("starts_at", flat=True).get() == (
            proposal.starts_at
        )
        assert TreatmentPlan.objects.get().status == "accepted"
    assert "All sessions" not in browser.get("/my/").content.decode()


def test_without_a_date_nothing_is_booked_and_the_page_says_so(care: Cast) -> None:
    browser = signed_in(care.clara)
    plan = browser.get("/my/").context["page"].standing.plan

    page = browser.post(f"/my/plan/{plan.id}/dates/", {})

    assert page.status_code == 422
    assert "Choose at least one date to book." in page.content.decode()


def test_the_plan_of_another_client_is_not_found(care: Cast) -> None:
    with practice_scope(care.practice.id):
        plan = TreatmentPlan.objects.get()

    assert signed_in(care.dora).post(f"/my/plan/{plan.id}/dates/").status_code == 404
    assert signed_in(care.other_client).post(f"/my/plan/{plan.id}/dates/").status_code == 404


def test_a_client_opens_an_appointment_of_theirs_and_of_nobody_else(cast: Cast) -> None:
    browser = signed_in(cast.clara)
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(browser, query)[0]
    browser.post(f"/book/details/?{query}&start={start.replace('+', '%2B')}", {"agree": "on", "key": "k"})
    with practice_scope(cast.practice.id):
        address = f"/my/appointments/{Appointment.objects.get().id}/"

    assert browser.post(address)["Location"].startswith("/appointment/")
    assert browser.get(address).status_code == 405
    assert signed_in(cast.dora).post(address).status_code == 404
    assert signed_in(cast.other_client).post(address).status_code == 404


def test_a_score_of_today_is_kept_once_a_day_and_counts_towards_the_plan(care: Cast) -> None:
    browser = signed_in(care.clara)

    answers = [browser.post("/my/score/", {"score": score}) for score in ("3", "4")]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "You have told us for today" in answers[1].content.decode()
    with practice_scope(care.practice.id):
        measured = Measurement.objects.get(moment="between")
        assert (measured.client, measured.instrument, measured.score, measured.entered_by) == (
            care.clara.client,
            "nrs_pain",
            Decimal(3),
            "client",
        )
    page = browser.get("/my/")
    assert page.context["page"].standing.progress.gained == 4.0
    assert "Last time you said 3" in page.content.decode()


@pytest.mark.parametrize("score", ["", "11", "-1", "three"])
def test_a_score_that_is_none_comes_back_in_words(care: Cast, score: str) -> None:
    page = signed_in(care.clara).post("/my/score/", {"score": score})

    assert page.status_code == 422
    assert "needs another look" in page.content.decode()


@pytest.mark.parametrize("who", ["owner", "ana", "front_desk"])
def test_staff_score_nothing_here(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).post("/my/score/", {"score": "3"}).status_code == 403


def test_one_session_and_three_take_as_many_queries(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get("/my/")
        return len(captured)

    browser = signed_in(cast.clara)
    with practice_scope(cast.practice.id):
        write_plan(cast, cast.clara.client, now=past_monday(6))
        hold_session(cast, cast.clara.client, at=past_monday(5), before=7, after=5)
    with_one = queries()
    with practice_scope(cast.practice.id):
        for weeks_ago in (4, 3):
            hold_session(cast, cast.clara.client, at=past_monday(weeks_ago), before=6, after=5)

    assert queries() == with_one
