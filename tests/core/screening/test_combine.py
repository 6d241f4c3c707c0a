"""How findings add up, rule by rule, with small hand-made rulebooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.position import Position
from tableside.core.screening.question import YES_NO_UNSURE, Group, Kind, Question, Questionnaire
from tableside.core.screening.request import ClearanceHeld
from tableside.core.screening.result import Limits, Outcome, Screened
from tableside.core.screening.screen import screen
from tests.core.screening.small import BODY, QUESTIONS, TODAY, asked, rulebook, screened, told

DT, TOOL, SWE, MFR = ScreeningClass.DT, ScreeningClass.TOOL, ScreeningClass.SWE, ScreeningClass.MFR
DEEP_BARRED = "M X M M M M M M X"


def cleared(rule_id: str = "a", **changes: Any) -> ClearanceHeld:
    held = ClearanceHeld(rule_id, TODAY - timedelta(days=3), TODAY + timedelta(days=27))
    return replace(held, **changes)


LIMITS_OF_THE_BODY = Limits(pressure_caps={"neck": 4}, barred_at={"neck": (ScreeningClass.TOOL,)})


def outcome(screening: Screened) -> str:
    return screening.outcome.value


# Whole body


def test_nothing_found_proceeds_with_the_limits_of_the_body() -> None:
    assert screened() == Screened(Outcome.PROCEED, (), LIMITS_OF_THE_BODY, (), (), "1")


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (("P", "M"), "modify"),
        (("M", "C"), "needs_clearance"),
        (("X", "C"), "do_not_treat"),
        (("X", "U"), "refer_urgent"),
    ],
)
def test_the_most_serious_finding_decides(letters: tuple[str, str], expected: str) -> None:
    screening = screened(told("a", outcome=letters[0]), told("b", outcome=letters[1]))

    assert outcome(screening) == expected


def test_the_most_serious_finding_stands_first() -> None:
    assert screened(told("a"), told("b", outcome="C"), told("c", outcome="P")).rule_ids == ("b", "a", "c")


def test_a_barred_technique_means_another_one_and_never_no_treatment() -> None:
    screening = screened(told(outcome=DEEP_BARRED), request=asked(technique=DT))

    assert (outcome(screening), screening.limits.barred, screening.substitute) == ("modify", (DT, TOOL), SWE)


def test_a_barred_technique_does_not_soften_what_the_line_asks_besides() -> None:
    screening = screened(told(outcome="C X C C C C C C C"), request=asked(technique=DT))

    assert (outcome(screening), screening.limits.barred) == ("needs_clearance", (DT,))


def test_a_line_that_bars_gentle_work_too_means_no_treatment_and_bars_no_technique() -> None:
    screening = screened(told(outcome="X"), request=asked(technique=DT))

    assert (outcome(screening), screening.limits.barred, screening.substitute) == ("do_not_treat", (), None)


def test_the_gentlest_technique_that_is_left_takes_the_place_of_a_barred_one() -> None:
    first, second = told("a", outcome=DEEP_BARRED), told("b", outcome="P P P P P P P P M")

    assert screened(first, second, request=asked(technique=TOOL)).substitute is SWE


def test_the_lowest_pressure_of_all_findings_counts() -> None:
    assert screened(told("a", cap=3), told("b", cap=2)).limits.pressure_cap == 2


def test_more_pressure_than_a_cap_allows_is_at_least_a_change() -> None:
    rule = told(outcome="P", cap=3)

    assert outcome(screened(rule, request=asked(pressure=3))) == "proceed"
    assert outcome(screened(rule, request=asked(pressure=4))) == "modify"


def test_a_cap_at_a_place_counts_only_where_that_place_is_wanted() -> None:
    rule = told(outcome="P", caps={"leg": 2})

    assert outcome(screened(rule, request=asked(pressure=3, places=("neck",)))) == "proceed"
    assert outcome(screened(rule, request=asked(pressure=3, places=("calf.left",)))) == "modify"
    assert screened(rule).limits.pressure_caps == {"neck": 4, "calf.left": 2, "calf.right": 2} | {
        "thigh.left": 2,
        "thigh.right": 2,
    }


def test_the_shortest_time_counts() -> None:
    assert screened(told("a", minutes=60), told("b", minutes=45)).limits.minutes_cap == 45


# Positions

SIDE, UP, DOWN, HALF = Position.SIDE_LYING, Position.FACE_UP, Position.FACE_DOWN, Position.SEMI_RECLINED


@pytest.mark.parametrize(
    ("rules", "wished", "expected"),
    [
        ([{"positions": ["side-lying", "seated"]}], DOWN, ("modify", SIDE)),
        ([{"positions": ["side-lying", "seated"]}], Position.RIGHT_SIDE, ("proceed", None)),
        ([{"positions": ["side-lying", "seated"]}], None, ("proceed", None)),
        ([{"positions_barred": ["face down"]}], DOWN, ("modify", SIDE)),
        ([{"positions_barred": ["face down"]}], UP, ("proceed", None)),
        ([{"positions_barred": ["right side"]}], SIDE, ("modify", HALF)),
        ([{"positions_barred": ["right side"]}], Position.LEFT_SIDE, ("proceed", None)),
        ([{"positions": ["side-lying", "semi-reclined"]}, {"positions": ["semi-reclined"]}], SIDE, ("modify", HALF)),
        ([{"positions": ["left side"]}, {"positions": ["face up"]}], UP, ("modify", None)),
        ([{"position_note": "as comfortable"}], DOWN, ("proceed", None)),
    ],
)
def test_a_barred_position_changes_the_session_and_another_is_named(
    rules: list[dict[str, Any]], wished: Position | None, expected: tuple[str, Position | None]
) -> None:
    book = [told(name, outcome="P", **one) for name, one in zip("ab", rules, strict=False)]

    screening = screened(*book, request=asked(position=wished))

    assert (outcome(screening), screening.position) == expected


def test_where_the_rules_leave_no_position_the_therapist_is_told() -> None:
    rules = (told("a", positions=["left side"]), told("b", positions=["face up"]))

    assert screened(*rules).actions == (
        "No position suits everything that was found: settle how to lie before starting.",
    )
    assert screened(rules[0]).actions == ()


def test_a_position_that_another_rule_bars_is_no_longer_among_the_words() -> None:
    lying = told("a", positions=["side-lying", "seated"])
    standing = told("b", positions_barred=["seated"], position_note="by a wall")

    assert screened(lying, standing).limits.positions == ("side-lying", "not seated", "by a wall")


# Places


def local(name: str = "a", **changes: object) -> dict[str, object]:
    return told(name, **({"outcome": "L", "places": ["calf.left"], "elsewhere": "P"} | changes))


def test_an_area_that_is_left_out_never_ends_the_whole_session() -> None:
    screening = screened(local(outcome="X"))

    assert (outcome(screening), screening.limits.avoid) == ("avoid_region", ("calf.left",))


def test_an_area_that_was_not_asked_for_is_told_and_does_not_count() -> None:
    screening = screened(local(), request=asked(places=("neck",)))

    assert (outcome(screening), screening.rule_ids, screening.limits.avoid) == ("proceed", ("a",), ("calf.left",))


def test_only_areas_that_are_left_out_asked_for_stays_leave_out() -> None:
    assert outcome(screened(local(), request=asked(places=("calf.left",)))) == "avoid_region"


def test_what_holds_for_the_rest_of_the_body_counts_too() -> None:
    assert outcome(screened(local(elsewhere="C"), request=asked(places=("neck",)))) == "needs_clearance"
    assert outcome(screened(local(elsewhere="X"), request=asked(places=("calf.left",)))) == "do_not_treat"


def test_a_technique_that_is_barred_at_one_place_stays_allowed_at_others() -> None:
    screening = screened(local(outcome=DEEP_BARRED), request=asked(technique=DT))

    limits = screening.limits
    assert (limits.barred, limits.barred_at, screening.substitute) == (
        (),
        {"neck": (TOOL,), "calf.left": (DT, TOOL)},
        None,
    )
    assert not limits.may_work(place="calf.left", technique=DT, pressure=3)
    assert limits.may_work(place="calf.right", technique=DT, pressure=3)


def test_a_technique_that_is_barred_wherever_it_was_wanted_is_replaced() -> None:
    wish = asked(technique=DT, places=("calf.left",))

    assert screened(local(outcome=DEEP_BARRED), request=wish).substitute is SWE


def test_places_come_from_the_answer() -> None:
    answers = {"ills": ("a",), "where": ("thigh.right",)}

    assert screened(local(places="where"), answers=answers).limits.avoid == ("thigh.right",)


def test_a_place_that_was_not_told_may_be_anywhere_unless_the_rule_knows_where() -> None:
    anywhere = screened(local(places="where"))
    legs = screened(local(places="where", places_default=["leg"]))

    assert anywhere.limits.avoid == BODY.places
    assert legs.limits.avoid == BODY.expand("leg")


def test_a_rule_can_mean_the_whole_limb() -> None:
    answers = {"ills": ("a",), "where": ("calf.left",)}

    assert screened(local(places="where", whole_part=True), answers=answers).limits.avoid == BODY.expand("leg.left")


def test_pressure_at_the_place_and_elsewhere_are_kept_apart() -> None:
    limits = screened(local(outcome="M", cap=2, cap_elsewhere=3, elsewhere="M")).limits

    assert (limits.highest_pressure("calf.left"), limits.highest_pressure("calf.right")) == (2, 3)


def test_a_clearance_that_is_asked_for_at_one_place_is_needed_only_there() -> None:
    rule = local(outcome="C", clearance_from="a doctor")

    assert outcome(screened(rule, request=asked(places=("calf.left",)))) == "needs_clearance"
    assert outcome(screened(rule, request=asked(places=("neck",)))) == "proceed"


# Clearance


def test_a_clearance_turns_its_question_into_a_change() -> None:
    screening = screened(told(outcome="C X C C C C C C C", cap=2), clearances=[cleared()])

    assert (outcome(screening), screening.limits.pressure_cap, screening.limits.barred) == ("modify", 2, (DT,))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "modify"),
        ({"given_on": TODAY}, "modify"),
        ({"expires_on": TODAY}, "modify"),
        ({"given_on": TODAY + timedelta(days=1)}, "needs_clearance"),
        ({"expires_on": TODAY - timedelta(days=1)}, "needs_clearance"),
        ({"rule_id": "b"}, "needs_clearance"),
    ],
)
def test_a_clearance_holds_for_its_rule_and_its_days(changes: dict[str, Any], expected: str) -> None:
    assert outcome(screened(told(outcome="C"), clearances=[cleared(**changes)])) == expected


@pytest.mark.parametrize(("letter", "expected"), [("X", "do_not_treat"), ("U", "refer_urgent")])
def test_a_clearance_opens_no_window_and_stops_no_emergency(letter: str, expected: str) -> None:
    assert outcome(screened(told(outcome=letter), clearances=[cleared()])) == expected


def test_a_clearance_leaves_the_area_out_that_the_rule_leaves_out() -> None:
    screening = screened(local(elsewhere="C"), clearances=[cleared()])

    assert (outcome(screening), screening.limits.avoid) == ("avoid_region", ("calf.left",))


def test_a_clearance_reaches_as_far_as_it_says() -> None:
    scope = cleared(pressure_cap=2, avoid=("neck",), barred=(MFR,))

    limits = screened(told(outcome="C", cap=3), clearances=[scope]).limits
    assert (limits.pressure_cap, limits.avoid, limits.barred) == (2, ("neck",), (MFR,))


def test_a_clearance_lifts_the_pressure_only_if_it_names_one() -> None:
    rule = told(outcome="C", cap=2, caps={"neck": 1})

    assert screened(rule, clearances=[cleared()]).limits.pressure_cap == 2
    lifted = screened(rule, clearances=[cleared(pressure_cap=4)]).limits
    assert (lifted.pressure_cap, lifted.highest_pressure("neck")) == (4, 1)


@pytest.mark.parametrize(
    ("changes", "named", "site", "rest"),
    [
        ({"outcome": "C"}, 3, 3, 3),  # asked about the place; elsewhere it can only lower
        ({"elsewhere": "C"}, 5, 1, 5),  # asked about the rest
        ({"may_lift": True}, 5, 4, 4),  # may be asked about the place
        ({}, 5, 1, 4),  # nothing was asked
    ],
)
def test_a_clearance_lifts_the_pressure_only_where_it_was_asked_for(
    changes: dict[str, Any], named: int, site: int, rest: int
) -> None:
    terms: dict[str, Any] = {"outcome": "M", "cap": 1, "cap_elsewhere": 4}
    rule = local(**(terms | changes))
    limits = screened(rule, clearances=[cleared(pressure_cap=named)]).limits

    assert (limits.highest_pressure("calf.left"), limits.pressure_cap) == (site, rest)


def test_a_clearance_lifts_nothing_of_another_rule() -> None:
    other = told("b", outcome="M", cap=2)

    assert screened(told(outcome="C", cap=2), other, clearances=[cleared(pressure_cap=4)]).limits.pressure_cap == 2


def test_the_newest_clearance_speaks() -> None:
    older, newer = cleared(pressure_cap=1), cleared(given_on=TODAY, pressure_cap=3)

    assert screened(told(outcome="C"), clearances=[newer, older]).limits.pressure_cap == 3


# Training


def test_without_the_training_that_a_rule_insists_on_a_clearance_is_not_enough() -> None:
    rule = told(outcome="C", training="oncology", clearance_from="the team")
    trained = asked(trainings=frozenset({"oncology"}))

    assert outcome(screened(rule, clearances=[cleared()])) == "needs_clearance"
    assert outcome(screened(rule, clearances=[cleared()], request=trained)) == "modify"


def test_a_training_that_is_missing_is_said_to_whoever_plans() -> None:
    screening = screened(told(outcome="M", training="prenatal"))

    assert screening.actions == ("Book a therapist trained in massage in pregnancy: A.",)
    assert screening.findings[0].needs_training == "prenatal"


def test_only_trained_hands_work_where_others_leave_out() -> None:
    rule = local(outcome="L L L L L L M L L", training="mld")
    wish = asked(technique=ScreeningClass.MLD, places=("calf.left",))

    assert outcome(screened(rule, request=wish)) == "avoid_region"
    assert outcome(screened(rule, request=replace(wish, trainings=frozenset({"mld"})))) == "modify"


# Supersession, missing answers


def test_what_a_more_specific_rule_supersedes_is_left_out() -> None:
    screening = screened(told("a", outcome="X"), told("b", outcome="M", supersedes=["a"]))

    assert (outcome(screening), screening.rule_ids) == ("modify", ("b",))


def test_supersession_does_not_need_the_superseding_rule_to_survive() -> None:
    rules = told("a"), told("b", supersedes=["a"]), told("c", supersedes=["b"])

    assert screened(*rules).rule_ids == ("c",)


MUST = Question("must", "Must?", Kind.YES_NO_UNSURE, options=YES_NO_UNSURE, is_critical=True)
CRITICAL = Questionnaire(
    "1",
    (
        *QUESTIONS.groups,
        Group(
            "more",
            "More",
            "",
            (Question("must", "Must?", Kind.YES_NO_UNSURE, options=YES_NO_UNSURE, is_critical=True),),
        ),
    ),
    BODY,
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ("needs_clearance", ("must",))),
        ({"must": "unsure"}, ("needs_clearance", ("must",))),
        ({"must": "no"}, ("proceed", ())),
    ],
)
def test_without_an_answer_that_matters_nothing_proceeds(
    answers: dict[str, str | date], expected: tuple[str, tuple[str, ...]]
) -> None:
    screening = screen(rulebook(questions=CRITICAL), answers, request=asked())

    assert (outcome(screening), screening.missing) == expected


def test_an_emergency_stays_one_when_answers_are_missing() -> None:
    screening = screen(rulebook(told(outcome="U"), questions=CRITICAL), {"ills": ("a",)}, request=asked())

    assert outcome(screening) == "refer_urgent"


def test_the_therapist_is_told_what_has_to_be_done() -> None:
    rules = told("a", outcome="U"), told("b", outcome="C", clearance_from="the midwife")

    assert screened(*rules).actions == (
        "Stop. Help the client to get medical care now, and write down what was said and when.",
        "Ask for a clearance from the midwife: B.",
    )
