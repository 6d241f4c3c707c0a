"""Nothing that screening has to know of is forgotten: every condition and sign has its rules, every rule its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tableside.core.screening.result import Outcome
from tableside.knowledge.load_rulebook import load_rulebook

TABLE = tomllib.loads((Path(__file__).parent / "entries.toml").read_text("utf-8"))
BOOK = load_rulebook()
#: How many each part holds; whoever takes a line away has to say so here.
CONDITIONS = {
    "Infection": 10,
    "Injury": 14,
    "Operations and devices": 20,
    "Heart and vessels": 20,
    "Blood": 20,
    "Cancer": 11,
    "Pregnancy": 11,
    "Sugar and glands": 7,
    "Organs": 7,
    "Nerves": 20,
    "Bones and joints": 12,
    "Skin": 4,
    "Medicines": 11,
    "Allergies": 4,
    "Mind and age": 12,
}


def lines() -> dict[str, list[str]]:
    return {
        f"{part}: {row}": rules
        for parts in TABLE.values()
        for part, rows in parts.items()
        for row, rules in rows.items()
    }


def test_every_condition_and_sign_is_carried_by_rules_that_exist() -> None:
    ids = {rule.id for rule in BOOK.rules}

    assert {row: rules for row, rules in lines().items() if not rules or set(rules) - ids} == {}
    assert {part: len(rows) for part, rows in TABLE["conditions"].items()} == CONDITIONS


def test_every_rule_is_there_for_something_that_was_asked_for() -> None:
    named = {rule for rules in lines().values() for rule in rules}

    assert sorted({rule.id for rule in BOOK.rules} - named) == []


def test_every_sign_calls_for_somebody_to_look() -> None:
    serious = {rule.id for rule in BOOK.rules if rule.gentle_outcome.rank >= Outcome.NEEDS_CLEARANCE.rank} | {"lump"}
    signs = TABLE["signs"]["Care now or soon"]

    assert {sign: rules for sign, rules in signs.items() if not set(rules) & serious} == {}
