"""The rules of screening as values, and the parser that refuses a rule that could not do what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.evidence import Certainty
from tableside.core.screening.condition import (
    MEDICINE,
    Condition,
    ConditionRefused,
    Facts,
    compile_condition,
)
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.position import Position, barred_by
from tableside.core.screening.question import Kind, Questionnaire
from tableside.core.screening.result import Outcome

LETTERS = {
    "P": Outcome.PROCEED,
    "M": Outcome.MODIFY,
    "L": Outcome.AVOID_REGION,
    "C": Outcome.NEEDS_CLEARANCE,
    "X": Outcome.DO_NOT_TREAT,
    "U": Outcome.REFER_URGENT,
}
Columns = Mapping[ScreeningClass, Outcome]

_NEEDED = frozenset(
    {"id", "title", "when", "outcome", "for_client", "for_therapist", "reason", "sources", "certainty", "reviewed_on"}
)
_OPTIONAL = frozenset(
    {"elsewhere", "places", "places_default", "whole_part", "cap", "cap_elsewhere", "caps", "minutes", "training"}
    | {"positions", "positions_barred", "position_note", "strokes_barred", "strokes_at"}
    | {"supersedes", "would_change", "clearance_from", "clearance_days", "may_lift"}
)


class RuleRefused(ValueError):
    """A rule that cannot be used. The message names the rule and says what to mend."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``columns`` hold at ``places``, or everywhere when the rule speaks of the whole body; ``elsewhere`` holds for the
    rest of the body. ``places_from`` is the question whose answer says where, and ``fixed_places`` are meant where that
    is left open; without such a question they are always meant. ``whole_part`` widens each place to its whole arm, leg
    or other part on the same side. ``caps`` hold at their places, whatever else the rule says. ``positions`` are the
    only ones allowed, where any are named; ``position_note`` says the rest in words. ``strokes_barred`` are left out at
    ``strokes_at``, or where that is empty at the places of the rule.
    ``may_lift`` is for a place that a provider may open, or whose pressure they may raise, although treatment needs no
    clearance.
    """

    id: str
    title: str
    when: Condition
    columns: Columns
    elsewhere: Columns | None
    places_from: str
    fixed_places: tuple[str, ...]
    for_client: str
    for_therapist: str
    reason: str
    source: str
    certainty: Certainty
    reviewed_on: date
    cap: int | None = None
    cap_elsewhere: int | None = None
    caps: tuple[tuple[str, int], ...] = ()
    whole_part: bool = False
    minutes: int | None = None
    positions: tuple[Position, ...] = ()
    positions_barred: tuple[Position, ...] = ()
    position_note: str = ""
    strokes_barred: tuple[str, ...] = ()
    strokes_at: tuple[str, ...] = ()
    training: str = ""
    supersedes: frozenset[str] = frozenset()
    would_change: str = ""
    clearance_from: str = ""
    clearance_days: int = 0
    may_lift: bool = False
    #: Techniques that are barred while gentle work is allowed: by ``columns``, and by ``elsewhere``.
    barred: tuple[ScreeningClass, ...] = field(init=False)
    barred_elsewhere: tuple[ScreeningClass, ...] = field(init=False)
    #: Those that ``columns`` bar or leave the area out for, while another one may be used there.
    left_to_others: tuple[ScreeningClass, ...] = field(init=False)
    #: All that ``positions`` leaves out, and ``positions_barred``.
    barred_positions: tuple[Position, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "barred", _barred(self.columns, Outcome.DO_NOT_TREAT))
        object.__setattr__(self, "barred_elsewhere", _barred(self.elsewhere or {}, Outcome.DO_NOT_TREAT))
        left = _barred(self.columns, Outcome.AVOID_REGION, Outcome.DO_NOT_TREAT)
        object.__setattr__(self, "left_to_others", left)
        object.__setattr__(self, "barred_positions", barred_by(self.positions, self.positions_barred))

    @property
    def position_words(self) -> tuple[str, ...]:
        """What it says of positions, for the therapist."""
        told = (*self.positions, *(f"not {one}" for one in self.positions_barred), self.position_note)
        return tuple(str(one) for one in told if one)

    @property
    def asks_at_site(self) -> bool:
        """Whether a clearance is about the places of the rule, or about everywhere where it speaks of no place."""
        return self.may_lift or Outcome.NEEDS_CLEARANCE in self.columns.values()

    @property
    def asks_elsewhere(self) -> bool:
        return self.elsewhere is not None and Outcome.NEEDS_CLEARANCE in self.elsewhere.values()

    @property
    def is_local(self) -> bool:
        return self.elsewhere is not None

    @property
    def gentle_outcome(self) -> Outcome:
        """What it asks for at most when nothing but gentle work is wanted; a place alone is only left out."""
        here = self.columns[ScreeningClass.SWE]
        if self.elsewhere is None:
            return here
        if here is Outcome.DO_NOT_TREAT:
            here = Outcome.AVOID_REGION
        return max(here, self.elsewhere[ScreeningClass.SWE], key=lambda outcome: outcome.rank)


def _barred(columns: Columns, *outcomes: Outcome) -> tuple[ScreeningClass, ...]:
    if not columns or columns[ScreeningClass.SWE].rank >= Outcome.DO_NOT_TREAT.rank:
        return ()
    return tuple(one for one, outcome in columns.items() if outcome in outcomes)


@dataclass(frozen=True)
class Rulebook:
    """Everything that screening knows. ``version`` is the SHA-256 of the files it was read from; ``house_version``
    counts what the practice made stricter, 0 where it is as we wrote it."""

    version: str
    rules: tuple[Rule, ...]
    questions: Questionnaire
    medicines: Medicines
    body: Body
    house_version: int = 0
    _by_id: Mapping[str, Rule] = field(init=False, repr=False, compare=False)
    _by_sign: Mapping[str, Mapping[str, tuple[int, ...]]] = field(init=False, repr=False, compare=False)
    _always: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_sign: dict[str, dict[str, tuple[int, ...]]] = {}
        for number, rule in enumerate(self.rules):
            for key, answer in rule.when.signs or ():
                numbers = by_sign.setdefault(key, {})
                numbers[answer] = (*numbers.get(answer, ()), number)
        object.__setattr__(self, "_by_id", {rule.id: rule for rule in self.rules})
        object.__setattr__(self, "_by_sign", by_sign)
        object.__setattr__(self, "_always", tuple(n for n, rule in enumerate(self.rules) if rule.when.signs is None))

    def holding(self, facts: Facts) -> list[Rule]:
        """The rules whose condition holds, in the order of the book. Only those are tried of which a sign was told."""
        tried = set(self._always)
        for key, given in facts.answers.items():
            if (numbers := self._by_sign.get(key)) is None:
                continue
            tried.update(numbers.get("", ()))
            for answer in (given,) if isinstance(given, str) else given if isinstance(given, tuple) else ():
                tried.update(numbers.get(answer, ()))
        for group in facts.medicines:
            tried.update(self._by_sign.get(MEDICINE, {}).get(group, ()))
        return [rule for number in sorted(tried) if (rule := self.rules[number]).when.test(facts)]

    def rule(self, rule_id: str) -> Rule:
        """``KeyError`` for a rule that this version does not have."""
        return self._by_id[rule_id]


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
    caps = {
        place: level for named, level in told.get("caps", {}).items() for place in _expand(name, [named], body=body)
    }
    has_places = bool(places_from or fixed)
    if has_places != ("elsewhere" in told):
        raise RuleRefused(f"{name}: places and elsewhere go together.")
    if "strokes_at" in told and "strokes_barred" not in told:
        raise RuleRefused(f"{name}: strokes_at says where strokes_barred are left out, and there are none.")
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
        strokes_barred=tuple(told.get("strokes_barred", ())),
        strokes_at=_expand(name, told.get("strokes_at", ()), body=body),
        training=told.get("training", ""),
        supersedes=frozenset(told.get("supersedes", ())),
        would_change=told.get("would_change", ""),
        clearance_from=told.get("clearance_from", ""),
        clearance_days=told.get("clearance_days", 0),
        may_lift=told.get("may_lift", False),
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
