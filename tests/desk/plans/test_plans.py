"""Treatment plans at the desk: write, see, book, end."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.screening.request import Answer
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import add_client
from tableside.records.foundation.scope import practice_scope
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import Appointment, KeptAnswer
from tests.factories import BLOOD_THINNER, FEVER, answered
from tests.personas import Cast, signed_in
from tests.plans_written import write_plan
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> TreatmentPlan:
    with practice_scope(cast.practice.id):
        return write_plan(cast, cast.clara.client, now=timezone.now() - timedelta(days=1), sessions=2)


def typed(cast: Cast, **changed: str) -> dict[str, str]:
    return {
        "treatment": f"{cast.swedish.id}:60",
        "therapist": str(cast.ana.as_therapist.id),
        "sessions": "6",
        "gap_days": "7",
        "review_after": "4",
        "instrument": "nrs_pain",
        "baseline": "7",
        "target": "4",
        "goal_words": "Sleep through",
        "note": "Shoulder first.",
    } | changed


def test_a_therapist_writes_a_plan(cast: Cast) -> None:
    browser = signed_in(cast.ana)
    address = f"/desk/clients/{cast.clara.client.id}/plans/new/"
    assert browser.get(address).status_code == 200

    answer = browser.post(address, typed(cast))

    with practice_scope(cast.practice.id):
        plan = TreatmentPlan.objects.prefetch_related("goals").get()
        (goal,) = plan.goals.all()
        assert answer["Location"] == f"/desk/plans/{plan.id}/"
        assert (plan.client, plan.therapist, plan.service, plan.minutes, plan.sessions, plan.gap_days, plan.status) == (
            cast.clara.client,
            cast.ana.as_therapist,
            cast.swedish,
            60,
            6,
            7,
            "proposed",
        )
        assert (goal.instrument, goal.baseline, goal.target, goal.words, plan.note) == (
            "nrs_pain",
            Decimal(7),
            Decimal(4),
            "Sleep through",
            "Shoulder first.",
        )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"target": "8"}, "The target has to be better than where the client starts."),
        ({"target": "6"}, "less cannot be told from chance"),
        ({"sessions": "0"}, "greater than or equal to 1"),
        ({"treatment": "x:60"}, "Select a valid choice"),
        ({"instrument": "peg"}, "Select a valid choice"),
    ],
)
def test_a_plan_that_makes_no_sense_comes_back_in_words(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    page = signed_in(cast.ana).post(f"/desk/clients/{cast.clara.client.id}/plans/new/", typed(cast, **changed))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not TreatmentPlan.everywhere.exists()


def test_a_therapist_who_does_not_give_the_treatment_is_refused(cast: Cast) -> None:
    changed = {"treatment": f"{cast.prenatal.id}:60", "therapist": str(cast.ben.as_therapist.id)}

    page = signed_in(cast.ana).post(f"/desk/clients/{cast.clara.client.id}/plans/new/", typed(cast, **changed))

    assert page.status_code == 422
    assert "This therapist does not give this treatment." in page.content.decode()


def test_a_client_has_one_open_plan(cast: Cast, plan: TreatmentPlan) -> None:
    page = signed_in(cast.ana).post(f"/desk/clients/{plan.client_id}/plans/new/", typed(cast))

    assert page.status_code == 422
    assert "There is an open plan for this client." in page.content.decode()


def test_a_plan_shows_goal_advice_and_dates_and_leaves_an_audit_row(cast: Cast, plan: TreatmentPlan) -> None:
    page = signed_in(cast.ana).get(f"/desk/plans/{plan.id}/")

    words = page.content.decode()
    assert "Plan for Clara Novak" in words
    assert "Advice from the scores. You decide." in words
    assert len(page.context["dates"]) == 2
    with practice_scope(cast.practice.id):
        entry = AuditEntry.objects.order_by("-number").first()
        assert entry is not None
        assert (entry.deed, entry.client_id) == ("plan.read", str(plan.client_id))


@pytest.mark.parametrize("longer", ["", "k" * 200])  # a key that the database would not take is cut
def test_the_dates_of_a_plan_are_booked_in_one_step(cast: Cast, plan: TreatmentPlan, longer: str) -> None:
    browser = signed_in(cast.ana)
    shown = browser.get(f"/desk/plans/{plan.id}/").context
    starts = [datetime.fromisoformat(date.options[0].value) for date in shown["dates"]]

    answer = browser.post(
        f"/desk/plans/{plan.id}/dates/",
        {f"start-{number}": at.isoformat() for number, at in enumerate(starts)} | {"key": shown["key"] + longer},
    )

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/plans/{plan.id}/")
    with practice_scope(cast.practice.id):
        assert all(len(kept.key) <= 80 for kept in KeptAnswer.objects.all())
        assert sorted(Appointment.objects.values_list("starts_at", flat=True)) == starts
    assert "All sessions of this plan are booked or done." in browser.get(f"/desk/plans/{plan.id}/").content.decode()


def test_without_dates_nothing_is_booked(cast: Cast, plan: TreatmentPlan) -> None:
    page = signed_in(cast.ana).post(f"/desk/plans/{plan.id}/dates/", {"start": "soon"})

    assert page.status_code == 422
    assert not Appointment.everywhere.exists()


@pytest.mark.parametrize(("reached", "status", "answered"), [("no", "stopped", 302), ("yes", "proposed", 422)])
def test_a_plan_is_ended_and_only_an_accepted_one_by_reaching_its_goal(
    cast: Cast, plan: TreatmentPlan, reached: str, status: str, answered: int
) -> None:
    answer = signed_in(cast.ana).post(f"/desk/plans/{plan.id}/end/", {"reached": reached})

    assert answer.status_code == answered
    with practice_scope(cast.practice.id):
        assert TreatmentPlan.objects.get().status == status


def test_the_list_shows_the_open_plans(cast: Cast, plan: TreatmentPlan) -> None:
    browser = signed_in(cast.owner)

    page = browser.get("/desk/plans/")
    assert [standing.plan for standing in page.context["standings"]] == [plan]
    assert "Clara Novak" in page.content.decode()

    browser.post(f"/desk/plans/{plan.id}/end/", {"reached": "no"})
    assert "No plan is open" in browser.get("/desk/plans/").content.decode()


@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        ({}, ("The answers of now limit nothing.",), ("notice--stop",)),
        (FEVER, ("Screening says not to treat:", "What would change it"), ("The answers of now limit",)),
        (BLOOD_THINNER, ("Not to be used", "up to level"), ("notice--stop", "The answers of now limit")),
    ],
)
def test_a_plan_names_what_screening_limits_today_before_and_after_it_is_written(
    cast: Cast, plan: TreatmentPlan, answers: dict[str, Answer], said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    with practice_scope(cast.practice.id):
        answered(cast.clara, now=timezone.now(), **answers)
    browser = signed_in(cast.ana)

    for address in (f"/desk/plans/{plan.id}/", f"/desk/clients/{plan.client_id}/plans/new/"):
        words = browser.get(address).content.decode()
        assert [one for one in said if one not in words] == [one for one in unsaid if one in words] == []
    with practice_scope(cast.practice.id):
        assert AuditEntry.objects.filter(deed="intake.read").count() == 2


def test_a_plan_says_where_the_planned_treatment_itself_is_barred_and_where_nothing_was_answered(
    cast: Cast, plan: TreatmentPlan
) -> None:
    browser = signed_in(cast.ana)
    assert "There are no health answers yet." in browser.get(f"/desk/plans/{plan.id}/").content.decode()
    with practice_scope(cast.practice.id):
        answered(cast.clara, now=timezone.now(), **BLOOD_THINNER)
        cast.swedish.technique = "deep_tissue"
        cast.swedish.save()

    words = browser.get(f"/desk/plans/{plan.id}/").content.decode()

    assert "The technique that is booked may not be used." in words


ADDRESSES = ["/desk/plans/", "/desk/plans/{plan}/", "/desk/clients/{client}/plans/new/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_neither_the_front_desk_nor_clients_nor_visitors_see_plans(
    client: Browser, cast: Cast, plan: TreatmentPlan, address: str
) -> None:
    address = address.format(plan=plan.id, client=plan.client_id)

    assert [signed_in(who).get(address).status_code for who in (cast.front_desk, cast.clara)] == [403, 403]
    assert client.get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_second_factor_no_plan_is_shown(cast: Cast, plan: TreatmentPlan, address: str) -> None:
    """Plans are led by whoever reads health records, and that role has to show a second factor first."""
    address = address.format(plan=plan.id, client=plan.client_id)

    answer = signed_in(cast.ana, with_second_factor=False).get(address)

    assert (answer.status_code, answer.get("Location")) == (302, "/welcome/")


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_plans_of_another_practice_are_not_found(cast: Cast, plan: TreatmentPlan, address: str) -> None:
    address = address.format(plan=plan.id, client=plan.client_id)

    assert signed_in(cast.other_therapist).get(address).status_code == 404


@pytest.mark.parametrize(("address", "method"), [("", "post"), ("dates/", "get"), ("end/", "get")])
def test_each_page_answers_its_own_methods_only(cast: Cast, plan: TreatmentPlan, address: str, method: str) -> None:
    assert getattr(signed_in(cast.ana), method)(f"/desk/plans/{plan.id}/{address}").status_code == 405


def test_three_open_plans_cost_as_many_queries_as_one(linden: Cast) -> None:
    browser, now = signed_in(linden.ana), timezone.now()
    write_plan(linden, linden.clara.client, now=now)
    with_one = queries_of(browser, "/desk/plans/")
    for name in ("Eva", "Fred"):
        write_plan(linden, add_client(name, email="", by=linden.owner.actor, now=now), now=now)

    assert queries_of(browser, "/desk/plans/") == with_one
