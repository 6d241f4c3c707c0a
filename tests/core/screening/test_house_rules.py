"""What a practice adds only ever makes it stricter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Refused
from tableside.core.screening.house_rules import (
    CLEARANCE_FROM,
    NO_TREATMENT_FROM,
    HouseRule,
    HouseRules,
    PressureLimits,
    as_json,
    from_json,
    house_rule_id,
    may_add,
    may_set,
    offered_outcomes,
)
from tableside.core.screening.request import Answer, ClearanceHeld, Request
from tableside.core.screening.result import Outcome, Screened
from tableside.core.screening.screen import screen
from tableside.knowledge.load_rulebook import load_rulebook
from tests.core.screening.small import ILLS, TODAY, asked, rulebook, told
from tests.core.screening.test_properties import Told, books, intakes, wishes

BOOK = load_rulebook()
BARRABLE = [one for one in ScreeningClass if one is not ScreeningClass.SWE]


@st.composite
def house_rules(draw: st.DrawFn, ids: tuple[str, ...], regions: tuple[str, ...], *, limits: bool) -> HouseRules:
    """Anything that may be stored, and more: whether it adds anything is not asked here."""
    rules = {
        one: HouseRule(
            one,
            "So it is here.",
            outcome=draw(st.sampled_from([None, *list(Outcome)[1:5]])),
            cap=draw(st.none() | st.integers(1, 4)),
            minutes=draw(st.none() | st.integers(10, 90)),
            barred=tuple(draw(st.sets(st.sampled_from(BARRABLE), max_size=3))),
            regions=tuple(draw(st.sets(st.sampled_from(regions), max_size=2))),
            clearance_days=draw(st.none() | st.integers(1, 60)),
        )
        for one in draw(st.sets(st.sampled_from(ids), min_size=1, max_size=6))
    }
    pressure = PressureLimits("Older clients.", (150, 95), (170, 110)) if limits and draw(st.booleans()) else None
    return HouseRules(rules, pressure)


def never_less_strict(ours: Screened, theirs: Screened) -> None:
    assert theirs.outcome.rank >= ours.outcome.rank
    was, limits = ours.limits, theirs.limits
    assert (limits.minutes_cap or 999) <= (was.minutes_cap or 999)
    assert set(was.avoid) <= set(limits.avoid)
    assert set(was.barred) <= set(limits.barred)
    for place in {*(was.pressure_caps or {}), *(was.barred_at or {}), *limits.avoid}:
        assert limits.highest_pressure(place) <= was.highest_pressure(place)
        assert place in limits.avoid or set(was.barred_here(place)) <= set(limits.barred_here(place))


@given(books(), wishes, house_rules(ILLS, ("neck", "calf", "leg"), limits=False), st.sets(st.sampled_from(ILLS)))
@settings(max_examples=300, deadline=None)
def test_no_small_rulebook_gets_looser_by_house_rules(
    rules: list[Told], wish: Request, house: HouseRules, cleared: set[str]
) -> None:
    book = rulebook(*rules)
    held = [ClearanceHeld(one, TODAY, TODAY) for one in cleared]

    ours = screen(book, {"ills": ILLS}, request=wish, clearances=held)
    theirs = screen(house.applied_to(book, version=1), {"ills": ILLS}, request=wish, clearances=held)

    never_less_strict(ours, theirs)


@given(intakes, house_rules(tuple(one.id for one in BOOK.rules), tuple(BOOK.body.regions), limits=True))
@settings(max_examples=150, deadline=None)
def test_our_rulebook_never_gets_looser_by_house_rules(answers: dict[str, Answer], house: HouseRules) -> None:
    book = house.applied_to(BOOK, version=1)

    theirs = screen(book, answers, request=asked())

    never_less_strict(screen(BOOK, answers, request=asked()), theirs)
    assert theirs == screen(house.applied_to(BOOK, version=1), answers, request=asked())


@given(house_rules(ILLS, ("neck", "calf"), limits=True))
def test_house_rules_come_back_from_json_as_they_were(house: HouseRules) -> None:
    assert from_json(as_json(house)) == house


def test_a_house_rule_is_a_finding_of_its_own_with_the_practice_s_reason() -> None:
    house = HouseRules().with_rule(HouseRule("a", "We had trouble.", outcome=Outcome.NEEDS_CLEARANCE, cap=2))

    screening = screen(house.applied_to(rulebook(told()), version=7), {"ills": ("a",)}, request=asked())

    assert (screening.outcome, screening.house_version) == (Outcome.NEEDS_CLEARANCE, 7)
    assert screening.rule_ids == (house_rule_id("a"), "a")
    assert (screening.findings[0].reason, screening.findings[0].clearance_from) == ("We had trouble.", "their doctor")
    assert screening.limits.pressure_cap == 2


def test_a_house_rule_is_heard_even_beside_the_rule_that_takes_the_place_of_ours() -> None:
    house = HouseRules().with_rule(HouseRule("a", "Here not.", outcome=Outcome.DO_NOT_TREAT))
    book = rulebook(told(), told("b", supersedes=["a"]))

    screening = screen(house.applied_to(book, version=1), {"ills": ("a", "b")}, request=asked())

    assert screening.outcome is Outcome.DO_NOT_TREAT


def test_taking_a_house_rule_back_leaves_ours() -> None:
    house = HouseRules().with_rule(HouseRule("a", "Here.", cap=2)).with_rule(HouseRule("a", "No longer."))

    assert house == HouseRules()


def test_a_house_rule_for_a_rule_that_is_gone_changes_nothing() -> None:
    book = rulebook(told())
    house = HouseRules().with_rule(HouseRule("gone", "Here.", cap=2))

    assert house.applied_to(book, version=1) == replace(book, house_version=1)


@pytest.mark.parametrize(
    ("house", "code"),
    [
        (HouseRule("a", " ", cap=2), "reason_missing"),
        (HouseRule("a", "So.", outcome=Outcome.MODIFY), "looser"),
        (HouseRule("a", "So.", outcome=Outcome.REFER_URGENT), "looser"),
        (HouseRule("a", "So.", cap=3), "looser"),
        (HouseRule("a", "So.", minutes=60), "looser"),
        (HouseRule("a", "So.", clearance_days=30), "looser"),
        (HouseRule("a", "So.", barred=(ScreeningClass.SWE,)), "nothing_gentle"),
    ],
)
def test_what_would_not_be_stricter_is_refused(house: HouseRule, code: str) -> None:
    rule = rulebook(told(cap=3, minutes=60)).rule("a")

    decision = may_add(house, rule)

    assert isinstance(decision, Refused)
    assert decision.code == code


def test_nothing_is_stricter_than_care_at_once() -> None:
    decision = may_add(HouseRule("a", "So.", cap=1), rulebook(told(outcome="U")).rule("a"))

    assert isinstance(decision, Refused)
    assert decision.code == "strictest"


def test_only_more_serious_outcomes_are_offered() -> None:
    assert offered_outcomes(rulebook(told(outcome="C")).rule("a")) == (Outcome.DO_NOT_TREAT,)
    assert offered_outcomes(rulebook(told(outcome="U")).rule("a")) == ()


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (PressureLimits("", (150, 95)), "reason_missing"),
        (PressureLimits("So.", (165, 95)), "looser"),
        (PressureLimits("So.", (150, 95), (180, 125)), "looser"),
        (PressureLimits("So.", (90, 60)), "too_low"),
        (PressureLimits("So.", (155, 95), (150, 110)), "out_of_order"),
    ],
)
def test_limits_of_blood_pressure_are_never_above_ours(limits: PressureLimits, code: str) -> None:
    decision = may_set(limits)

    assert isinstance(decision, Refused)
    assert decision.code == code


@pytest.mark.parametrize(("systolic", "outcome"), [(149, "modify"), (150, "needs_clearance"), (170, "do_not_treat")])
def test_a_reading_at_the_practice_s_limit_counts(systolic: int, outcome: str) -> None:
    house = HouseRules(pressure=PressureLimits("Older clients.", (150, 95), (170, 110)))
    settled = {one.id: "no" for one in BOOK.questions.questions if one.is_critical}
    answers: dict[str, Answer] = {**settled, "high_pressure": "yes", "systolic": systolic, "diastolic": 80}

    screening = screen(house.applied_to(BOOK, version=1), answers, request=asked())

    assert max((one.outcome for one in screening.findings), key=lambda one: one.rank).value == outcome


def test_our_limits_are_those_of_our_rules() -> None:
    for (systolic, diastolic), rule_id in ((CLEARANCE_FROM, "htn_160_179"), (NO_TREATMENT_FROM, "htn_180")):
        for reading in ({"systolic": systolic}, {"diastolic": diastolic}):
            fired = screen(BOOK, {"high_pressure": "yes", **reading}, request=asked()).rule_ids
            below = {key: value - 1 for key, value in reading.items()}
            assert rule_id in fired
            assert rule_id not in screen(BOOK, {"high_pressure": "yes", **below}, request=asked()).rule_ids
