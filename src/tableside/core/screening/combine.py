"""How rules that fired become findings, limits and one outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.request import Answers, ClearanceHeld, Request
from tableside.core.screening.result import Finding, Limits, Outcome
from tableside.core.screening.rulebook import Columns, Rule

_GENTLE = (ScreeningClass.SWE, ScreeningClass.MFR, ScreeningClass.MLD, ScreeningClass.PRE)


@dataclass(frozen=True, slots=True)
class Fired:
    """A finding, and what it adds to the limits. ``session_outcome`` is what it means for the regions asked for."""

    finding: Finding
    session_outcome: Outcome
    avoid: tuple[str, ...]
    caps: tuple[tuple[str, int], ...]
    cap_everywhere: int


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
    touched = not rule.is_local or not request.places or bool(set(places) & set(request.places))
    here, barred_here = _read(rule.columns, request.technique)
    if rule.is_local and here is Outcome.DO_NOT_TREAT:
        here = Outcome.AVOID_REGION
    avoid = places if rule.is_local and here is Outcome.AVOID_REGION else ()
    outcomes, barred = [here] if touched else [], barred_here if touched else ()
    if rule.elsewhere is not None:
        rest, barred_rest = _read(rule.elsewhere, request.technique)
        outcomes.append(rest)
        barred = tuple(dict.fromkeys((*barred, *barred_rest))) if rest is not here else barred
    session = max(outcomes, key=lambda outcome: outcome.rank)
    cap, everywhere = _caps(rule, places)
    if touched and session is Outcome.PROCEED and request.pressure > min([everywhere, *(level for _, level in cap)]):
        session = Outcome.MODIFY
    finding = Finding(
        rule_id=rule.id,
        outcome=max(here, session, key=lambda outcome: outcome.rank),
        title=rule.title,
        for_client=rule.for_client,
        for_therapist=rule.for_therapist,
        reason=rule.reason,
        source=rule.source,
        certainty=rule.certainty.value,
        places=places,
        pressure_cap=rule.cap,
        minutes_cap=rule.minutes,
        barred=barred,
        positions=rule.positions,
        needs_training=rule.training if rule.training not in request.trainings else "",
        would_change=rule.would_change,
        clearance_from=rule.clearance_from,
        clearance_days=rule.clearance_days,
    )
    fired = Fired(finding, session, avoid, cap, everywhere)
    return _cleared(fired, request, clearances)


def limits_of(fired: Sequence[Fired], *, body: Body) -> Limits:
    """The strictest of everything; what always holds at a region of the body is part of it."""
    caps = {place: region.pressure_cap for region in body.regions.values() for place in region.places}
    caps = {place: level for place, level in caps.items() if level < 5}
    for one in fired:
        for place, level in one.caps:
            caps[place] = min(level, caps.get(place, 5))
    minutes = [one.finding.minutes_cap for one in fired if one.finding.minutes_cap is not None]
    avoid = {place for one in fired for place in one.avoid}
    return Limits(
        pressure_cap=min([one.cap_everywhere for one in fired], default=5),
        pressure_caps=caps,
        avoid=tuple(place for place in body.places if place in avoid),
        barred=tuple(one for one in ScreeningClass if any(one in row.finding.barred for row in fired)),
        minutes_cap=min(minutes, default=None),
        positions=tuple(dict.fromkeys(position for one in fired for position in one.finding.positions)),
    )


def substitute_for(technique: ScreeningClass, barred: Sequence[ScreeningClass]) -> ScreeningClass | None:
    """The gentlest technique that may be used instead; None when the one asked for may be used."""
    if technique not in barred:
        return None
    return next((gentle for gentle in _GENTLE if gentle not in barred), None)


def _places_of(rule: Rule, answers: Answers, body: Body) -> tuple[str, ...]:
    if not rule.is_local:
        return ()
    told = answers.get(rule.places_from) if rule.places_from else rule.fixed_places
    # Somebody who did not say where may mean anywhere: the whole body, until they say.
    return told if isinstance(told, tuple) and told else body.places


def _read(columns: Columns, technique: ScreeningClass) -> tuple[Outcome, tuple[ScreeningClass, ...]]:
    """The outcome of this line for a technique, and which techniques it bars while gentle work is allowed."""
    gentle = columns[ScreeningClass.SWE]
    if gentle.rank >= Outcome.DO_NOT_TREAT.rank:
        return gentle, ()
    barred = tuple(one for one, outcome in columns.items() if outcome is Outcome.DO_NOT_TREAT)
    if technique in barred:
        return max(gentle, Outcome.MODIFY, key=lambda outcome: outcome.rank), barred
    return columns[technique], barred


def _caps(rule: Rule, places: tuple[str, ...]) -> tuple[tuple[tuple[str, int], ...], int]:
    if not rule.is_local:
        return (), 5 if rule.cap is None else rule.cap
    at_site = () if rule.cap is None else tuple((place, rule.cap) for place in places)
    return at_site, 5 if rule.cap_elsewhere is None else rule.cap_elsewhere


def _cleared(fired: Fired, request: Request, clearances: Iterable[ClearanceHeld]) -> Fired:
    """A clearance that holds on the day turns its question into a changed treatment, within its own scope."""
    finding = fired.finding
    held = [
        one for one in clearances if one.rule_id == finding.rule_id and one.given_on <= request.on <= one.expires_on
    ]
    if finding.outcome is not Outcome.NEEDS_CLEARANCE or not held:
        return fired
    scope = held[-1]
    finding = replace(
        finding,
        outcome=Outcome.MODIFY,
        barred=tuple(dict.fromkeys((*finding.barred, *scope.barred))),
        pressure_cap=_lower(finding.pressure_cap, scope.pressure_cap),
        places=finding.places,
    )
    return replace(
        fired,
        finding=finding,
        session_outcome=Outcome.MODIFY,
        avoid=tuple(dict.fromkeys((*fired.avoid, *scope.avoid))),
        cap_everywhere=fired.cap_everywhere
        if scope.pressure_cap is None
        else min(fired.cap_everywhere, scope.pressure_cap),
    )


def _lower(one: int | None, other: int | None) -> int | None:
    given = [level for level in (one, other) if level is not None]
    return min(given, default=None)
