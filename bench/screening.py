"""One intake, and 10,000, against all rules with explanations: looked up by signs, beside a walk over every tree and
beside JsonLogic, the usual way to keep rules as data."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from json_logic import jsonLogic as json_logic

from bench.report import Goal, Report, Row, processor_ms
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.combine import fire, limits_of, without_superseded
from tableside.core.screening.condition import Facts, weeks_pregnant
from tableside.core.screening.question import NONE, Kind, Question
from tableside.core.screening.reading import as_counted
from tableside.core.screening.request import Answer, Answers, Request
from tableside.core.screening.rulebook import Rule
from tableside.core.screening.screen import screen
from tableside.knowledge.load_rulebook import load_rulebook

ON = date(2027, 3, 1)
MANY, SEED = 10_000, 20270301
REQUEST = Request(on=ON, technique=ScreeningClass.SWE, pressure=3, minutes=60)
DEEP = Request(on=ON, technique=ScreeningClass.DT, pressure=4, minutes=60, places=("lower_back.left",))
BOOK = load_rulebook()
MEDICINES = ("", "", "", "Ibuprofen", "Apixaban 5 mg", "Prednisolon 5 mg, Pantoprazol", "Clopidogrell")


def harmless(question: Question) -> Answer | None:
    ids = [option.id for option in question.options]
    if question.kind in (Kind.YES_NO, Kind.YES_NO_UNSURE):
        return "no"
    if NONE in ids:
        return (NONE,) if question.kind is Kind.MANY else NONE
    return None


def told(question: Question, chance: random.Random) -> Answer:
    """An answer by somebody who has something to tell."""
    ids = [option.id for option in question.options if option.id != NONE]
    match question.kind:
        case Kind.YES_NO | Kind.YES_NO_UNSURE:
            return "yes"
        case Kind.CHOICE:
            return chance.choice(ids)
        case Kind.MANY:
            return (chance.choice(ids),)
        case Kind.PLACES:
            return tuple(chance.sample(BOOK.body.places, 2))
        case Kind.NUMBER:
            return chance.randint(question.min or 0, question.max or 200)
        case Kind.DATE:
            return ON - timedelta(days=chance.randint(1, 400))
        case Kind.TEXT:
            return chance.choice(MEDICINES)


def intake(chance: random.Random, *, share: float) -> dict[str, Answer]:
    """Complete answers of which about ``share`` tell something, with the follow-ups that those open."""
    answers: dict[str, Answer] = {}
    for question in BOOK.questions.questions:
        if question in BOOK.questions.asked(answers):
            answer = told(question, chance) if chance.random() < share else harmless(question)
            if answer is None and question.is_critical:
                answer = told(question, chance)
            if answer is not None:
                answers[question.id] = answer
    return answers


def walked(answers: Answers, request: Request) -> tuple[str, ...]:
    """What a first version does: the condition of every rule read from its tree each time; the same explanations."""
    _, heard = BOOK.questions.heard(answers)
    facts = Facts(as_counted(heard, on=request.on), request.on, BOOK.medicines.groups_in(heard.get("medicines")))
    return explained([rule for rule in BOOK.rules if holds(rule.when.told, facts)], heard, request)


def by_json_logic(answers: Answers, request: Request) -> tuple[str, ...]:
    """Each condition asked of the library; what it cannot reckon, days and weeks, is reckoned before."""
    _, heard = BOOK.questions.heard(answers)
    medicines = BOOK.medicines.groups_in(heard.get("medicines"))
    days = {f"days since {name}": (request.on - given).days for name, given in heard.items() if isinstance(given, date)}
    weeks = weeks_pregnant(Facts(heard, request.on, medicines))
    told = {**as_counted(heard, on=request.on), **days, "medicine groups": medicines, "weeks pregnant": weeks}
    return explained([rule for rule in BOOK.rules if json_logic(AS_JSON_LOGIC[rule.id], told)], heard, request)


def explained(rules: list[Rule], heard: Answers, request: Request) -> tuple[str, ...]:
    fired = [fire(rule, heard, request, (), body=BOOK.body) for rule in without_superseded(rules)]
    fired.sort(key=lambda one: -one.finding.outcome.rank)
    limits_of(fired, body=BOOK.body, trainings=request.trainings)
    return tuple(one.finding.rule_id for one in fired)


def holds(node: Mapping[str, Any], facts: Facts) -> bool:
    if "all" in node:
        return all(holds(one, facts) for one in node["all"])
    if "any" in node:
        return any(holds(one, facts) for one in node["any"])
    if "not" in node:
        return not holds(node["not"], facts)
    if "medicine" in node:
        return node["medicine"] in facts.medicines
    if "weeks_pregnant" in node:
        return between(weeks_pregnant(facts), node["weeks_pregnant"])
    given = facts.answers.get(node["answer"])
    if "is" in node or "in" in node:
        wanted = node.get("is", node.get("in"))
        return given in ([wanted] if isinstance(wanted, str) else wanted)
    if "has" in node:
        named = [node["has"]] if isinstance(node["has"], str) else node["has"]
        return isinstance(given, tuple) and any(one in given for one in named)
    if "days_at_least" in node or "days_under" in node:
        days = (facts.on - given).days if isinstance(given, date) else None
        return between(days, {key.removeprefix("days_"): value for key, value in node.items()})
    return between(given if isinstance(given, int) else None, node)


def as_json_logic(node: Mapping[str, Any]) -> Any:
    """The same condition in the words of the library."""
    if "all" in node:
        return {"and": [as_json_logic(one) for one in node["all"]]}
    if "any" in node:
        return {"or": [as_json_logic(one) for one in node["any"]]}
    if "not" in node:
        return {"!": [as_json_logic(node["not"])]}
    if "medicine" in node:
        return {"in": [node["medicine"], {"var": "medicine groups"}]}
    if "weeks_pregnant" in node:
        return bounds({"var": "weeks pregnant"}, node["weeks_pregnant"])
    given = {"var": node["answer"]}
    if "is" in node or "in" in node:
        wanted = node.get("is", node.get("in"))
        return {"in": [given, [wanted] if isinstance(wanted, str) else wanted]}
    if "has" in node:
        named = [node["has"]] if isinstance(node["has"], str) else node["has"]
        return {"or": [{"in": [one, given]} for one in named]}
    days = {key.removeprefix("days_"): value for key, value in node.items() if key.startswith("days_")}
    return bounds({"var": f"days since {node['answer']}"}, days) if days else bounds(given, node)


def bounds(value: object, limits: Mapping[str, Any]) -> dict[str, Any]:
    signs = {"at_least": ">=", "under": "<"}
    return {"and": [{sign: [value, limits[name]]} for name, sign in signs.items() if name in limits]}


def between(value: int | None, bounds: Mapping[str, Any]) -> bool:
    low, high = bounds.get("at_least"), bounds.get("under")
    return value is not None and (low is None or value >= low) and (high is None or value < high)


AS_JSON_LOGIC = {rule.id: as_json_logic(rule.when.told) for rule in BOOK.rules}


def run() -> Report:
    """Measure, after making sure that all three fire the same rules."""
    chance = random.Random(SEED)
    healthy = intake(chance, share=0)
    typical = [intake(chance, share=0.08) for _ in range(500)]
    loaded = [intake(chance, share=0.4) for _ in range(100)]
    for answers in (healthy, *typical, *loaded):
        for request in (REQUEST, DEEP):
            ours_fire = screen(BOOK, answers, request=request).rule_ids
            assert ours_fire == walked(answers, request) == by_json_logic(answers, request), "they fire differently"
    many = [typical[number % len(typical)] for number in range(MANY)]

    def each(work: Any, intakes: list[dict[str, Answer]]) -> float:
        return processor_ms(lambda: [work(one) for one in intakes], times=5) / len(intakes) * 1000

    def ours(answers: Answers) -> object:
        return screen(BOOK, answers, request=REQUEST)

    def theirs(answers: Answers) -> object:
        return walked(answers, REQUEST)

    def with_library(answers: Answers) -> object:
        return by_json_logic(answers, REQUEST)

    typical_us, walked_us = each(ours, typical), each(theirs, typical)
    library_us = each(with_library, typical[:100])
    all_ms = processor_ms(lambda: [ours(one) for one in many], times=3)
    rows = (
        Row("a typical intake", typical_us, "us"),
        Row("a healthy person", each(ours, [healthy] * 200), "us"),
        Row("somebody with much to tell", each(ours, loaded), "us"),
        Row("a typical intake, walking every tree", walked_us, "us"),
        Row("a typical intake, by JsonLogic", library_us, "us"),
        Row("10,000 typical intakes", all_ms * 1000, "us"),
    )
    goals = (
        Goal("a typical intake / 100 us", typical_us / 100, at_most=1),
        Goal("10,000 intakes / 2 s", all_ms / 2000, at_most=1),
        Goal("walking every tree / looking up by signs", walked_us / typical_us, at_least=1.5),
        Goal("JsonLogic / looking up by signs", library_us / typical_us, at_least=10),
    )
    fired = sum(len(screen(BOOK, one, request=REQUEST).findings) for one in typical) / len(typical)
    note = f"{len(BOOK.rules)} rules, {len(BOOK.questions.questions)} questions, {fired:.1f} findings a typical intake."
    return Report("Screening health answers, with every finding explained", rows, goals, note)
