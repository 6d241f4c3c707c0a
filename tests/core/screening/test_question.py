"""What is asked, and how values from a form become answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tableside.core.charting.body import Body, Region
from tableside.core.screening.condition import Told, compile_condition
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.question import YES_NO_UNSURE, Group, Kind, Option, Question, Questionnaire, asks_of
from tableside.core.screening.request import Answer

BODY = Body(
    {"calf": Region("calf", "Calf", "leg", has_sides=True), "neck": Region("neck", "Neck", "head", has_sides=False)},
    {"leg": "Leg", "head": "Head"},
)


def opens(told: Told, *before: Question) -> Any:
    return compile_condition(told, questions=asks_of(before, BODY), medicines=frozenset())


INJURY = Question("injury", "Injured?", Kind.YES_NO_UNSURE, options=YES_NO_UNSURE, is_critical=True)
KIND = Question(
    "kind",
    "Which?",
    Kind.MANY,
    options=(Option("bone", "Bone"), Option("skin", "Skin"), Option("none", "None of these")),
    asked_when=opens({"answer": "injury", "is": "yes"}, INJURY),
)
PLACES = Question("places", "Where?", Kind.PLACES, asked_when=opens({"answer": "kind", "has": "bone"}, KIND))
SINCE = Question("since", "Since when?", Kind.DATE)
PULSE = Question("pulse", "Pulse?", Kind.NUMBER, min=30, max=220)
NOTE = Question("note", "Anything else?", Kind.TEXT)
ALL = Questionnaire(
    "1", (Group("one", "One", "", (INJURY, KIND, PLACES)), Group("two", "Two", "", (SINCE, PULSE, NOTE))), BODY
)


def test_a_follow_up_opens_with_the_answer_it_follows() -> None:
    assert [one.id for one in ALL.asked({})] == ["injury", "since", "pulse", "note"]
    assert [one.id for one in ALL.asked({"injury": "yes"})] == ["injury", "kind", "since", "pulse", "note"]


def test_a_follow_up_of_a_closed_follow_up_stays_closed() -> None:
    assert [one.id for one in ALL.asked({"injury": "no", "kind": ("bone",)})] == ["injury", "since", "pulse", "note"]


def test_a_medicine_that_is_written_opens_what_it_calls_for() -> None:
    known = Medicines({"apixaban": "thinner", "losartan": "pressure"})
    told = compile_condition({"medicine": "thinner"}, questions={}, medicines=frozenset({"thinner"}))
    listed = Question("medicines", "Which?", Kind.TEXT)
    bruise = Question("bruise", "A bruise that grows?", Kind.YES_NO, asked_when=told)
    both = Questionnaire("1", (Group("one", "One", "", (listed, bruise)),), BODY, known)

    assert [one.id for one in both.asked({"medicines": "Apixabann 5 mg"})] == ["medicines", "bruise"]
    assert [one.id for one in both.asked({"medicines": "Losartan"})] == ["medicines"]
    assert both.heard({"medicines": "Losartan", "bruise": "yes"})[1] == {"medicines": "Losartan"}


def test_answers_to_follow_ups_that_have_closed_are_dropped() -> None:
    raw = {"injury": "no", "kind": ["bone"], "places": ["calf"], "pulse": "60"}

    assert ALL.read_answers(raw) == ({"injury": "no", "pulse": 60}, {})


def test_every_kind_of_value_becomes_an_answer() -> None:
    raw = {
        "injury": True,
        "kind": ["skin", "bone"],
        "places": ["calf", "neck"],
        "since": " 2026-05-31 ",
        "pulse": " 72 ",
        "note": "a\u0007b ",
        "answered_on": "2027-03-01",
        "colour": "blue",
    }

    assert ALL.read_answers(raw) == (
        {
            "answered_on": date(2027, 3, 1),
            "injury": "yes",
            "kind": ("bone", "skin"),
            "places": ("calf.left", "calf.right", "neck"),
            "since": date(2026, 5, 31),
            "pulse": 72,
            "note": "ab",
        },
        {},
    )


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("injury", "perhaps", "Choose one of the answers."),
        ("injury", ["yes"], "Choose one of the answers."),
        ("kind", ["hair"], "Choose from the answers."),
        ("kind", 3, "Choose from the answers."),
        ("kind", ["none", "bone"], "Choose either what applies or “None of these”, not both."),
        ("pulse", "29", "Give a whole number from 30 to 220."),
        ("pulse", "7²", "Give a whole number from 30 to 220."),
        ("pulse", True, "Give a whole number from 30 to 220."),
        ("since", "yesterday", "Give the date as year, month and day, such as 2026-05-31."),
        ("note", ["x"], "Write this as text."),
        ("note", "x" * 2001, "Please say it in 2000 characters or fewer."),
    ],
)
def test_a_value_that_is_no_answer_gets_a_sentence(key: str, value: object, problem: str) -> None:
    read, problems = ALL.read_answers({"injury": "yes"} | {key: value})

    assert (read.get(key), problems) == (None, {key: problem})


def test_an_unknown_place_gets_a_sentence() -> None:
    _, problems = ALL.read_answers({"injury": "yes", "kind": ["bone"], "places": ["wing"]})

    assert problems == {"places": "Choose places from the list."}


def test_a_problem_in_a_closed_follow_up_is_nobodys_problem() -> None:
    assert ALL.read_answers({"injury": "no", "kind": ["hair"]}) == ({"injury": "no"}, {})


def test_answers_travel_through_json_and_back() -> None:
    answers: dict[str, Answer] = {
        "answered_on": date(2027, 3, 1),
        "injury": "yes",
        "kind": ("bone",),
        "places": ("calf.left",),
        "since": date(2026, 5, 31),
        "pulse": 72,
    }

    assert ALL.read_answers(ALL.as_json(answers)) == (answers, {})


def test_a_day_of_answering_that_cannot_be_read_is_left_out() -> None:
    for spoilt in ("yesterday", "2027-02-30", ["2027-03-01"], 7):
        assert ALL.read_answers({"answered_on": spoilt, "pulse": "60"}) == ({"pulse": 60}, {})


@pytest.mark.parametrize(
    ("answers", "unsure_counts", "expected"),
    [
        ({}, False, True),
        ({"injury": "unsure"}, False, True),
        ({"injury": "unsure"}, True, False),
        ({"injury": "no"}, False, False),
    ],
)
def test_a_critical_question_is_open_until_it_is_answered(
    answers: dict[str, Any], unsure_counts: bool, expected: bool
) -> None:
    question = Question("injury", "Injured?", Kind.YES_NO_UNSURE, is_critical=True, unsure_counts=unsure_counts)

    assert question.is_open(answers) is expected


@pytest.mark.parametrize(
    ("upper", "lower", "wrong"),
    [
        (120, 80, []),
        (81, 80, []),
        (80, 80, ["lower", "upper"]),
        (80, 120, ["lower", "upper"]),
        (None, 80, []),
        (90, None, []),
    ],
)
def test_a_number_that_has_to_be_below_another_is_doubted_with_it(
    upper: int | None, lower: int | None, wrong: list[str]
) -> None:
    pair = Question("upper", "Upper?", Kind.NUMBER), Question("lower", "Lower?", Kind.NUMBER, below="upper")
    given = {key: value for key, value in (("upper", upper), ("lower", lower)) if value is not None}

    assert sorted(Questionnaire("1", (Group("one", "One", "", pair),), BODY).implausible(given)) == wrong
