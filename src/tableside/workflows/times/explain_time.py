"""Why a time is not offered, for each therapist: what the desk tells somebody who asked for exactly that time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from tableside.core.availability.explain import why_not
from tableside.core.decision import Decision, Refused
from tableside.core.timeline.civil import instant_on, local_day_of
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import bookable_therapists
from tableside.records.scheduling.hours_queries import practice_closings
from tableside.workflows.times.find_times import Search, free_times, is_trained


@dataclass(frozen=True, slots=True)
class Why:
    """``decision`` allows what is offered."""

    therapist: Therapist
    decision: Decision


def explain_time(search: Search, on: date, wall_minute: int, *, now: datetime) -> tuple[Why, ...]:
    """For each therapist of the practice; a local time that the clocks skip has the same reason for all."""
    times, service = free_times(replace(search, therapist_id=None), now=now), search.service
    question = times.question
    minute = instant_on(on, wall_minute, zone=question.zone)
    able = {one.id: one for one in bookable_therapists(service.id).prefetch_related("trainings")}
    closed = {} if isinstance(minute, Refused) else practice_closings(service.practice, first=on, last=on)

    def reason(therapist: Therapist) -> Decision:
        if isinstance(minute, Refused):
            return minute
        if therapist.id not in able:
            return Refused("does_not_give_it", "Does not give this treatment.")
        if not is_trained(able[therapist.id], service, minutes=search.minutes):
            return Refused("not_trained", "Has no training on record that this treatment asks for.")
        found = why_not(question, minute, therapist=therapist.id)
        day = local_day_of(minute, zone=question.zone)
        if isinstance(found, Refused) and found.code == "outside_hours" and day in closed:
            return Refused("practice_closed", f"The practice is closed that day: {closed[day] or 'a day of its own'}.")
        if isinstance(found, Refused) and found.code == "elsewhere":
            return Refused("elsewhere", "Elsewhere then, as their other calendar says.")
        return found

    return tuple(Why(one, reason(one)) for one in bookable_therapists())
