"""When a rule fires or a question is asked: a small closed grammar, read once and turned into closures.

``{all = [...]}``, ``{any = [...]}``, ``{not = {...}}``; about one answer ``{answer = "fever", is = "yes"}``, ``in`` for
one of several, ``has`` for questions with many answers, ``at_least`` and ``under`` for numbers, ``days_at_least`` and
``days_under`` for how long ago a date was; ``{weeks_pregnant = {at_least = 14, under = 28}}``; and
``{medicine = "anticoagulant"}`` for what the list of medicines names. Whatever was not answered is not so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tableside.core.screening.request import Answers

#: Questions with a meaning of their own; the day on which the answers were given travels with them under this id.
ANSWERED_ON, DUE_ON, WEEKS = "answered_on", "due_on", "pregnant_weeks"
MEDICINES = "medicines"  # its text names them
DAYS_PREGNANT_AT_DUE_DATE = 280

Told = Mapping[str, Any]  # Any: values as TOML has them, each looked at here


class ConditionRefused(ValueError):
    """A condition that does not follow the grammar. The message says what and where."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at. ``medicines`` are the groups that were recognised in the client's list."""

    answers: Answers
    on: date
    medicines: frozenset[str] = frozenset()


Test = Callable[[Facts], bool]

#: One thing that was told: a question with one of its answers, a question with any answer (``""``), or a medicine.
Sign = tuple[str, str]
MEDICINE = "medicine"


@dataclass(frozen=True, slots=True)
class Asks:
    """What the grammar has to know of a question: how it is answered, and by which ids."""

    kind: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """``told`` is the condition as it was written, for whoever reads it; ``questions`` are the ones it looks at.
    Without any of ``signs`` it cannot hold; None where it could hold without anything told."""

    test: Test
    told: Told
    questions: frozenset[str]
    needs_day: bool
    signs: frozenset[Sign] | None


def weeks_pregnant(facts: Facts) -> int | None:
    """Whole weeks on the day of the treatment, from the due date or from the weeks told and the day they were told.

    >>> weeks_pregnant(Facts({"due_on": date(2027, 6, 1)}, date(2027, 1, 12)))
    20
    """
    due = facts.answers.get(DUE_ON)
    if isinstance(due, date):
        return (DAYS_PREGNANT_AT_DUE_DATE - (due - facts.on).days) // 7
    weeks, answered = facts.answers.get(WEEKS), facts.answers.get(ANSWERED_ON)
    if not isinstance(weeks, int):
        return None
    return weeks + ((facts.on - answered).days // 7 if isinstance(answered, date) else 0)


def compile_condition(told: Told, *, questions: Mapping[str, Asks], medicines: frozenset[str]) -> Condition:
    """Raises ``ConditionRefused`` for an unknown operator, question, option or group of medicines."""
    seen: set[str] = set()
    days: list[bool] = []

    def build(node: object) -> tuple[Test, frozenset[Sign] | None]:
        if not isinstance(node, Mapping) or not node:
            raise ConditionRefused(f"{node!r} is not a condition")
        first = next(iter(node))
        if first in ("all", "any", "not", "medicine", "weeks_pregnant") and len(node) != 1:
            raise ConditionRefused(f"{first!r} stands alone, without {', '.join(sorted(set(node) - {first}))}")
        match first:
            case "all" | "any":
                if not isinstance(node[first], list) or not node[first]:
                    raise ConditionRefused(f"{first!r} needs a list")
                return _joined(first, [build(one) for one in node[first]])
            case "not":
                inner, _ = build(node["not"])
                return (lambda facts: not inner(facts)), None
            case "medicine":
                if (group := node["medicine"]) not in medicines:
                    raise ConditionRefused(f"no group of medicines is called {group!r}")
                seen.add(MEDICINES)
                return (lambda facts: group in facts.medicines), frozenset({(MEDICINE, group)})
            case "weeks_pregnant":
                seen.update({DUE_ON, WEEKS})
                days.append(True)
                return _between(node["weeks_pregnant"], weeks_pregnant), frozenset({(DUE_ON, ""), (WEEKS, "")})
            case "answer":
                seen.add(node["answer"])
                test, signs, needs_day = _about_answer(node, questions)
                days.append(needs_day)
                return test, signs
        raise ConditionRefused(f"unknown operator {first!r}")

    test, signs = build(told)
    return Condition(test, told, frozenset(seen), any(days), signs)


def _joined(operator: str, parts: list[tuple[Test, frozenset[Sign] | None]]) -> tuple[Test, frozenset[Sign] | None]:
    """The test, and its signs: those of the part that says least for ``all``, of every part for ``any``."""
    tests = tuple(test for test, _ in parts)
    known = [signs for _, signs in parts if signs is not None]
    if operator == "all":

        def all_of(facts: Facts) -> bool:
            for test in tests:  # noqa: SIM110, a generator here takes twice as long
                if not test(facts):
                    return False
            return True

        return all_of, min(known, key=_commonness, default=None)

    def any_of(facts: Facts) -> bool:
        for test in tests:  # noqa: SIM110
            if test(facts):
                return True
        return False

    return any_of, frozenset().union(*known) if len(known) == len(parts) else None


def _commonness(signs: frozenset[Sign]) -> tuple[int, int]:
    """How little it says that one of these was told: any answer at all is common, a certain one is rare."""
    return sum(not answer for _, answer in signs), len(signs)


_OPERATORS = {
    "yes_no": {"is", "in"},
    "yes_no_unsure": {"is", "in"},
    "choice": {"is", "in"},
    "many": {"has"},
    "places": {"has"},
    "number": {"at_least", "under"},
    "date": {"days_at_least", "days_under"},
    "text": set(),
}


def _about_answer(node: Told, questions: Mapping[str, Asks]) -> tuple[Test, frozenset[Sign], bool]:
    key = node["answer"]
    asks = questions.get(key)
    if asks is None:
        raise ConditionRefused(f"no question is called {key!r}")
    used = set(node) - {"answer"}
    if not used or used - _OPERATORS[asks.kind]:
        raise ConditionRefused(f"{key!r} is a {asks.kind} question and cannot be asked {sorted(used)}")
    if used & {"is", "in", "has"}:
        if len(used) != 1:
            raise ConditionRefused(f"{key!r} takes one of {sorted(used)} at a time")
        operator = used.pop()
        wanted = _wanted(node, key, operator, asks.options)
        return _among(key, operator, wanted), frozenset((key, one) for one in wanted), False
    if used & {"at_least", "under"}:
        return _between({name: node[name] for name in used}, _number(key)), frozenset({(key, "")}), False
    test = _between({name.removeprefix("days_"): node[name] for name in used}, _days_since(key))
    return test, frozenset({(key, "")}), True


def _wanted(node: Told, key: str, operator: str, options: frozenset[str]) -> frozenset[str]:
    named = node[operator]
    wanted = frozenset([named] if isinstance(named, str) else named)
    if not wanted or wanted - options:
        raise ConditionRefused(f"{key!r} has no answer {', '.join(map(repr, sorted(wanted - options)))}")
    return wanted


def _among(key: str, operator: str, wanted: frozenset[str]) -> Test:
    if operator == "has":

        def has(facts: Facts) -> bool:
            given = facts.answers.get(key)
            return isinstance(given, tuple) and not wanted.isdisjoint(given)

        return has
    if len(wanted) == 1:
        (only,) = wanted
        return lambda facts: facts.answers.get(key) == only
    return lambda facts: facts.answers.get(key) in wanted


def _number(key: str) -> Callable[[Facts], int | None]:
    def number(facts: Facts) -> int | None:
        given = facts.answers.get(key)
        return given if isinstance(given, int) else None

    return number


def _days_since(key: str) -> Callable[[Facts], int | None]:
    """A date still to come counts as less than any number of days ago, which is the careful reading."""

    def days_since(facts: Facts) -> int | None:
        given = facts.answers.get(key)
        return (facts.on - given).days if isinstance(given, date) else None

    return days_since


def _between(bounds: object, measured: Callable[[Facts], int | None]) -> Test:
    if not isinstance(bounds, Mapping) or not bounds or set(bounds) - {"at_least", "under"}:
        raise ConditionRefused(f"{bounds!r} needs at_least, under or both")
    if not all(type(bound) is int for bound in bounds.values()):
        raise ConditionRefused(f"{dict(bounds)!r} has to be in whole numbers")
    low, high = bounds.get("at_least"), bounds.get("under")
    if low is not None and high is not None and low >= high:
        raise ConditionRefused(f"nothing is at least {low} and under {high}")

    def between(facts: Facts) -> bool:
        value = measured(facts)
        return value is not None and (low is None or value >= low) and (high is None or value < high)

    return between
