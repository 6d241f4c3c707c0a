"""What a provider answered reaches as far as it says, and no further."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Allowed, Refusal
from tableside.core.screening.request import Answer
from tableside.core.screening.result import Outcome
from tableside.records.intake.models import Clearance, Screening
from tableside.records.outbox.models import Message
from tableside.workflows.clearance.give_clearance import ProviderAnswer, ask_for_more, give_clearance
from tableside.workflows.intake.screen_appointment import Scope
from tableside.workflows.session.session_gate import limits_of, may_start
from tests.factories import answered, recent_surgery
from tests.personas import Cast
from tests.sessions import booked

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)
TODAY = MONDAY.date()


@pytest.fixture
def clearance(linden: Cast) -> Clearance:
    answered(linden.clara, now=MONDAY, **recent_surgery(TODAY))
    return Clearance.objects.get()


def yes(*, until: date = TODAY + timedelta(days=14), scope: Scope = Scope()) -> ProviderAnswer:  # noqa: B008, frozen
    return ProviderAnswer(True, "Dr Huber", TODAY, until, scope)


def test_the_session_may_start_within_the_scope(linden: Cast, clearance: Clearance) -> None:
    appointment = booked(linden, at=MONDAY + timedelta(days=3))
    scope = Scope(pressure_cap=2, avoid=("knee.left",), barred=(ScreeningClass.SPO,))

    give_clearance(clearance, yes(scope=scope), by=linden.ana.actor, now=MONDAY)

    limits = limits_of(appointment)
    assert may_start(appointment, MONDAY) == Allowed()
    assert limits.pressure_cap == 2
    assert "knee.left" in limits.avoid
    assert ScreeningClass.SPO in limits.barred


def test_it_holds_for_its_days_only(linden: Cast, clearance: Clearance) -> None:
    within = booked(linden, at=MONDAY + timedelta(days=14))
    after = booked(linden, at=MONDAY + timedelta(days=15))

    give_clearance(clearance, yes(), by=linden.ana.actor, now=MONDAY)

    assert bool(may_start(within, MONDAY)) is True
    assert bool(may_start(after, MONDAY)) is False
    newest = {one.appointment_id: one.outcome for one in Screening.objects.order_by("screened_at", "pk")}
    assert Outcome(newest[within.id]).allows_treatment
    assert newest[after.id] == "needs_clearance"


@pytest.mark.parametrize("who", ["front_desk", "clara"])
def test_only_those_who_review_clearances_record_one(linden: Cast, clearance: Clearance, who: str) -> None:
    with pytest.raises(Refusal) as raised:
        give_clearance(clearance, yes(), by=getattr(linden, who).actor, now=MONDAY)

    assert (raised.value.code, Clearance.objects.get().status) == ("not_permitted", "asked")


def test_a_yes_cannot_hold_longer_than_the_finding_lets_it(linden: Cast, clearance: Clearance) -> None:
    with pytest.raises(Refusal) as raised:
        give_clearance(clearance, yes(until=TODAY + timedelta(days=4000)), by=linden.ana.actor, now=MONDAY)

    assert (raised.value.code, Clearance.objects.get().status) == ("holds_too_long", "asked")


def test_the_client_is_reminded_two_weeks_before_it_ends(linden: Cast, clearance: Clearance) -> None:
    give_clearance(clearance, yes(until=TODAY + timedelta(days=30)), by=linden.ana.actor, now=MONDAY)

    message = Message.objects.get(kind="clearance_ends")
    assert (message.address, message.due_at) == (linden.clara.client.email, datetime(2027, 2, 10, 8, 0, tzinfo=UTC))
    assert message.content["subject"] == "Linden Massage: Something to do before you come again"
    assert "24 February 2027" in message.content["text"]


def test_a_clearance_that_ended_early_reminds_nobody(linden: Cast, clearance: Clearance) -> None:
    give_clearance(clearance, yes(until=TODAY + timedelta(days=30)), by=linden.ana.actor, now=MONDAY)

    later = MONDAY + timedelta(days=1)
    answered(linden.clara, now=later)

    assert Clearance.objects.get().status == "withdrawn"
    assert [one.withdrawn_at for one in Message.objects.filter(kind="clearance_ends")] == [later]


def test_a_place_that_treatment_can_do_without_is_opened_by_whoever_was_asked(linden: Cast) -> None:
    shoulder: dict[str, Answer] = {"bones": ("dislocation",), "flare_places": ("shoulder.left",)}
    answered(linden.clara, now=MONDAY, **shoulder)
    appointment = booked(linden, at=MONDAY + timedelta(days=3))
    assert (Clearance.objects.count(), "shoulder.left" in limits_of(appointment).avoid) == (0, True)

    asked = ask_for_more(linden.clara.client, "dislocation", by=linden.ana.actor, now=MONDAY)
    again = ask_for_more(linden.clara.client, "dislocation", by=linden.ana.actor, now=MONDAY)
    give_clearance(asked, yes(), by=linden.ana.actor, now=MONDAY)

    limits = limits_of(appointment)
    assert again == asked
    assert ("shoulder.left" in limits.avoid, limits.highest_pressure("shoulder.left")) == (False, 3)


def test_nobody_is_asked_about_what_the_answers_do_not_say(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        ask_for_more(linden.clara.client, "dislocation", by=linden.ana.actor, now=MONDAY)

    assert refusal.value.code == "nothing_to_ask"
