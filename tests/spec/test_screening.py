"""Runs the tables in ``screening/``: health answers and a wish in; outcome, findings and limits out."""

from __future__ import annotations

import pytest

from tableside.core.screening.request import Answer
from tableside.core.screening.result import Screened
from tableside.knowledge.load_rulebook import load_rulebook
from tests.spec.screening_cases import Case, cases

CASES = cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.file}: {case.title}") for case in CASES])
def test_screening_says_what_the_table_says(case: Case) -> None:
    screened = case.screened()

    said = (screened.outcome.value, sorted(screened.rule_ids))
    assert said == (case.told["outcome"], sorted(case.rules))
    assert {key: value for key, value in shown(screened, case).items() if key in case.told} == {
        key: value for key, value in case.told.items() if key in shown(screened, case)
    }
    assert not set(case.near_misses) & set(screened.rule_ids)


def shown(screened: Screened, case: Case) -> dict[str, object]:
    """What a table may say besides; only what it does say is compared."""
    limits, body = screened.limits, load_rulebook().body
    avoid = {place for named in case.told.get("avoid", []) for place in body.expand(named)}
    return {
        "pressure": limits.pressure_cap,
        "pressure_at": {place: limits.highest_pressure(place) for place in case.told.get("pressure_at", {})},
        "avoid": case.told.get("avoid") if set(limits.avoid) == avoid else sorted(limits.avoid),
        "barred": [technique.value for technique in limits.barred],
        "barred_at": {
            place: [technique.value for technique in limits.barred_here(place)]
            for place in case.told.get("barred_at", {})
        },
        "strokes_barred_at": {
            place: list(limits.strokes_barred_here(place)) for place in case.told.get("strokes_barred_at", {})
        },
        "minutes": limits.minutes_cap,
        "missing": list(screened.missing),
        "actions": list(screened.actions),
        "positions": list(limits.positions),
        "positions_barred": [position.value for position in limits.barred_positions],
        "position_instead": screened.position.value if screened.position else "",
        "instead": screened.substitute.value if screened.substitute else "",
    }


def test_every_rule_has_a_case_that_it_fires_in() -> None:
    fired = {rule for case in CASES for rule in case.rules}

    assert {rule.id for rule in load_rulebook().rules} - fired == set()


def test_every_rule_has_a_case_that_only_just_misses_it() -> None:
    missed = {rule for case in CASES for rule in case.near_misses}

    assert {rule.id for rule in load_rulebook().rules} - missed == set()


def test_the_tables_name_rules_that_exist() -> None:
    named = {rule for case in CASES for rule in (*case.rules, *case.near_misses)}

    assert named - {rule.id for rule in load_rulebook().rules} == set()


def test_each_title_says_something_of_its_own() -> None:
    titles = [(case.file, case.title) for case in CASES]

    assert sorted(titles) == sorted(set(titles))


def test_every_rule_has_a_case_that_misses_it_by_little() -> None:
    """By another answer to a question that the rule reads, or by two answers at most from a case that it fires in."""
    fires = {rule: [case.answers() for case in CASES if rule in case.rules] for case in CASES for rule in case.rules}
    near = {rule for case in CASES for rule in case.near_misses if _is_near(case, rule, fires.get(rule, []))}

    assert sorted({rule.id for rule in load_rulebook().rules} - near) == []


def _is_near(case: Case, rule: str, fires: list[dict[str, Answer]]) -> bool:
    told = case.answers()
    reads = load_rulebook().rule(rule).when.questions
    apart = [{key for key in told.keys() | other.keys() if told.get(key) != other.get(key)} for other in fires]
    return bool(reads & told.keys()) or any(len(keys) <= 2 for keys in apart)
