"""What can be done about a booking that the answers no longer allow as it is: the least change that makes it fit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.request import ClearanceHeld, Request
from tableside.core.screening.result import Finding, Outcome, Screened


class Misfit(StrEnum):
    """Why a treatment cannot be given as it is booked, the most serious first."""

    CARE_FIRST = "care_first"  # medical care before any massage
    NOT_NOW = "not_now"
    ANSWERS_MISSING = "answers_missing"
    CLEARANCE_NEEDED = "clearance_needed"
    TRAINING = "training"
    TECHNIQUE = "technique"
    PRESSURE = "pressure"
    LENGTH = "length"


class Kind(StrEnum):
    """In the order of how much each changes for the client."""

    LENGTH = "length"
    TREATMENT = "treatment"
    THERAPIST = "therapist"
    BOTH = "both"  # another treatment by another therapist
    MOVE = "move"
    ANSWERS = "answers"
    CLEARANCE = "clearance"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Given:
    """A service in one length. Pressure runs from the lightest at which it is still itself to the strongest meant."""

    service: Hashable
    technique: ScreeningClass
    lightest: int
    strongest: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Giver:
    """A therapist: what they are trained in, and which services they give."""

    therapist: Hashable
    trainings: frozenset[str]
    services: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Booked:
    """What stands in the calendar."""

    given: Given
    by: Giver
    on: date


@dataclass(frozen=True, slots=True)
class Possible:
    """What the practice could do instead. ``days`` are those on which the same therapist has time for the same
    treatment, the earliest first. Whether anybody is free for another treatment is for whoever asks to look at."""

    treatments: Sequence[Given]
    givers: Sequence[Giver]
    days: Sequence[date]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Only what changes is named. ``asks`` are the findings that a provider would have to clear."""

    kind: Kind
    given: Given | None = None
    therapist: Hashable = None
    on: date | None = None
    asks: tuple[Finding, ...] = ()


Ask = Callable[[Request, tuple[ClearanceHeld, ...]], Screened]  # with these clearances, beside those that are held


def misfits(screened: Screened, given: Given) -> tuple[Misfit, ...]:
    """Every reason why this cannot be given as it is; none where it can, if need be within limits that leave it what
    it is. A place to leave out is such a limit, and so is less pressure while the technique bears it."""
    limits, outcome = screened.limits, screened.outcome
    needs_clearance = any(one.outcome is Outcome.NEEDS_CLEARANCE for one in screened.findings)
    found = {
        Misfit.CARE_FIRST: outcome is Outcome.REFER_URGENT,
        Misfit.NOT_NOW: outcome is Outcome.DO_NOT_TREAT,
        Misfit.ANSWERS_MISSING: bool(screened.missing),
        Misfit.CLEARANCE_NEEDED: outcome is Outcome.NEEDS_CLEARANCE and (needs_clearance or not screened.missing),
        Misfit.TRAINING: any(one.needs_training and not one.places for one in screened.findings),
        Misfit.TECHNIQUE: given.technique in limits.barred or screened.substitute is not None,
        Misfit.PRESSURE: given.lightest > limits.pressure_cap,
        Misfit.LENGTH: limits.minutes_cap is not None and given.minutes > limits.minutes_cap,
    }
    return tuple(one for one in Misfit if found[one])


def request_for(given: Given, by: Giver, on: date) -> Request:
    return Request(
        on=on, technique=given.technique, pressure=given.strongest, minutes=given.minutes, trainings=by.trainings
    )


def remedies(booked: Booked, possible: Possible, *, ask: Ask) -> tuple[Remedy, ...]:
    """What makes it fit, the least change first; each was screened again and is allowed. A treatment by somebody else
    is named only where neither alone is enough. Nothing but cancelling helps whoever needs medical care first.

    Nothing where it fits as it is booked.
    """
    now = ask(request_for(booked.given, booked.by, booked.on), ())
    because = misfits(now, booked.given)
    if not because:
        return ()
    if Misfit.CARE_FIRST in because:
        return (Remedy(Kind.CANCEL),)
    alone = (*_other_treatments(booked, possible, booked.by, ask=ask), *_other_therapists(booked, possible, ask=ask))
    found = alone or tuple(_both(booked, possible, ask=ask))
    return (
        *found,
        *_first_day(booked, possible, ask=ask),
        *([Remedy(Kind.ANSWERS)] if now.missing else []),
        *_clearance(booked, now, ask=ask),
        Remedy(Kind.CANCEL),
    )


def _fits(given: Given, by: Giver, on: date, *, ask: Ask, held: tuple[ClearanceHeld, ...] = ()) -> bool:
    return not misfits(ask(request_for(given, by, on), held), given)


def _other_treatments(booked: Booked, possible: Possible, by: Giver, *, ask: Ask) -> Iterator[Remedy]:
    """The same service shorter; then each other one, in the length that is nearest to what is booked and no longer."""
    own, length = booked.given, booked.given.minutes
    order: dict[Hashable, list[Given]] = {own.service: []}
    for given in sorted(possible.treatments, key=lambda one: -one.minutes):
        is_as_booked = given.service == own.service and given.minutes == length
        if given.minutes <= length and not is_as_booked and given.service in by.services:
            order.setdefault(given.service, []).append(given)
    best = (next((one for one in some if _fits(one, by, booked.on, ask=ask)), None) for some in order.values())
    fitting = sorted((one for one in best if one), key=lambda one: (one.service != own.service, length - one.minutes))
    for given in fitting:
        kind = Kind.LENGTH if given.service == own.service else Kind.TREATMENT
        yield Remedy(kind, given=given)


def _other_therapists(booked: Booked, possible: Possible, *, ask: Ask) -> Iterator[Remedy]:
    for giver in possible.givers:
        is_another = giver.therapist != booked.by.therapist and booked.given.service in giver.services
        if is_another and _fits(booked.given, giver, booked.on, ask=ask):
            yield Remedy(Kind.THERAPIST, therapist=giver.therapist)


def _both(booked: Booked, possible: Possible, *, ask: Ask) -> Iterator[Remedy]:
    for giver in possible.givers:
        if giver.therapist != booked.by.therapist:
            for remedy in _other_treatments(booked, possible, giver, ask=ask):
                yield replace(remedy, kind=Kind.BOTH, therapist=giver.therapist)


def _first_day(booked: Booked, possible: Possible, *, ask: Ask) -> Iterator[Remedy]:
    """The first later day with time on which the same answers allow it as it is booked."""
    later = (day for day in possible.days if day > booked.on)
    day = next((day for day in later if _fits(booked.given, booked.by, day, ask=ask)), None)
    if day is not None:
        yield Remedy(Kind.MOVE, on=day)


def _clearance(booked: Booked, now: Screened, *, ask: Ask) -> Iterator[Remedy]:
    """Where a yes to everything that asks for one would be enough."""
    asks = tuple(one for one in now.findings if one.outcome is Outcome.NEEDS_CLEARANCE and one.clearance_from)
    held = tuple(ClearanceHeld(one.rule_id, booked.on, booked.on) for one in asks)
    if asks and _fits(booked.given, booked.by, booked.on, ask=ask, held=held):
        yield Remedy(Kind.CLEARANCE, asks=asks)
