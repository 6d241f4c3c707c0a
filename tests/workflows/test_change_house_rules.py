"""What a practice makes stricter decides at once, everywhere, for what is booked and what will be; and only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.core.screening.house_rules import HouseRule, HouseRules, PressureLimits
from tableside.core.screening.result import Outcome
from tableside.core.screening.stored import from_json
from tableside.knowledge.load_rulebook import load_rulebook
from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.models import HouseRulesVersion, Screening
from tableside.records.intake.queries import (
    house_rules,
    newest_screening,
    practice_rulebook,
    rulebook_at,
    to_review,
)
from tableside.records.practice.models import Practice
from tableside.records.scheduling.placing import Placement
from tableside.workflows.booking.booking_gate import NotSafe, insist_it_is_safe
from tableside.workflows.intake.change_house_rules import (
    Effect,
    as_ours,
    change_house_rules,
    effect_of,
    lower_limits,
    stricter,
)
from tableside.workflows.intake.replay_screening import replay
from tableside.workflows.session.session_gate import may_start
from tests.factories import BLOOD_THINNER, answered
from tests.personas import Cast
from tests.sessions import booked

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
LATER = MONDAY + timedelta(hours=1)
RULE = "anticoagulant"
NONE_HERE = HouseRule(RULE, "We have no nurse at hand.", outcome=Outcome.DO_NOT_TREAT)


def make_stricter(cast: Cast, house: HouseRule = NONE_HERE) -> HouseRulesVersion:
    return change_house_rules(
        stricter(house), changed=house.rule_id, reason=house.reason, by=cast.owner.actor, now=LATER
    )


def test_each_change_is_a_version_with_who_and_why_and_an_audit_row(linden: Cast) -> None:
    first = make_stricter(linden)
    second = change_house_rules(as_ours(RULE), changed=RULE, reason="A nurse came.", by=linden.owner.actor, now=LATER)

    kept = HouseRulesVersion.objects.order_by("number").values_list("number", "changed", "reason", "saved_by")
    who = linden.owner.actor.label
    assert list(kept) == [(1, RULE, NONE_HERE.reason, who), (2, RULE, "A nurse came.", who)]
    assert house_rules() == HouseRules()
    entry = newest_entries()[0]
    assert (entry.deed, entry.subject_id) == ("house_rules.changed", str(second.id))
    assert rulebook_at(load_rulebook().version, first.number).rule(f"house:{RULE}").reason == NONE_HERE.reason


def test_what_is_booked_is_screened_anew_and_waits_in_the_queue(linden: Cast) -> None:
    appointment = booked(linden, at=TUESDAY)
    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    before = newest_screening(appointment.id)

    version = make_stricter(linden)

    after = newest_screening(appointment.id)
    assert before is not None
    assert after is not None
    assert (before.outcome, before.house_version) == ("modify", 0)
    assert (after.outcome, after.house_version) == ("do_not_treat", version.number)
    assert [one.pk for one in to_review(now=LATER)] == [after.pk]
    assert not may_start(appointment, LATER)


def test_an_appointment_that_the_rule_is_not_about_keeps_its_screening(linden: Cast) -> None:
    booked(linden, at=TUESDAY)
    answered(linden.clara, now=MONDAY)

    make_stricter(linden)

    assert Screening.objects.count() == 1


def test_the_effect_is_known_before_anything_is_saved(linden: Cast) -> None:
    booked(linden, at=TUESDAY)
    booked(linden, at=TUESDAY + timedelta(days=1))
    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)

    held = effect_of(stricter(NONE_HERE), now=LATER)
    lighter = effect_of(stricter(HouseRule(RULE, "Lightly.", cap=1)), now=LATER)

    assert (held, lighter) == (Effect(changed=2, held_back=2), Effect(changed=2, held_back=0))
    assert (Screening.objects.count(), HouseRulesVersion.objects.count()) == (2, 0)


def test_a_stored_screening_is_replayed_with_both_of_its_versions(linden: Cast) -> None:
    booked(linden, at=TUESDAY)
    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    make_stricter(linden)
    change_house_rules(as_ours(RULE), changed=RULE, reason="Undone.", by=linden.owner.actor, now=LATER)

    for kept in Screening.objects.all():
        assert replay(kept) == from_json(kept.result)
    assert sorted(Screening.objects.values_list("house_version", flat=True)) == [0, 1, 2]


def test_lower_limits_of_blood_pressure_are_kept_and_taken_back(linden: Cast) -> None:
    limits = PressureLimits("Older clients.", (150, 95), (170, 110))

    change_house_rules(
        lower_limits(limits), changed="blood_pressure", reason=limits.reason, by=linden.owner.actor, now=LATER
    )
    assert house_rules().pressure == limits

    ours = lower_limits(PressureLimits("As everywhere."))
    change_house_rules(ours, changed="blood_pressure", reason="As everywhere.", by=linden.owner.actor, now=LATER)
    assert house_rules().pressure is None


def test_another_practice_keeps_our_rules(linden: Cast) -> None:
    make_stricter(linden)
    other = Practice.objects.create(slug="harbour", name="Harbour", time_zone="Europe/Vienna", created_at=MONDAY)

    with practice_scope(other.id):
        assert practice_rulebook() == load_rulebook()


def test_a_practice_s_rulebook_is_built_once_a_version(linden: Cast) -> None:
    make_stricter(linden)

    assert practice_rulebook() is practice_rulebook()


def test_only_the_owner_changes_them(linden: Cast) -> None:
    with pytest.raises(Refusal):
        change_house_rules(stricter(NONE_HERE), changed=RULE, reason="So.", by=linden.ana.actor, now=LATER)

    assert HouseRulesVersion.objects.count() == 0


@pytest.mark.parametrize(
    "house", [HouseRule("no_rule", "So.", cap=2), HouseRule(RULE, "So."), HouseRule(RULE, "", cap=1)]
)
def test_what_is_no_stricter_rule_is_refused(linden: Cast, house: HouseRule) -> None:
    with pytest.raises(Refusal):
        stricter(house)


def test_booking_holds_to_the_house_rules(linden: Cast) -> None:
    appointment = booked(linden, at=TUESDAY)
    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    placement = Placement(
        client=appointment.client,
        therapist=appointment.therapist,
        service=appointment.service,
        location=appointment.location,
        table=None,
        starts_at=TUESDAY + timedelta(days=1),
        minutes=60,
        therapist_minutes=60,
        table_minutes=60,
        price_minor=8000,
        currency="EUR",
    )
    insist_it_is_safe(placement, by=linden.ana.actor)

    make_stricter(linden)

    with pytest.raises(NotSafe):
        insist_it_is_safe(placement, by=linden.ana.actor)
