"""A time that is not offered, when staff want it all the same: what stands against it is named, the reason is kept."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import licence_ends
from tableside.records.scheduling import set_aside as records
from tableside.records.scheduling.actions import OfferTaken, Placement
from tableside.records.scheduling.hours_queries import practice_closings
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.taken_queries import treatments_on
from tableside.workflows.find_times import FreeTimes, Search, choice_at, free_times, times_around
from tableside.workflows.screen_appointment import Treatment, case_for

MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Insistence:
    """Staff want a time although it is not offered. ``seen`` are the names of the rules they were warned of."""

    reason: str
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Who and where for a start, out of which times, and the names of the rules that are set aside for it."""

    times: FreeTimes
    choice: Choice
    warnings: tuple[str, ...] = ()


def arrange(
    search: Search, start: datetime, *, insists: Insistence | None, by: Actor | None, now: datetime
) -> Arranged:
    """A start that is offered; or, for staff who insist, one that breaks only rules which a reason sets aside."""
    times = times_around(search, start, now=now)
    if insists is None or by is None or not by.is_staff or times.includes(start):
        return Arranged(times, choice_at(times, start, therapist_id=search.therapist_id))
    found = _outside(search, start, now=now)
    if found is None:
        return Arranged(times, choice_at(times, start, therapist_id=search.therapist_id))
    if set(found.warnings) - set(insists.seen):
        words = gettext("Look at what stands against this time, and say why it is given all the same.")
        raise Refusal("look_again", words, outside=found.warnings)
    if len(insists.reason) > MOST_CHARACTERS:
        words = gettext("Say why in %(most)s characters or fewer.") % {"most": MOST_CHARACTERS}
        raise Refusal("long_reason", words, outside=found.warnings)
    if not insists.reason.strip():
        words = gettext("Say why in a few words, so that others can follow it later.")
        raise Refusal("no_reason", words, outside=found.warnings)
    return found


def insist_it_stands(arranged: Arranged, search: Search, start: datetime, *, now: datetime) -> None:
    """Once it is our turn, nobody else writes for these therapists, and what is no constraint of the database is asked
    again. Rules that have been set aside are not."""
    if arranged.warnings or not arranged.times.look_again:
        return
    if not times_around(search, start, now=now).allows(arranged.choice, start):
        raise OfferTaken


def warnings_at(search: Search, start: datetime, *, by: Actor | None, now: datetime) -> tuple[str, ...]:
    """The rules that staff would set aside for this start; none where they may not, or need not."""
    if by is None or not by.is_staff:
        return ()
    found = _outside(search, start, now=now)
    return found.warnings if found else ()


def make_room(
    placement: Placement, arranged: Arranged, *, now: datetime, moving: Appointment | None = None
) -> Placement:
    """In the caller's transaction: what is kept free around other treatments gives way, where that was agreed to."""
    return records.make_room(placement, now=now, moving=moving) if arranged.warnings else placement


def keep_reason(
    appointment: Appointment, arranged: Arranged, insists: Insistence | None, *, by: Actor, now: datetime
) -> None:
    if arranged.warnings and insists:
        reason = insists.reason.strip()
        records.keep_set_aside(appointment, warnings=arranged.warnings, reason=reason, by=by, now=now)


def _outside(search: Search, start: datetime, *, now: datetime) -> Arranged | None:
    """For one client with one therapist. Everything is asked about that day alone, which may be beyond the horizon."""
    practice = search.service.practice
    minute = minute_of(start)
    if search.service.therapists_needed > 1 or start <= now or instant_of(minute) != start:
        return None
    on = start.astimezone(ZoneInfo(practice.time_zone)).date()
    times = free_times(replace(search, on=on, ignores_notice=True), now=now)
    question = times.question
    ends = licence_ends(times.therapists)
    licensed = {key for key in times.therapists if _is_licensed(ends.get(key, ()), on)}
    question = replace(
        question,
        wish=replace(question.wish, notice_minutes=practice.notice_minutes),
        therapists=tuple(time for time in question.therapists if time.therapist in licensed),
    )
    without = search.moving_along | ({search.moving.id} if search.moving else set())
    spans = treatments_on(question.axis, now=now, without=without, held_by=search.held_by)
    treatments: dict[Hashable, int] = {key: cover(question.axis, some) for key, some in spans.items()}
    found = exceptional(question, minute, treatments=treatments, only=search.therapist_id)
    if found is None:
        return None
    therapist = next(one for one in times.therapists.values() if one.id in found.choice.therapists)
    closed = practice_closings(practice, first=on, last=on)
    named = ("practice_closed" if name == "outside_hours" and closed else name for name in found.warnings)
    return Arranged(times, found.choice, (*named, *_findings(search, therapist, start)))


def _is_licensed(ends: Collection[date | None], on: date) -> bool:
    """No reason makes up for a licence that has ended. Without any on record nothing is held back."""
    return not ends or any(end is None or end >= on for end in ends)


def _findings(search: Search, therapist: Therapist, start: datetime) -> tuple[str, ...]:
    """Whether the answers ask for a look first. What they rule out is refused as always, reason or not."""
    treatment = Treatment(search.service, therapist, start, search.minutes)
    intake = newest_intake(search.client_id) if search.client_id and treatment.is_hands_on else None
    if intake is None:
        return ()
    outcome = case_for(treatment, intake).screened().outcome
    return ("findings",) if outcome.rank >= Outcome.NEEDS_CLEARANCE.rank else ()
