"""How rules that fired become findings, limits and one outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.position import Position
from tableside.core.screening.request import Answers, ClearanceHeld, Request
from tableside.core.screening.result import Finding, Limits, Outcome
from tableside.core.screening.rulebook import Caps, Rule

#: What is offered in the place of a barred technique, the gentlest first.
GENTLE = (ScreeningClass.SWE, ScreeningClass.MFR, ScreeningClass.MLD, ScreeningClass.PRE)

#: Trainings that are better to have. Without any other one that a rule names, a clearance is not enough.
_PREFERRED = frozenset({"prenatal"})

_NO_CLEARANCE = ClearanceHeld("", date.min, date.min)
_RANK = attrgetter("rank")
_ORDER = {kind: number for number, kind in enumerate(ScreeningClass)}


class Fired(NamedTuple):  # made for every finding, in a third of the time that a frozen dataclass takes
    """A finding, and what it adds to the limits. ``session_outcome`` is what it means for the regions asked for."""

    finding: Finding
    session_outcome: Outcome
    avoid: tuple[str, ...]
    caps: Caps
    cap_everywhere: int
    barred: tuple[ScreeningClass, ...]  # everywhere
    barred_here: tuple[ScreeningClass, ...]  # at the places of the finding


def without_superseded(rules: Sequence[Rule]) -> list[Rule]:
    """The most specific rules win: what a fired rule supersedes is left out."""
    gone = {rule_id for rule in rules for rule_id in rule.supersedes}
    return [rule for rule in rules if rule.id not in gone]


def fire(rule: Rule, answers: Answers, request: Request, clearances: Sequence[ClearanceHeld], *, body: Body) -> Fired:
    """What one rule means for this request.

    A technique that is barred while gentle hands-on work is not means another technique, never no treatment; a place
    that cannot be worked on means leaving it out, unless the rest of the body is barred too.
    """
    places = _places_of(rule, answers, body) if rule.is_local else ()
    is_trained = not rule.training or rule.training in request.trainings
    scope = _NO_CLEARANCE
    if clearances and (is_trained or rule.training in _PREFERRED):
        scope = _clearance_for(rule, clearances, request)
    here = Outcome.AVOID_REGION if rule.is_for_trained and not is_trained else rule.comes_to[request.technique]
    elsewhere = rule.comes_to_elsewhere[request.technique] if rule.is_local else Outcome.PROCEED
    if scope is not _NO_CLEARANCE:
        here, elsewhere = _cleared(here, may_lift=rule.may_lift), _cleared(elsewhere, may_lift=False)
    is_touched = not rule.is_local or not request.places or not set(places).isdisjoint(request.places)
    session = _stricter(here, elsewhere) if is_touched else elsewhere
    caps, everywhere = _caps(rule, places, scope)
    if session is Outcome.PROCEED and (
        _is_deeper(request, caps, everywhere) or request.position in rule.barred_positions
    ):
        session = Outcome.MODIFY
    finding = _finding(rule, _stricter(here, session), places, is_trained, scope.pressure_cap, scope.barred)
    avoid = places if rule.is_local and here is Outcome.AVOID_REGION else ()
    barred, barred_here = (rule.barred_elsewhere, rule.left_to_others) if rule.is_local else (rule.barred, ())
    return Fired(finding, session, (*avoid, *scope.avoid), caps, everywhere, (*barred, *scope.barred), barred_here)


def _stricter(one: Outcome, other: Outcome) -> Outcome:
    return one if one.rank > other.rank else other


@lru_cache(maxsize=4096)  # most clients hear the same of a rule, and many are screened again at once
def _finding(
    rule: Rule,
    outcome: Outcome,
    places: tuple[str, ...],
    is_trained: bool,
    cleared_cap: int | None,
    cleared_barred: tuple[ScreeningClass, ...],
) -> Finding:
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
        pressure_cap=_as_cleared(rule.cap, cleared_cap, is_asked=rule.asks_at_site),
        minutes_cap=rule.minutes,
        barred=tuple(dict.fromkeys((*rule.barred, *rule.barred_elsewhere, *cleared_barred))),
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
    cap_everywhere = 5
    avoid: set[str] = set()
    barred: set[ScreeningClass] = set()
    unfit: set[Position] = set()
    minutes: list[int] = []
    positions: list[str] = []
    for one in fired:  # one loop that asks first: most findings limit one thing or nothing
        finding = one.finding
        if one.cap_everywhere < cap_everywhere:
            cap_everywhere = one.cap_everywhere
        if one.avoid:
            avoid.update(one.avoid)
        if one.barred:
            barred.update(one.barred)
        if finding.minutes_cap is not None:
            minutes.append(finding.minutes_cap)
        if finding.positions:
            positions += finding.positions
        if finding.barred_positions:
            unfit.update(finding.barred_positions)
        for places, level in one.caps:
            for place in places:
                if level < caps.get(place, 6):
                    caps[place] = level
    return Limits(
        pressure_cap=cap_everywhere,
        pressure_caps=caps,
        avoid=tuple([place for place in body.places if place in avoid]) if avoid else (),
        barred=tuple(sorted(barred, key=_ORDER.__getitem__)),
        minutes_cap=min(minutes, default=None),
        positions=tuple(dict.fromkeys([said for said in positions if said not in unfit])),
        barred_at=_barred_at(fired, barred, avoid, body=body),
        barred_positions=tuple(position for position in Position if position in unfit) if unfit else (),
        strokes_barred_at=_strokes_barred_at(fired, body=body),
    )


def _strokes_barred_at(fired: Iterable[Fired], *, body: Body) -> Mapping[str, tuple[str, ...]] | None:
    """By place, the strokes that a finding bars there; what always holds at a region is the body's own to say."""
    there: dict[str, tuple[str, ...]] = {}
    for one in fired:
        if barred := one.finding.strokes_barred:
            for place in one.finding.strokes_at or body.places:
                there[place] = tuple(sorted({*there.get(place, ()), *barred}))
    return there or None


def _barred_at(
    fired: Iterable[Fired], everywhere: Collection[ScreeningClass], avoid: Collection[str], *, body: Body
) -> Mapping[str, tuple[ScreeningClass, ...]]:
    """By place, what is barred there on top of what is barred everywhere; places left out need no such word."""
    found = [one for one in fired if one.barred_here]
    if not (found or everywhere or avoid):
        return body.barred_at
    there = body.barred_besides(everywhere)
    for one in found:
        besides = tuple([kind for kind in one.barred_here if kind not in everywhere])
        for place in one.finding.places:
            there[place] = _both(there.get(place, ()), besides)
    return {place: kinds for place, kinds in there.items() if kinds and place not in avoid}


@lru_cache(maxsize=1024)  # a few kinds of technique, for one place after the other
def _both(some: tuple[ScreeningClass, ...], more: tuple[ScreeningClass, ...]) -> tuple[ScreeningClass, ...]:
    return tuple(sorted({*some, *more}, key=_ORDER.__getitem__))


def substitute_for(request: Request, limits: Limits, *, body: Body) -> ScreeningClass | None:
    """The gentlest technique that may be used instead, where the one asked for is barred at all the places asked for
    that are not left out anyway; None where it may be used."""
    at, wanted = limits.barred_at or {}, request.places or body.places
    if request.technique not in limits.barred and (
        not at or any(place not in limits.avoid and request.technique not in at.get(place, ()) for place in wanted)
    ):
        return None
    barred = {*limits.barred, *(kind for place in wanted if place not in limits.avoid for kind in at.get(place, ()))}
    return next((gentle for gentle in GENTLE if gentle not in barred), None)


def _places_of(rule: Rule, answers: Answers, body: Body) -> tuple[str, ...]:
    told = answers.get(rule.places_from) if rule.places_from else rule.fixed_places
    # Somebody who did not say where may mean anywhere: the whole body, until they say.
    named = told if isinstance(told, tuple) and told else rule.fixed_places or body.places
    return body.widened(named) if rule.whole_part else named


def _is_deeper(request: Request, caps: Caps, everywhere: int) -> bool:
    wanted = request.places
    return request.pressure > everywhere or any(
        request.pressure > level and places and (not wanted or not set(places).isdisjoint(wanted))
        for places, level in caps
    )


def _caps(rule: Rule, places: tuple[str, ...], scope: ClearanceHeld) -> tuple[Caps, int]:
    """The caps at single places, and the one for everywhere. A clearance that names a pressure puts it in the place of
    the rule's where it was asked for, be it higher or lower; elsewhere it may only lower it. What a rule says of single
    places is not mentioned in it, so that it stays."""
    at_site, everywhere = rule.cap, rule.cap_elsewhere if rule.is_local else rule.cap
    if (named := scope.pressure_cap) is not None:
        at_site = _as_cleared(at_site, named, is_asked=rule.asks_at_site)
        everywhere = _as_cleared(everywhere, named, is_asked=rule.asks_elsewhere) if rule.is_local else at_site
    caps = ((places, at_site), *rule.caps_at) if rule.is_local and at_site is not None else rule.caps_at
    return caps, 5 if everywhere is None else everywhere


def _as_cleared(cap: int | None, named: int | None, *, is_asked: bool) -> int | None:
    if named is None:
        return cap
    return named if cap is None or is_asked else min(cap, named)


def _clearance_for(rule: Rule, clearances: Iterable[ClearanceHeld], request: Request) -> ClearanceHeld:
    """The last one given that holds on the day, or one that allows and limits nothing."""
    held = [one for one in clearances if one.rule_id == rule.id and one.given_on <= request.on <= one.expires_on]
    return max(held, key=lambda one: one.given_on, default=_NO_CLEARANCE)


def _cleared(outcome: Outcome, *, may_lift: bool) -> Outcome:
    """A clearance turns the question it answers into a changed treatment, and opens a place where it may."""
    is_answered = outcome is Outcome.NEEDS_CLEARANCE or (may_lift and outcome is Outcome.AVOID_REGION)
    return Outcome.MODIFY if is_answered else outcome
