"""What holds for any rules and any answers, and a slow, obvious twin that decides place by place."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.condition import Facts
from tableside.core.screening.question import NONE, Kind, Question
from tableside.core.screening.request import Answer, ClearanceHeld, Request
from tableside.core.screening.result import Outcome
from tableside.core.screening.screen import screen
from tableside.core.screening.stored import as_json, from_json
from tableside.knowledge.load_rulebook import load_rulebook
from tests.core.screening.small import BODY, ILLS, TODAY, asked, rulebook, told

ORDER = "PMLCXU"
YES_OR_NO = (Kind.YES_NO, Kind.YES_NO_UNSURE)
CLASSES = [one.value for one in ScreeningClass]
Told = dict[str, Any]

lines = st.one_of(st.sampled_from(ORDER), st.lists(st.sampled_from("PMLCX"), min_size=9, max_size=9).map(" ".join))
levels = st.one_of(st.none(), st.integers(0, 5))
wishes = st.builds(
    Request,
    on=st.just(TODAY),
    technique=st.sampled_from(ScreeningClass),
    pressure=st.integers(1, 5),
    minutes=st.just(60),
    places=st.lists(st.sampled_from(BODY.places), max_size=3, unique=True).map(tuple),
)


@st.composite
def books(draw: st.DrawFn) -> list[Told]:
    found = []
    for name in ILLS:
        rule = told(name, outcome=draw(lines), cap=draw(levels))
        if draw(st.booleans()):
            places = draw(st.lists(st.sampled_from(BODY.places), min_size=1, max_size=3))
            rule |= told(name, outcome=rule["outcome"], cap=draw(levels), cap_elsewhere=draw(levels))
            rule |= {"places": places, "elsewhere": draw(lines)}
        found.append(rule)
    return found


def letters(line: str) -> dict[str, str]:
    return dict(zip(CLASSES, line.split() * (9 if len(line) == 1 else 1), strict=True))


def meant(line: str, technique: str) -> str:
    """One letter for one technique: what is barred, while gentle work is not, asks for something else."""
    row = letters(line)
    if row["SWE"] in "XU" or row[technique] != "X":
        return row["SWE"] if row["SWE"] in "XU" and row[technique] == "X" else row[technique]
    return max(row["SWE"], "M", key=ORDER.index)


def twin(rules: list[Told], wish: Request, cleared: frozenset[str]) -> tuple[str, dict[str, tuple[int, set[str]]]]:
    """The outcome's letter; and for every place the highest level and the techniques that may be used there."""
    technique, wanted = wish.technique.value, wish.places or BODY.places
    said = ["P"]
    levels = {place: BODY.region_of(place).pressure_cap for place in BODY.places}
    free = {place: set(CLASSES) - {one.value for one in BODY.region_of(place).barred} for place in BODY.places}

    def as_cleared(letter: str, rule: Told) -> str:
        return "M" if letter == "C" and rule["id"] in cleared else letter

    for rule in rules:
        general: str = rule.get("elsewhere") or rule["outcome"]
        cap = rule.get("cap_elsewhere") if "elsewhere" in rule else rule.get("cap")
        letter = as_cleared(meant(general, technique), rule)
        said.append(letter)
        too_deep = cap is not None and wish.pressure > cap
        for place in BODY.places:
            row = letters(general)
            levels[place] = min(levels[place], 5 if cap is None else cap)
            free[place] -= {one for one in CLASSES if row[one] == "X" and row["SWE"] not in "XU"}
            if place not in rule.get("places", ()):
                continue
            row, here = letters(rule["outcome"]), as_cleared(meant(rule["outcome"], technique), rule)
            here = "L" if here == "X" else here
            site_cap = rule.get("cap")
            levels[place] = min(levels[place], 5 if site_cap is None else site_cap)
            free[place] -= {one for one in CLASSES if row[one] in "LX" and row["SWE"] not in "XU"}
            if here == "L":
                free[place] = set()
            if place in wanted:
                said.append(here)
                too_deep = too_deep or (site_cap is not None and wish.pressure > site_cap)
        said.append("M" if too_deep else "P")
    if wish.places and all(wish.pressure > levels[place] for place in wish.places):
        said.append("M")
    if wish.places and all(wish.technique in BODY.region_of(place).barred for place in wish.places):
        said.append("M")
    return max(said, key=ORDER.index), {place: (levels[place], free[place]) for place in BODY.places}


@given(books(), wishes, st.sets(st.sampled_from(ILLS)))
@settings(max_examples=200, deadline=None)
def test_screening_decides_as_its_slow_twin_does(rules: list[Told], wish: Request, cleared: set[str]) -> None:
    held = [ClearanceHeld(one, TODAY, TODAY) for one in cleared]
    screening = screen(rulebook(*rules), {"ills": ILLS}, request=wish, clearances=held)
    outcome, allowed = twin(rules, wish, frozenset(cleared))

    assert (ORDER[screening.outcome.rank], working(screening.limits)) == (outcome, allowed)


def working(limits: Any) -> dict[str, tuple[int, set[str]]]:
    """Where which technique may be used, asked one by one."""
    return {
        place: (
            limits.highest_pressure(place),
            {one.value for one in ScreeningClass if limits.may_work(place=place, technique=one, pressure=0)},
        )
        for place in BODY.places
    }


@given(books(), wishes, st.sets(st.sampled_from(ILLS)), st.sampled_from(ILLS))
@settings(max_examples=200, deadline=None)
def test_one_more_yes_never_allows_more(rules: list[Told], wish: Request, had: set[str], more: str) -> None:
    book = rulebook(*rules)
    before = screen(book, {"ills": tuple(had)}, request=wish)
    after = screen(book, {"ills": (*had, more)}, request=wish)

    assert after.outcome.rank >= before.outcome.rank
    for place, (level, free) in working(after.limits).items():
        assert level <= working(before.limits)[place][0]
        assert free <= working(before.limits)[place][1]


QUESTIONS = load_rulebook().questions


def answer_of(question: Question) -> st.SearchStrategy[Answer]:
    ids = [option.id for option in question.options]
    match question.kind:
        case Kind.YES_NO | Kind.YES_NO_UNSURE | Kind.CHOICE:
            return st.sampled_from(ids)
        case Kind.MANY:
            return st.sets(st.sampled_from(ids), min_size=1).map(lambda some: tuple(one for one in ids if one in some))
        case Kind.PLACES:
            places = load_rulebook().body.places
            return st.sets(st.sampled_from(places), min_size=1, max_size=4).map(lambda some: tuple(sorted(some)))
        case Kind.NUMBER:
            return st.integers(question.min or 0, question.max or 999)
        case Kind.DATE:
            return st.dates(date(2026, 1, 1), date(2027, 12, 31))
        case Kind.TEXT:
            return st.sampled_from(["Warfarin", "Prednisolon and tramadol", "tea", "Clopidogrell"])


intakes = st.fixed_dictionaries({}, optional={one.id: answer_of(one) for one in QUESTIONS.questions})


@given(intakes, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_answers_does_not_matter_and_neither_does_asking_again(
    answers: dict[str, Answer], shuffled: random.Random
) -> None:
    items = list(answers.items())
    shuffled.shuffle(items)

    once = screen(load_rulebook(), answers, request=asked())
    assert screen(load_rulebook(), dict(items), request=asked()) == once


@given(intakes)
@settings(max_examples=100, deadline=None)
def test_every_answer_that_matters_is_given_before_anything_proceeds(answers: dict[str, Answer]) -> None:
    screening = screen(load_rulebook(), answers, request=asked())

    assert not (screening.missing and screening.outcome.allows_treatment)


@given(intakes)
@settings(max_examples=100, deadline=None)
def test_the_look_up_by_signs_finds_every_rule_that_holds(answers: dict[str, Answer]) -> None:
    book = load_rulebook()
    facts = Facts(book.questions.heard(answers)[1], TODAY, frozenset({"anticoagulant", "steroids"}))

    assert book.holding(facts) == [rule for rule in book.rules if rule.when.test(facts)]


@given(intakes)
@settings(max_examples=100, deadline=None)
def test_the_look_up_by_signs_opens_every_question_that_a_walk_over_all_opens(answers: dict[str, Answer]) -> None:
    kept: dict[str, Answer] = {}
    opened = []
    for one in QUESTIONS.questions:
        medicines = QUESTIONS.medicines.groups_in(kept.get("medicines"))
        if one.asked_when is None or one.asked_when.test(Facts(kept, TODAY, medicines)):
            opened.append(one.id)
            kept |= {one.id: answers[one.id]} if one.id in answers else {}

    asked_now, heard = QUESTIONS.heard(answers)

    assert ([one.id for one in asked_now], heard) == ([one for one in opened if one not in QUESTIONS.worked_out], kept)
    facts, missing = QUESTIONS.facts(answers, on=TODAY)
    assert (facts.answers, missing) == (heard, tuple(one.id for one in asked_now if one.is_open(heard)))


def test_outcomes_have_one_order() -> None:
    assert [one.rank for one in Outcome] == list(range(6))


manys = [one for one in QUESTIONS.questions if one.kind is Kind.MANY]
#: Yes means that all is well, so that it may lower the outcome.
REASSURING = {
    "illness_over", "injury_healed", "surgery_well", "angina_seen", "foot_care", "guardian", "transplant_old",
}  # fmt: skip
asked_yes = [one for one in QUESTIONS.questions if one.kind in YES_OR_NO and one.id not in REASSURING]


def _lowers_nothing(before: dict[str, Answer], after: dict[str, Answer]) -> None:
    """With the rules as they are shipped: whatever no longer fires was taken the place of by one that is new."""
    book = load_rulebook()
    was, now = (screen(book, answers, request=asked()) for answers in (before, after))
    new = set(now.rule_ids) - set(was.rule_ids)
    replaced = set().union(*(book.rule(rule_id).supersedes for rule_id in new))

    gone = set(was.rule_ids) - set(now.rule_ids)
    assert now.outcome.rank >= was.outcome.rank or gone & replaced


@given(intakes, st.sampled_from(manys), st.data())
@settings(max_examples=200, deadline=None)
def test_one_more_thing_that_is_so_lowers_nothing_except_by_a_more_specific_rule(
    answers: dict[str, Answer], question: Question, data: st.DataObject
) -> None:
    told = answers.get(question.id, ())
    had = tuple(one for one in told if one != NONE) if isinstance(told, tuple) else ()
    more = data.draw(st.sampled_from([option.id for option in question.options if option.id != NONE]))

    _lowers_nothing(answers | {question.id: had or (NONE,)}, answers | {question.id: (*had, *({more} - set(had)))})


@given(intakes, st.sampled_from(asked_yes))
@settings(max_examples=200, deadline=None)
def test_a_yes_in_the_place_of_a_no_lowers_nothing_except_by_a_more_specific_rule(
    answers: dict[str, Answer], question: Question
) -> None:
    _lowers_nothing(answers | {question.id: "no"}, answers | {question.id: "yes"})


@given(intakes)
@settings(max_examples=50, deadline=None)
def test_what_was_kept_of_a_screening_comes_out_the_same_from_the_kept_answers(answers: dict[str, Answer]) -> None:
    book = load_rulebook()
    answers, _ = book.questions.read_answers(answers)
    once = screen(book, answers, request=asked())
    kept_answers, kept = json.dumps(book.questions.as_json(answers)), json.dumps(as_json(once))

    again, problems = book.questions.read_answers(json.loads(kept_answers))
    assert problems == {}
    assert screen(book, again, request=asked()) == from_json(json.loads(kept)) == once
