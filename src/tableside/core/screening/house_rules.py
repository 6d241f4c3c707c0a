"""What a practice asks for beyond the rulebook. Only ever stricter: what it adds stands beside our rules, and of two
findings the stricter counts, so that no house rule can open what a rule bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.evidence import Certainty
from tableside.core.screening.condition import compile_condition
from tableside.core.screening.result import Outcome
from tableside.core.screening.rulebook import Columns, Rule, Rulebook

#: Where our rules ask for a clearance, and where nobody is treated: systolic over diastolic.
CLEARANCE_FROM, NO_TREATMENT_FROM = (160, 100), (180, 120)
LOWEST_LIMIT = (110, 70)
BLOOD_PRESSURE = "blood_pressure"
_PREFIX = "house:"
_USUAL_DAYS = 90
_FOR_CLIENT = {
    Outcome.PROCEED: "We take more care with this than is usual elsewhere.",
    Outcome.MODIFY: "We take more care with this than is usual elsewhere.",
    Outcome.AVOID_REGION: "We leave this area out.",
    Outcome.NEEDS_CLEARANCE: "Before we treat you, somebody who knows your health has to agree.",
    Outcome.DO_NOT_TREAT: "We give no massage with this. Please speak to us before you come.",
}


@dataclass(frozen=True, slots=True)
class HouseRule:
    """What one rule asks for in this practice, and why. ``None`` and empty mean as the rule says."""

    rule_id: str
    reason: str
    outcome: Outcome | None = None
    cap: int | None = None
    minutes: int | None = None
    barred: tuple[ScreeningClass, ...] = ()
    regions: tuple[str, ...] = ()
    clearance_days: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == HouseRule(self.rule_id, self.reason)


@dataclass(frozen=True, slots=True)
class PressureLimits:
    """From which reading on, systolic or diastolic, a clearance is needed, and nobody is treated."""

    reason: str
    clearance_from: tuple[int, int] = CLEARANCE_FROM
    no_treatment_from: tuple[int, int] = NO_TREATMENT_FROM


@dataclass(frozen=True, slots=True)
class HouseRules:
    rules: Mapping[str, HouseRule] = field(default_factory=dict)
    pressure: PressureLimits | None = None

    def with_rule(self, house: HouseRule) -> HouseRules:
        """With this one in the place of what there was; an empty one takes it back to ours."""
        others = {key: one for key, one in self.rules.items() if key != house.rule_id}
        return replace(self, rules=others if house.is_empty else others | {house.rule_id: house})

    def applied_to(self, book: Rulebook, *, version: int) -> Rulebook:
        """The rulebook of the practice. A house rule for what the book no longer knows has nothing to add to."""
        rules: list[Rule] = []
        added: list[Rule] = []
        for rule in book.rules:
            house = self.rules.get(rule.id)
            rules.append(rule if house is None else _shorter_clearance(rule, house))
            if house is not None:
                added += _added(rule, house, book)
        if self.pressure is not None:
            added += _pressure_rules(self.pressure, book)
        return replace(book, rules=(*rules, *added), house_version=version)


def offered_outcomes(rule: Rule) -> tuple[Outcome, ...]:
    """More serious than what the rule asks for already. Care at once is never for a practice to prescribe."""
    offered = [Outcome.MODIFY, Outcome.AVOID_REGION, Outcome.NEEDS_CLEARANCE, Outcome.DO_NOT_TREAT]
    if not rule.is_local:
        offered.remove(Outcome.AVOID_REGION)
    return tuple(one for one in offered if one.rank > rule.gentle_outcome.rank)


def asks_for_care_now(rule: Rule) -> bool:
    """Nothing is stricter than that."""
    return rule.gentle_outcome is Outcome.REFER_URGENT


def may_add(house: HouseRule, rule: Rule) -> Decision:
    """Whether this asks for more than the rule does, and says why."""
    if not house.reason.strip():
        return Refused("reason_missing", "Write down why, so that colleagues and clients understand it.")
    if asks_for_care_now(rule):
        return Refused("strictest", "This rule calls for medical care at once. Nothing is stricter than that.")
    if house.outcome is not None and house.outcome not in offered_outcomes(rule):
        return Refused("looser", "The rule asks for that already, or for more. A house rule can only be stricter.")
    if house.cap is not None and not 1 <= house.cap < (5 if rule.cap is None else rule.cap):
        return Refused("looser", f"The pressure has to be below level {5 if rule.cap is None else rule.cap}.")
    if house.minutes is not None and not 10 <= house.minutes < (rule.minutes or 1000):
        longest = f" and below {rule.minutes}" if rule.minutes else ""
        return Refused("looser", f"The length has to be at least 10 minutes{longest}.")
    if ScreeningClass.SWE in house.barred:
        return Refused("nothing_gentle", "Gentle work cannot be barred alone. Choose not to treat instead.")
    asks = rule.clearance_days or (_USUAL_DAYS if house.outcome is Outcome.NEEDS_CLEARANCE else 0)
    if house.clearance_days is not None and not 1 <= house.clearance_days < asks:
        words = f"A clearance has to hold fewer than {asks} days." if asks else "This rule asks for no clearance."
        return Refused("looser", words)
    return Allowed()


def may_set(limits: PressureLimits) -> Decision:
    """Whether these limits are nowhere above ours, and in order."""
    if not limits.reason.strip():
        return Refused("reason_missing", "Write down why, so that colleagues and clients understand it.")
    for mine, ours in ((limits.clearance_from, CLEARANCE_FROM), (limits.no_treatment_from, NO_TREATMENT_FROM)):
        if mine[0] > ours[0] or mine[1] > ours[1]:
            return Refused("looser", f"This limit may not be above {ours[0]} over {ours[1]}.")
        if mine[0] < LOWEST_LIMIT[0] or mine[1] < LOWEST_LIMIT[1] or mine[0] <= mine[1]:
            return Refused("too_low", f"A limit is at least {LOWEST_LIMIT[0]} over {LOWEST_LIMIT[1]}.")
    if any(low > high for low, high in zip(limits.clearance_from, limits.no_treatment_from, strict=True)):
        return Refused("out_of_order", "A clearance has to be asked for no later than treatment stops.")
    return Allowed()


def house_rule_id(rule_id: str) -> str:
    """The id under which a finding of this house rule is kept."""
    return f"{_PREFIX}{rule_id}"


def as_json(house: HouseRules) -> dict[str, object]:
    limits = house.pressure
    return {
        "rules": [
            {
                "rule_id": one.rule_id,
                "reason": one.reason,
                "outcome": one.outcome.value if one.outcome else None,
                "cap": one.cap,
                "minutes": one.minutes,
                "barred": [kind.value for kind in one.barred],
                "regions": list(one.regions),
                "clearance_days": one.clearance_days,
            }
            for one in house.rules.values()
        ],
        "pressure": limits
        and {
            "reason": limits.reason,
            "clearance_from": list(limits.clearance_from),
            "no_treatment_from": list(limits.no_treatment_from),
        },
    }


def from_json(told: Mapping[str, Any]) -> HouseRules:  # Any: a JSON value that ``as_json`` made
    rules = [
        HouseRule(
            **{
                **row,
                "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
                "barred": tuple(ScreeningClass(kind) for kind in row["barred"]),
                "regions": tuple(row["regions"]),
            }
        )
        for row in told["rules"]
    ]
    limits = told["pressure"]
    if limits is not None:
        clearance, stop = tuple(limits["clearance_from"]), tuple(limits["no_treatment_from"])
        limits = PressureLimits(limits["reason"], clearance, stop)
    return HouseRules({one.rule_id: one for one in rules}, limits)


def _shorter_clearance(rule: Rule, house: HouseRule) -> Rule:
    days = house.clearance_days
    return rule if days is None or days >= rule.clearance_days else replace(rule, clearance_days=days)


def _added(rule: Rule, house: HouseRule, book: Rulebook) -> Iterable[Rule]:
    """The rule's condition once more, with what the practice asks for; and the regions, which have places of their
    own. Nothing supersedes these, so they are heard even where a more specific rule takes the place of ours."""
    outcome = house.outcome or Outcome.PROCEED
    if replace(house, regions=(), clearance_days=None) != HouseRule(house.rule_id, house.reason):
        # A clearance and a refusal are about the person, whatever place the rule speaks of.
        rest = outcome if outcome.rank >= Outcome.NEEDS_CLEARANCE.rank else Outcome.PROCEED
        columns: Columns = {one: Outcome.DO_NOT_TREAT if one in house.barred else outcome for one in ScreeningClass}
        yield _like(
            rule,
            house.reason,
            outcome=outcome,
            id=house_rule_id(rule.id),
            columns=columns,
            elsewhere=dict.fromkeys(ScreeningClass, rest) if rule.is_local else None,
            cap=house.cap,
            minutes=house.minutes,
            clearance_days=house.clearance_days or rule.clearance_days or _USUAL_DAYS,
        )
    known = {*book.body.places, *book.body.regions, *book.body.parts}
    if regions := [one for one in house.regions if one in known]:
        yield _like(
            rule,
            house.reason,
            outcome=Outcome.AVOID_REGION,
            id=f"{house_rule_id(rule.id)}:regions",
            columns=dict.fromkeys(ScreeningClass, Outcome.AVOID_REGION),
            elsewhere=dict.fromkeys(ScreeningClass, Outcome.PROCEED),
            places_from="",
            fixed_places=tuple(dict.fromkeys(place for one in regions for place in book.body.expand(one))),
            whole_part=False,
        )


def _like(rule: Rule, reason: str, *, outcome: Outcome, **changes: Any) -> Rule:  # Any: columns of a Rule
    """The condition and the places of a rule, and nothing else that it asks for."""
    asks = outcome is Outcome.NEEDS_CLEARANCE
    usual = {
        "title": f"{rule.title} (house rule)",
        "for_client": _FOR_CLIENT[outcome],
        "for_therapist": f"A house rule: {reason}",
        "reason": reason,
        "source": "A rule of this practice",
        "certainty": Certainty.NONE,
        "cap": None,
        "cap_elsewhere": None,
        "caps": (),
        "minutes": None,
        "positions": (),
        "positions_barred": (),
        "position_note": "",
        "strokes_barred": (),
        "strokes_at": (),
        "training": "",
        "supersedes": frozenset(),
        "may_lift": False,
        "clearance_from": (rule.clearance_from or "their doctor") if asks else "",
    }
    told = {**usual, **changes}
    told["clearance_days"] = told.get("clearance_days", 0) if asks else 0
    return replace(rule, **told)


def _pressure_rules(limits: PressureLimits, book: Rulebook) -> Iterable[Rule]:
    """Where our own limit is reached, our own rule speaks."""
    for outcome, mine, ours, like in (
        (Outcome.NEEDS_CLEARANCE, limits.clearance_from, CLEARANCE_FROM, "htn_160_179"),
        (Outcome.DO_NOT_TREAT, limits.no_treatment_from, NO_TREATMENT_FROM, "htn_180"),
    ):
        if mine == ours:
            continue
        told = {"all": [_reading(mine), {"not": _reading(ours)}]}
        yield _like(
            book.rule(like),
            limits.reason,
            outcome=outcome,
            id=house_rule_id(f"{BLOOD_PRESSURE}:{outcome.value}"),
            title=f"Blood pressure of {mine[0]} over {mine[1]} or more (house rule)",
            when=compile_condition(told, questions=book.questions.asks(), medicines=frozenset()),
            columns=dict.fromkeys(ScreeningClass, outcome),
            would_change=f"If your readings are below {mine[0]} over {mine[1]}",
            clearance_days=_USUAL_DAYS,
        )


def _reading(limit: tuple[int, int]) -> dict[str, object]:
    systolic, diastolic = limit
    return {"any": [{"answer": "systolic", "at_least": systolic}, {"answer": "diastolic", "at_least": diastolic}]}
