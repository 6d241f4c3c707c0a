"""The rules of screening as values; ``rule_parser.py`` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.evidence import Certainty
from tableside.core.screening.by_sign import BySign
from tableside.core.screening.condition import Condition, Facts
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.position import Position, barred_by
from tableside.core.screening.question import Questionnaire
from tableside.core.screening.result import Call, Outcome

Columns = Mapping[ScreeningClass, Outcome]
Caps = tuple[tuple[tuple[str, ...], int], ...]  # places, and the highest pressure at them


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
    ``calls`` is whose numbers stand beside the finding, on top of the emergency number.
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
    training: str = ""
    supersedes: frozenset[str] = frozenset()
    would_change: str = ""
    clearance_from: str = ""
    clearance_days: int = 0
    may_lift: bool = False
    strokes_barred: tuple[str, ...] = ()
    strokes_at: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    #: Techniques that are barred while gentle work is allowed: by ``columns``, and by ``elsewhere``.
    barred: tuple[ScreeningClass, ...] = field(init=False)
    barred_elsewhere: tuple[ScreeningClass, ...] = field(init=False)
    #: Those that ``columns`` bar or leave the area out for, while another one may be used there.
    left_to_others: tuple[ScreeningClass, ...] = field(init=False)
    #: All that ``positions`` leaves out, and ``positions_barred``.
    barred_positions: tuple[Position, ...] = field(init=False)
    #: Whether a clearance is about the places of the rule, or about everywhere where it speaks of no place; and whether
    #: it is about the rest of the body.
    asks_at_site: bool = field(init=False)
    asks_elsewhere: bool = field(init=False)
    #: What it says of positions, for the therapist.
    position_words: tuple[str, ...] = field(init=False)
    #: Whether it speaks of places.
    is_local: bool = field(init=False)
    #: What it comes to for whoever asks for a technique: everywhere, or at its places, which at most are left out.
    comes_to: Columns = field(init=False)
    comes_to_elsewhere: Columns = field(init=False)
    #: Whether its places are left out by whoever lacks the ``training``.
    is_for_trained: bool = field(init=False)
    #: ``caps``, as limits take them.
    caps_at: Caps = field(init=False)

    def __hash__(self) -> int:
        return hash(self.id)

    def __post_init__(self) -> None:
        object.__setattr__(self, "barred", _barred(self.columns, Outcome.DO_NOT_TREAT))
        object.__setattr__(self, "barred_elsewhere", _barred(self.elsewhere or {}, Outcome.DO_NOT_TREAT))
        left = _barred(self.columns, Outcome.AVOID_REGION, Outcome.DO_NOT_TREAT)
        object.__setattr__(self, "left_to_others", left)
        object.__setattr__(self, "barred_positions", barred_by(self.positions, self.positions_barred))
        at_site = self.may_lift or Outcome.NEEDS_CLEARANCE in self.columns.values()
        object.__setattr__(self, "asks_at_site", at_site)
        object.__setattr__(self, "asks_elsewhere", Outcome.NEEDS_CLEARANCE in (self.elsewhere or {}).values())
        told = (*self.positions, *(f"not {one}" for one in self.positions_barred), self.position_note)
        object.__setattr__(self, "position_words", tuple(str(one) for one in told if one))
        is_local = self.elsewhere is not None
        object.__setattr__(self, "is_local", is_local)
        object.__setattr__(self, "comes_to", _comes_to(self.columns, self.barred, is_local=is_local))
        elsewhere = _comes_to(self.elsewhere or {}, self.barred_elsewhere, is_local=False)
        object.__setattr__(self, "comes_to_elsewhere", elsewhere)
        is_left_out = is_local and self.columns[ScreeningClass.SWE] is Outcome.AVOID_REGION
        object.__setattr__(self, "is_for_trained", bool(self.training) and is_left_out)
        object.__setattr__(self, "caps_at", tuple(((place,), level) for place, level in self.caps))

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


def _comes_to(columns: Columns, barred: tuple[ScreeningClass, ...], *, is_local: bool) -> Columns:
    """A barred technique asks for another one: a change to the session, unless gentle work is barred as well."""
    found = dict(columns)
    if barred:
        instead = max(columns[ScreeningClass.SWE], Outcome.MODIFY, key=lambda outcome: outcome.rank)
        found |= dict.fromkeys(barred, instead)
    if is_local:
        found = {one: Outcome.AVOID_REGION if came is Outcome.DO_NOT_TREAT else came for one, came in found.items()}
    return found


@dataclass(frozen=True)
class Rulebook:
    """Everything that screening knows. ``version`` is the SHA-256 of the files it was read from; ``medicines`` and
    ``body`` are those of the ``questions``; ``house_version`` counts what the practice made stricter, 0 where it is as
    we wrote it."""

    version: str
    rules: tuple[Rule, ...]
    questions: Questionnaire
    medicines: Medicines
    body: Body
    house_version: int = 0
    _by_id: Mapping[str, Rule] = field(init=False, repr=False, compare=False)
    _by_sign: BySign = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {rule.id: rule for rule in self.rules})
        object.__setattr__(self, "_by_sign", BySign(rule.when.signs for rule in self.rules))

    def holding(self, facts: Facts) -> list[Rule]:
        """The rules whose condition holds, in the order of the book. Only those are tried of which a sign was told."""
        tried = self._by_sign.could_hold(facts.answers, facts.medicines)
        return [rule for number in tried if (rule := self.rules[number]).when.test(facts)]

    def rule(self, rule_id: str) -> Rule:
        """``KeyError`` for a rule that this version does not have."""
        return self._by_id[rule_id]
