"""Work at a place: what the body does not bear and what screening leaves out, with or without a reason."""

from __future__ import annotations

import pytest

from tableside.core.charting.body import Body, Region
from tableside.core.charting.technique import ScreeningClass, Stroke
from tableside.core.decision import Allowed, Refused
from tableside.core.screening.result import Limits
from tableside.core.screening.work import Wish, WorkRules

BODY = Body(
    regions={
        "shoulder": Region("shoulder", "Shoulder", "arm", has_sides=True),
        "knee_back": Region(
            "knee_back",
            "Back of the knee",
            "leg",
            has_sides=False,
            pressure_cap=2,
            caution="Nerves.",
            barred_strokes=("tap",),
        ),
        "eyes": Region("eyes", "Eyes", "head", has_sides=False, pressure_cap=0, caution="Hands off."),
    },
    parts={"arm": "Arm", "leg": "Leg", "head": "Head"},
)
LIMITS = Limits(pressure_cap=3, avoid=("shoulder.right",), barred=(ScreeningClass.DT,), minutes_cap=45)
RULES = WorkRules(body=BODY, limits=LIMITS, may_override=True)
SWE, DT = ScreeningClass.SWE, ScreeningClass.DT


def test_only_places_where_work_is_possible_are_offered() -> None:
    assert RULES.places == ("shoulder.left", "knee_back")


@pytest.mark.parametrize(
    ("place", "with_reason", "highest"),
    [("shoulder.left", False, 3), ("shoulder.left", True, 5), ("knee_back", False, 2), ("knee_back", True, 2)],
)
def test_the_lower_of_both_caps_holds_and_a_reason_lifts_only_that_of_screening(
    place: str, with_reason: bool, highest: int
) -> None:
    assert RULES.highest_pressure(place, with_reason=with_reason) == highest


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("shoulder.left", SWE, 20, 3), ""),
        (Wish("shoulder.left", DT, 20, 3), "technique_barred"),
        (Wish("shoulder.left", SWE, 20, 4), "too_deep"),
        (Wish("shoulder.left", SWE, 46, 3), "too_long"),
        (Wish("shoulder.right", SWE, 20, 1), "region_avoided"),
        (Wish("knee_back", SWE, 20, 3), "too_deep_for_region"),
        (Wish("eyes", SWE, 20, 1), "too_deep_for_region"),
    ],
)
def test_each_limit_refuses_by_its_own_name(wish: Wish, code: str) -> None:
    decision = RULES.may_give(wish)

    assert (decision.code if isinstance(decision, Refused) else "") == code


def test_level_zero_somewhere_means_hands_off() -> None:
    rules = WorkRules(body=BODY, limits=Limits(pressure_caps={"shoulder.left": 0}), may_override=True)

    decision = rules.may_give(Wish("shoulder.left", SWE, 10, 1, "I am sure"))

    assert rules.places == ("shoulder.right", "knee_back")
    assert isinstance(decision, Refused)
    assert decision.code == "region_avoided"


def test_only_what_screening_adds_to_the_body_counts_as_gentler() -> None:
    """Screening hands back the body's own caps too."""
    healthy = WorkRules(body=BODY, limits=Limits(pressure_caps={"knee_back": 2, "eyes": 0}), may_override=True)
    caps = {"knee_back": 1, "shoulder.left": 2, "shoulder.right": 0}
    limited = WorkRules(body=BODY, limits=Limits(pressure_cap=3, pressure_caps=caps), may_override=True)

    assert (healthy.gentler, healthy.left_out, healthy.has_limits) == ({}, (), False)
    assert (limited.gentler, limited.left_out, limited.has_limits) == (
        {"knee_back": 1, "shoulder.left": 2},
        ("shoulder.right",),
        True,
    )


def test_minutes_count_together() -> None:
    assert RULES.may_give(Wish("shoulder.left", SWE, 20, 3), minutes_so_far=25) == Allowed()
    assert RULES.may_give(Wish("shoulder.left", SWE, 20, 3), minutes_so_far=26) == Refused(
        "too_long",
        "Screening allows 45 minutes in this session. 26 are written down already. "
        "Choose otherwise, or write down why you set this limit aside.",
        {"minutes_cap": 45, "may_override": True},
    )


@pytest.mark.parametrize(
    "wish",
    [
        Wish("shoulder.left", DT, 20, 3, "Cleared by phone"),
        Wish("shoulder.left", SWE, 20, 5, "Cleared by phone"),
        Wish("shoulder.left", SWE, 60, 3, "Cleared by phone"),
    ],
)
def test_a_reason_sets_a_limit_of_screening_aside_where_treatment_is_allowed(wish: Wish) -> None:
    strict = WorkRules(body=BODY, limits=LIMITS, may_override=False)

    assert RULES.may_give(wish) == Allowed()
    assert isinstance(strict.may_give(wish), Refused)


@pytest.mark.parametrize("place", ["shoulder.right", "knee_back", "eyes"])
def test_no_reason_opens_an_area_to_leave_out_or_what_the_body_does_not_bear(place: str) -> None:
    assert isinstance(RULES.may_give(Wish(place, SWE, 10, 3, "I am sure")), Refused)


TAP, PULL, GLIDE = (Stroke(name, name.capitalize(), (), "So.") for name in ("tap", "pull", "glide"))
NO_PULL = Limits(strokes_barred_at={"shoulder.left": ("pull",), "knee_back": ("pull",)})


@pytest.mark.parametrize(
    ("place", "strokes", "reason", "may_override", "code"),
    [
        ("shoulder.left", (), "", True, ""),
        ("shoulder.left", (TAP, GLIDE), "", True, ""),
        ("knee_back", (GLIDE,), "", True, ""),
        ("knee_back", (GLIDE, TAP), "", True, "stroke_barred_for_region"),
        ("knee_back", (TAP,), "I am sure", True, "stroke_barred_for_region"),
        ("shoulder.left", (PULL,), "", True, "stroke_barred"),
        ("shoulder.left", (PULL,), "Cleared by phone", True, ""),
        ("shoulder.left", (PULL,), "Cleared by phone", False, "stroke_barred"),
        ("shoulder.right", (PULL,), "", False, ""),
    ],
)
def test_a_stroke_is_barred_where_the_body_or_a_rule_says_so_and_a_reason_opens_only_the_rule(
    place: str, strokes: tuple[Stroke, ...], reason: str, may_override: bool, code: str
) -> None:
    rules = WorkRules(body=BODY, limits=NO_PULL, may_override=may_override)

    decision = rules.may_give(Wish(place, SWE, 10, 1, reason, strokes=strokes))

    assert (decision.code if isinstance(decision, Refused) else "") == code


def test_a_refused_stroke_is_named_with_what_holds_there() -> None:
    rules = WorkRules(body=BODY, limits=NO_PULL, may_override=True)

    decision = rules.may_give(Wish("knee_back", SWE, 10, 1, strokes=(GLIDE, TAP)))

    assert decision == Refused("stroke_barred_for_region", "Nerves. Never at this place: Tap. Leave that out.")
