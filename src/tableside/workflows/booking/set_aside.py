"""A time against a rule, when staff want it all the same: what stands against it is named, the reason is kept. Some
such times the desk is shown among those that are free, others it asks for."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.core.availability.choice import Choice
from tableside.core.availability.set_aside import exceptional
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.screening.result import Outcome
from tableside.core.timeline.timeline import cover
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.intake.queries import newest_intake
from tableside.records.practice.queries import licence_ends
from tableside.records.scheduling import set_aside as records
from tableside.records.scheduling.hours_queries import practice_closings
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement
from tableside.records.scheduling.reserving import OfferTaken
from tableside.records.scheduling.taken_queries import treatments_on
from tableside.workflows.intake.screen_appointment import Treatment, case_for
from tableside.workflows.times.day_limits import limits_against
from tableside.workflows.times.find_times import FreeTimes, Search, choice_at, free_times, times_around

MOST_CHARACTERS = 500

Comers = Sequence[UUID | None]


@dataclass(frozen=True, slots=True)
class Insistence:
    """Staff want a time although rules stand against it. ``seen`` are the names of those they were warned of."""

    reason: str
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Who and where for a start, out of which times, and the names of the rules that are set aside for it. Where
    ``is_free``, nothing has to make room for it."""

    times: FreeTimes
    choice: Choice
    warnings: tuple[str, ...] = ()
    is_free: bool = True


def arrange(
    search: Search,
    start: datetime,
    *,
    insists: Insistence | None,
    by: Actor | None,
    now: datetime,
    comers: Comers = (),
) -> Arranged:
    """A start that is free, or for staff who insist one that breaks only rules which a reason sets aside. Rules that
    stand against it ask staff for that reason, whether it is free or not. ``comers`` are the clients, in the order of
    the therapists; None is somebody new."""
    times = times_around(search, start, now=now)
    is_by_staff = by is not None and by.is_staff and not search.is_offered
    found = None
    if is_by_staff and (insists is not None or times.includes(start)):
        found = _found(times, search, start, comers=comers, now=now)
    if found is None:
        return Arranged(times, choice_at(times, start, therapist_id=search.therapist_id))
    if found.warnings:
        insist_on_reason(found.warnings, insists)
    return found


def arrange_or_warn(
    search: Search, start: datetime, *, insists: Insistence | None, by: Actor, now: datetime, comers: Comers = ()
) -> Arranged:
    """The same as a part of a larger deed: a refusal names in ``outside`` what staff may set aside."""
    try:
        return arrange(search, start, insists=insists, by=by, now=now, comers=comers)
    except OfferTaken:
        raise
    except Refusal as refusal:
        outside = refusal.data.get("outside") or warnings_at(search, start, by=by, now=now, comers=comers)
        raise Refusal(refusal.code, refusal.detail, outside=outside) from None


def insist_on_reason(warnings: tuple[str, ...], insists: Insistence | None) -> None:
    if insists is None:
        words = gettext("This time is given with a reason only. Say why in one press, or in your own words.")
        raise Refusal("needs_reason", words, outside=warnings)
    if set(warnings) - set(insists.seen):
        words = gettext("Look at what stands against this time, and say why it is given all the same.")
        raise Refusal("look_again", words, outside=warnings)
    if len(insists.reason) > MOST_CHARACTERS:
        words = gettext("Say why in %(most)s characters or fewer.") % {"most": MOST_CHARACTERS}
        raise Refusal("long_reason", words, outside=warnings)
    if not insists.reason.strip():
        words = gettext("Say why in a few words, so that others can follow it later.")
        raise Refusal("no_reason", words, outside=warnings)


def insist_it_stands(arranged: Arranged, search: Search, start: datetime, *, now: datetime) -> None:
    """Once it is our turn, nobody else writes for these therapists, and what is no constraint of the database is asked
    again. Rules that have been set aside are not; what staff have not been told of yet is as good as taken."""
    if not arranged.is_free or not arranged.times.look_again:
        return
    times = times_around(search, start, now=now)
    if not times.allows(arranged.choice, start) or set(times.against(start)) - set(arranged.times.against(start)):
        raise OfferTaken


def warnings_at(
    search: Search, start: datetime, *, by: Actor | None, now: datetime, comers: Comers = ()
) -> tuple[str, ...]:
    """The rules that staff would set aside for this start; none where they may not, or need not."""
    if by is None or not by.is_staff:
        return ()
    found = _found(times_around(search, start, now=now), search, start, comers=comers, now=now)
    return found.warnings if found else ()


def make_room(
    placement: Placement, arranged: Arranged, *, now: datetime, moving: Appointment | None = None
) -> Placement:
    """In the caller's transaction: what is kept free around other treatments gives way, where that was agreed to."""
    return placement if arranged.is_free else records.make_room(placement, now=now, moving=moving)


def keep_reason(
    appointment: Appointment, arranged: Arranged, insists: Insistence | None, *, by: Actor, now: datetime
) -> None:
    if arranged.warnings and insists:
        reason = insists.reason.strip()
        records.keep_set_aside(appointment, warnings=arranged.warnings, reason=reason, by=by, now=now)


def _found(times: FreeTimes, search: Search, start: datetime, *, comers: Comers, now: datetime) -> Arranged | None:
    """Free or not, with everything that stands against it. A change of what is booked already is warned of what it
    adds: not of the notice for the start that it has, nor of findings that ask for a look as it is."""
    if times.includes(start):
        found: Arranged | None = Arranged(times, choice_at(times, start, therapist_id=search.therapist_id))
    else:
        found = _outside(search, start, now=now)
    if found is None:
        return None
    moving, comers = search.moving, comers or (search.client_id,)
    named = () if moving is not None and moving.starts_at == start else found.times.against(start)
    limits = () if moving else [name for one in comers for name in limits_against(one, service=search.service, now=now)]
    asks_for_a_look = [
        _needs_a_look(client_id, Treatment(search.service, found.times.therapists[therapist_id], start, search.minutes))
        for client_id, therapist_id in zip(comers, cast("tuple[UUID, ...]", found.choice.therapists), strict=False)
    ]
    was_so = moving is not None and _needs_a_look(moving.client_id, Treatment.of(moving))
    findings = ("findings",) if any(asks_for_a_look) and not was_so else ()
    return replace(found, warnings=tuple(dict.fromkeys((*found.warnings, *named, *limits, *findings))))


def _outside(search: Search, start: datetime, *, now: datetime) -> Arranged | None:
    """Everything is asked about that day alone, which may be beyond the horizon."""
    practice = search.service.practice
    minute = minute_of(start)
    if start <= now or instant_of(minute) != start:
        return None
    on = start.astimezone(ZoneInfo(practice.time_zone)).date()
    times = free_times(replace(search, on=on, ignores_notice=True), now=now)
    question = times.question
    ends = licence_ends()
    licensed = {key for key in times.therapists if _is_licensed(ends.get(key, ()), on)}
    question = replace(
        question,
        therapists=tuple(time for time in question.therapists if time.therapist in licensed),
    )
    without = search.moving_along | ({search.moving.id} if search.moving else set())
    spans = treatments_on(question.axis, now=now, without=without, held_by=search.held_by)
    treatments: dict[Hashable, int] = {key: cover(question.axis, some) for key, some in spans.items()}
    found = exceptional(question, minute, treatments=treatments, only=search.therapist_id)
    if found is None:
        return None
    closed = practice_closings(practice, first=on, last=on)
    named = ("practice_closed" if name == "outside_hours" and closed else name for name in found.warnings)
    return Arranged(times, found.choice, tuple(named), is_free=False)


def _is_licensed(ends: Collection[date | None], on: date) -> bool:
    """No reason makes up for a licence that has ended. Without any on record nothing is held back."""
    return not ends or any(end is None or end >= on for end in ends)


def _needs_a_look(client_id: UUID | None, treatment: Treatment) -> bool:
    """Whether the answers ask for clearance first. What they rule out is refused as always, reason or not."""
    intake = newest_intake(client_id) if client_id and treatment.is_hands_on else None
    return intake is not None and case_for(treatment, intake).screened().outcome is Outcome.NEEDS_CLEARANCE
