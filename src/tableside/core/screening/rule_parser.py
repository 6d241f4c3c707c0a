"""Reads rules, and refuses one that could not do what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.evidence import Certainty
from tableside.core.screening.condition import ConditionRefused, compile_condition
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.position import Position
from tableside.core.screening.question import Kind, Questionnaire
from tableside.core.screening.result import Call, Outcome
from tableside.core.screening.rulebook import Columns, Rule, RuleRefused

LETTERS = {
    "P": Outcome.PROCEED,
    "M": Outcome.MODIFY,
    "L": Outcome.AVOID_REGION,
    "C": Outcome.NEEDS_CLEARANCE,
    "X": Outcome.DO_NOT_TREAT,
    "U": Outcome.REFER_URGENT,
}

_NEEDED = frozenset(
    {"id", "title", "when", "outcome", "for_client", "for_therapist", "reason", "sources", "certainty", "reviewed_on"}
)
_OPTIONAL = frozenset(
    {"elsewhere", "places", "places_default", "whole_part", "cap", "cap_elsewhere", "caps", "minutes", "training"}
    | {"positions", "positions_barred", "position_note", "strokes_barred", "strokes_at"}
    | {"supersedes", "would_change", "clearance_from", "clearance_days", "may_lift", "calls"}
)


def parse_rules(
    told: Iterable[Mapping[str, Any]],  # Any: values as TOML has them, each looked at here
    *,
    questions: Questionnaire,
    medicines: Medicines,
    body: Body,
    sources: Mapping[str, str],
) -> tuple[Rule, ...]:
    """Raises ``RuleRefused`` for unknown keys, operators, questions, sources or rules, and for ids given twice."""
    groups = frozenset(medicines.groups.values())
    rules = tuple(_rule(one, questions=questions, groups=groups, body=body, sources=sources) for one in told)
    ids = [rule.id for rule in rules]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise RuleRefused(f"{sorted(twice)[0]}: there are two rules of this name.")
    for rule in rules:
        if dangling := rule.supersedes - set(ids):
            raise RuleRefused(f"{rule.id}: supersedes {sorted(dangling)[0]}, which is no rule.")
        _may_supersede(rule, {one.id: one for one in rules})
        if rule.calls and rule.gentle_outcome is not Outcome.REFER_URGENT:
            raise RuleRefused(f"{rule.id}: calls is for rules that ask for medical care now.")
    return rules


def _may_supersede(rule: Rule, by_id: Mapping[str, Rule]) -> None:
    """A rule that takes the place of others must not take itself away, nor a call for medical care."""
    if rule.id in rule.supersedes:
        raise RuleRefused(f"{rule.id}: supersedes itself, so that it could never be heard.")
    for other in sorted(rule.supersedes):
        gone, stays = by_id[other], rule.gentle_outcome
        if gone.gentle_outcome is Outcome.REFER_URGENT and stays is not Outcome.REFER_URGENT:
            raise RuleRefused(f"{rule.id}: supersedes {other}, a call for medical care; only another such rule may.")
        if rule.id in gone.supersedes:
            raise RuleRefused(f"{rule.id}: supersedes {other} and is superseded by it, so that neither is heard.")


def _rule(
    told: Mapping[str, Any], *, questions: Questionnaire, groups: frozenset[str], body: Body, sources: Mapping[str, str]
) -> Rule:
    name = str(told.get("id", "a rule without an id"))
    if wrong := (_NEEDED - told.keys()) | (told.keys() - _NEEDED - _OPTIONAL):
        raise RuleRefused(f"{name}: {', '.join(sorted(wrong))} is missing or not known.")
    for source in told["sources"] or [""]:
        if source not in sources:
            raise RuleRefused(f"{name}: {source!r} is not in sources.toml.")
    try:
        when = compile_condition(told["when"], questions=questions.asks(), medicines=groups)
        certainty = Certainty(told["certainty"])
    except (ConditionRefused, ValueError) as problem:
        raise RuleRefused(f"{name}: {problem}.") from None
    places_from, fixed = _places(name, told.get("places", ()), questions=questions, body=body)
    if "places_default" in told:
        if not places_from:
            raise RuleRefused(f"{name}: places_default is for places that are asked for.")
        fixed = _expand(name, told["places_default"], body=body)
    if "strokes_at" in told and "strokes_barred" not in told:
        raise RuleRefused(f"{name}: strokes_at says where strokes_barred are left out, and there are none.")
    caps = {
        place: level for named, level in told.get("caps", {}).items() for place in _expand(name, [named], body=body)
    }
    has_places = bool(places_from or fixed)
    if has_places != ("elsewhere" in told):
        raise RuleRefused(f"{name}: places and elsewhere go together.")
    return Rule(
        id=name,
        title=told["title"],
        when=when,
        columns=_columns(name, told["outcome"]),
        elsewhere=_columns(name, told["elsewhere"]) if has_places else None,
        places_from=places_from,
        fixed_places=fixed,
        for_client=told["for_client"],
        for_therapist=told["for_therapist"],
        reason=told["reason"],
        source="; ".join(sources[one] for one in told["sources"]),
        certainty=certainty,
        reviewed_on=told["reviewed_on"],
        cap=_cap(name, told.get("cap")),
        cap_elsewhere=_cap(name, told.get("cap_elsewhere")),
        caps=tuple((place, _cap(name, level) or 0) for place, level in caps.items()),
        whole_part=told.get("whole_part", False),
        minutes=told.get("minutes"),
        positions=_positions(name, told.get("positions", ())),
        positions_barred=_positions(name, told.get("positions_barred", ())),
        position_note=told.get("position_note", ""),
        training=told.get("training", ""),
        supersedes=frozenset(told.get("supersedes", ())),
        would_change=told.get("would_change", ""),
        clearance_from=told.get("clearance_from", ""),
        clearance_days=told.get("clearance_days", 0),
        may_lift=told.get("may_lift", False),
        strokes_barred=tuple(told.get("strokes_barred", ())),
        strokes_at=_expand(name, told.get("strokes_at", ()), body=body),
        calls=_calls(name, told.get("calls", ())),
    )


def _columns(name: str, letters: str) -> Columns:
    """Nine letters, one for each class of techniques in the order of ``ScreeningClass``; one letter stands for all."""
    given = letters.split()
    classes = tuple(ScreeningClass)
    if len(given) == 1:
        given *= len(classes)
    if len(given) != len(classes) or set(given) - LETTERS.keys():
        raise RuleRefused(
            f"{name}: {letters!r} should be one letter of {', '.join(LETTERS)}, or {len(classes)} of them."
        )
    return {one: LETTERS[letter] for one, letter in zip(classes, given, strict=True)}


def _places(name: str, told: str | list[str], *, questions: Questionnaire, body: Body) -> tuple[str, tuple[str, ...]]:
    if isinstance(told, str):
        try:
            if questions.question(told).kind is Kind.PLACES:
                return told, ()
        except KeyError:
            pass
        raise RuleRefused(f"{name}: {told!r} is no question about places.")
    return "", _expand(name, told, body=body)


def _expand(name: str, told: Iterable[str], *, body: Body) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(place for named in told for place in body.expand(named)))
    except KeyError as unknown:
        raise RuleRefused(f"{name}: {unknown} is no region or part of the body.") from None


def _positions(name: str, told: Iterable[str]) -> tuple[Position, ...]:
    try:
        return tuple(Position(one) for one in told)
    except ValueError:
        known = ", ".join(Position)
        raise RuleRefused(f"{name}: a position is one of {known}; say the rest in position_note.") from None


def _cap(name: str, level: int | None) -> int | None:
    if level is not None and not 0 <= level <= 5:
        raise RuleRefused(f"{name}: pressure goes from 0 to 5.")
    return level


def _calls(name: str, told: Iterable[str]) -> tuple[Call, ...]:
    try:
        return tuple(Call(one) for one in told)
    except ValueError:
        raise RuleRefused(f"{name}: calls are of {', '.join(Call)}.") from None
