"""How rules that fired become findings, limits and one outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.position import Position
from tableside.core.screening.request import Answers, ClearanceHeld, Request
from tableside.core.screening.result import Finding, Limits, Outcome
from tableside.core.screening.rulebook import Columns, Rule

#: What is offered in the place of a barred technique, the gentlest first.
GENTLE = (ScreeningClass.SWE, ScreeningClass.MFR, ScreeningClass.MLD, ScreeningClass.PRE)

#: Trainings that are better to have. Without any other one that a rule names, a clearance is not enough.
_PREFERRED = frozenset({"prenatal"})

_NO_CLEARANCE = ClearanceHeld("", date.min, date.min)
_RANK = attrgetter("rank")
_ORDER = {kind: number for number, kind in enumerate(ScreeningClass)}


_Caps = tuple[tuple[tuple[str, ...], int], ...]  # places, and the highest pressure at them


@dataclass(frozen=True, slots=True)
class Fired:
    """A finding, and what it adds to the limits. ``session_outcome`` is what it means for the regions asked for."""

    finding: Finding
    session_outcome: Outcome
    avoid: tuple[str, ...]
    caps: _Caps
    cap_everywhere: int
    barred: tuple[ScreeningClass, ...]  # everywhere
    barred_here: tuple[ScreeningClass, ...]  # at the places of the finding


def without_superseded(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The most specific rules win: what a fired rule supersedes is left out."""
    gone = frozenset().union(*(rule.supersedes for rule in rules)) if rules else frozenset()
    return tuple(rule for rule in rules if rule.id not in gone)


def fire(rule: Rule, answers: Answers, request: Request, clearances: Iterable[ClearanceHeld], *, body: Body) -> Fired:
    """What one rule means for this request.

    A technique that is barred while gentle hands-on work is not means another technique, never no treatment; a place
    that cannot be worked on means leaving it out, unless the rest of the body is barred too.
    """
    places = _places_of(rule, answers, body)
    touched = not rule.is_local or not request.places or not set(places).isdisjoint(request.places)
    is_trained = not rule.training or rule.training in request.trainings
    may_be_cleared = is_trained or rule.training in _PREFERRED
    scope = _clearance_for(rule, clearances, request) if may_be_cleared else _NO_CLEARANCE
    here = _cleared(_outcome(rule.columns, rule.barred, request.technique), scope)
    only_trained = not is_trained and rule.columns[ScreeningClass.SWE] is Outcome.AVOID_REGION
    if rule.is_local and (here is Outcome.DO_NOT_TREAT or only_trained):
        here = Outcome.AVOID_REGION
    if rule.may_lift and here is Outcome.AVOID_REGION and scope is not _NO_CLEARANCE:
        here = Outcome.MODIFY
    outcomes = [here] if touched else []
    if rule.elsewhere is not None:
        outcomes.append(_cleared(_outcome(rule.elsewhere, rule.barred_elsewhere, request.technique), scope))
    caps, everywhere = _caps(rule, places, scope)
    session = max(outcomes, key=_RANK)
    if session is Outcome.PROCEED and (
        _is_deeper(request, caps, everywhere) or request.position in rule.barred_positions
    ):
        session = Outcome.MODIFY
    barred = rule.barred_elsewhere if rule.is_local else rule.barred
    return Fired(
        finding=_finding(rule, max(here, session, key=_RANK), places, scope, is_trained),
        session_outcome=session,
        avoid=(*(places if rule.is_local and here is Outcome.AVOID_REGION else ()), *scope.avoid),
        caps=caps,
        cap_everywhere=everywhere,
        barred=(*barred, *scope.barred),
        barred_here=rule.left_to_others if rule.is_local else (),
    )


@lru_cache(maxsize=4096)  # most clients hear the same of a rule, and many are screened again at once
def _finding(rule: Rule, outcome: Outcome, places: tuple[str, ...], scope: ClearanceHeld, is_trained: bool) -> Finding:
    """What is told of it."""
    return Finding(
        rule_id=rule.id,
        outcome=outcome,
        title=rule.title,
        for_client=rule.for_client,
        for_therapist=rule.for_therapist,
        reason=rule.reason,
        source=rule.source,
        certainty=rule.certainty.value,
        places=places,
        pressure_cap=_as_cleared(rule.cap, scope.pressure_cap, is_asked=rule.asks_at_site),
        minutes_cap=rule.minutes,
        barred=tuple(dict.fromkeys((*rule.barred, *rule.barred_elsewhere, *scope.barred))),
        positions=rule.position_words,
        needs_training="" if is_trained else rule.training,
        would_change=rule.would_change,
        clearance_from=rule.clearance_from,
        clearance_days=rule.clearance_days,
        barred_positions=rule.barred_positions,
        strokes_barred=rule.strokes_barred,
        strokes_at=(rule.strokes_at or places) if rule.strokes_barred else (),
        calls=rule.calls,
    )


def limits_of(fired: Sequence[Fired], *, body: Body, trainings: frozenset[str]) -> Limits:
    """The strictest of everything; what always holds at a region of the body is part of it."""
    caps = body.pressure_caps(trainings)
    for one in fired:
        for places, level in one.caps:
            for place in places:
                caps[place] = min(level, caps.get(place, level))
    minutes = [one.finding.minutes_cap for one in fired if one.finding.minutes_cap is not None]
    avoid = {place for one in fired for place in one.avoid}
    found = {technique for one in fired for technique in one.barred}
    barred = [one for one in ScreeningClass if one in found] if found else []
    unfit = {position for one in fired for position in one.finding.barred_positions}
    return Limits(
        pressure_cap=min([one.cap_everywhere for one in fired], default=5),
        pressure_caps=caps,
        avoid=tuple(place for place in body.places if place in avoid) if avoid else (),
        barred=tuple(barred),
        minutes_cap=min(minutes, default=None),
        positions=tuple(dict.fromkeys(said for one in fired for said in one.finding.positions if said not in unfit)),
        barred_at=_barred_at(fired, found, avoid, body=body),
        barred_positions=tuple(position for position in Position if position in unfit) if unfit else (),
        strokes_barred_at=_strokes_barred_at([one.finding for one in fired], body=body),
    )


def _strokes_barred_at(findings: Iterable[Finding], *, body: Body) -> Mapping[str, tuple[str, ...]] | None:
    """By place, the strokes that a finding bars there; what always holds at a region is the body's own to say."""
    there: dict[str, tuple[str, ...]] = {}
    for one in findings:
        if one.strokes_barred:
            for place in one.strokes_at or body.places:
                there[place] = tuple(sorted({*there.get(place, ()), *one.strokes_barred}))
    return there or None


def _barred_at(
    fired: Sequence[Fired], everywhere: Collection[ScreeningClass], avoid: Collection[str], *, body: Body
) -> Mapping[str, tuple[ScreeningClass, ...]]:
    """By place, what is barred there on top of what is barred everywhere; places left out need no such word."""
    found = [one for one in fired if one.barred_here]
    if not (found or everywhere or avoid):
        return body.barred_at
    there = dict(body.barred_at)
    for one in found:
        for place in one.finding.places:
            there[place] = tuple(sorted({*there.get(place, ()), *one.barred_here}, key=_ORDER.__getitem__))
    left = {kinds: tuple(kind for kind in kinds if kind not in everywhere) for kinds in set(there.values())}
    return {place: left[kinds] for place, kinds in there.items() if left[kinds] and place not in avoid}


def substitute_for(request: Request, limits: Limits, *, body: Body) -> ScreeningClass | None:
    """The gentlest technique that may be used instead, where the one asked for is barred at all the places asked for
    that are not left out anyway; None where it may be used."""
    if request.technique not in limits.barred and not limits.barred_at:
        return None
    left = [place for place in request.places or body.places if place not in limits.avoid]
    if any(request.technique not in limits.barred_here(place) for place in left):
        return None
    barred = {kind for place in left for kind in limits.barred_here(place)} if left else set(limits.barred)
    return next((gentle for gentle in GENTLE if gentle not in barred), None)


def _places_of(rule: Rule, answers: Answers, body: Body) -> tuple[str, ...]:
    if not rule.is_local:
        return ()
    told = answers.get(rule.places_from) if rule.places_from else rule.fixed_places
    # Somebody who did not say where may mean anywhere: the whole body, until they say.
    named = told if isinstance(told, tuple) and told else rule.fixed_places or body.places
    return body.widened(named) if rule.whole_part else named


def _outcome(columns: Columns, barred: tuple[ScreeningClass, ...], technique: ScreeningClass) -> Outcome:
    """A barred technique asks for another one: a change to the session, unless gentle work is barred as well."""
    if technique in barred:
        return max(columns[ScreeningClass.SWE], Outcome.MODIFY, key=_RANK)
    return columns[technique]


def _is_deeper(request: Request, caps: _Caps, everywhere: int) -> bool:
    wanted = request.places
    here = [level for places, level in caps if places and not (wanted and set(places).isdisjoint(wanted))]
    return request.pressure > min(here, default=5) or request.pressure > everywhere


def _caps(rule: Rule, places: tuple[str, ...], scope: ClearanceHeld) -> tuple[_Caps, int]:
    """The caps at single places, and the one for everywhere. A clearance that names a pressure puts it in the place of
    the rule's where it was asked for, be it higher or lower; elsewhere it may only lower it. What a rule says of single
    places is not mentioned in it, so that it stays."""
    named = scope.pressure_cap
    at_site = _as_cleared(rule.cap, named, is_asked=rule.asks_at_site)
    everywhere = _as_cleared(rule.cap_elsewhere, named, is_asked=rule.asks_elsewhere) if rule.is_local else at_site
    here = ((places, at_site),) if rule.is_local and at_site is not None else ()
    return (*here, *(((place,), level) for place, level in rule.caps)), 5 if everywhere is None else everywhere


def _as_cleared(cap: int | None, named: int | None, *, is_asked: bool) -> int | None:
    if cap is None or named is None or is_asked:
        return cap if named is None else named
    return min(cap, named)


def _clearance_for(rule: Rule, clearances: Iterable[ClearanceHeld], request: Request) -> ClearanceHeld:
    """The last one given that holds on the day, or one that allows and limits nothing."""
    held = [one for one in clearances if one.rule_id == rule.id and one.given_on <= request.on <= one.expires_on]
    return max(held, key=lambda one: one.given_on, default=_NO_CLEARANCE)


def _cleared(outcome: Outcome, scope: ClearanceHeld) -> Outcome:
    """A clearance turns the question it answers into a changed treatment, and nothing else."""
    asked = outcome is Outcome.NEEDS_CLEARANCE and scope is not _NO_CLEARANCE
    return Outcome.MODIFY if asked else outcome
