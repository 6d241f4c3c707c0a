"""What can be done about an appointment that no longer fits the client's answers, looked up in what is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import cast
from uuid import UUID

from tableside.core.charting.technique import ScreeningClass
from tableside.core.permissions.actor import Actor
from tableside.core.screening.remedies import Booked, Given, Giver, Kind, Misfit, Possible, Remedy, misfits, remedies
from tableside.core.screening.request import ClearanceHeld, Request
from tableside.core.screening.result import Finding, Screened
from tableside.core.screening.screen import screen
from tableside.core.timeline.window import minute_of
from tableside.records.intake.queries import newest_intake
from tableside.records.practice.models import Service, ServiceLength, Therapist
from tableside.records.practice.queries import bookable_therapists, offered_services, service_with_length
from tableside.records.scheduling.models import Appointment
from tableside.workflows.changing.change_treatment import times_for
from tableside.workflows.changing.reschedule import times_to_move
from tableside.workflows.intake.screen_appointment import Case, Treatment, case_for, given_of
from tableside.workflows.times.choose_length import ChosenLength
from tableside.workflows.times.find_times import FreeTimes, is_trained

_MOST_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy for which there is time. Only what changes is named; ``asks`` are findings for a provider to clear."""

    kind: Kind
    length: ServiceLength | None = None
    therapist: Therapist | None = None
    starts_at: datetime | None = None
    asks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """Why it does not fit, and what would, the least change first."""

    because: tuple[Misfit, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def propose_remedies(appointment: Appointment, *, by: Actor, now: datetime) -> Proposed:
    """Screened at this moment and written nowhere. Empty where it fits as it is, and where nothing is screened."""
    treatment, intake = Treatment.of(appointment), newest_intake(appointment.client_id)
    if intake is None or not treatment.is_hands_on:
        return Proposed()
    case = case_for(treatment, intake)
    given = given_of(treatment.service, minutes=treatment.minutes)
    because = misfits(case.screened(), given)
    if not because:
        return Proposed()
    therapists = {one.id: one for one in bookable_therapists().prefetch_related("services")}
    times = times_to_move(appointment, therapist_id=appointment.therapist_id, by=by, now=now)
    possible = _possible(appointment, therapists.values(), days=times.days())
    if case.answers.get("pregnant") != "yes":  # a session made for pregnancy is nothing to propose to anybody else
        suiting = [one for one in possible.treatments if one.technique is not ScreeningClass.PRE]
        possible = replace(possible, treatments=suiting)
    own = _giver(therapists.get(appointment.therapist_id, appointment.therapist))
    found = remedies(Booked(given, own, case.request.on), possible, ask=partial(_ask, case))
    return Proposed(because, tuple(_with_time(found, appointment, therapists, own_times=times, by=by, now=now)))


def _ask(case: Case, request: Request, held: tuple[ClearanceHeld, ...]) -> Screened:
    return screen(case.rulebook, case.answers, request=request, clearances=(*case.clearances, *held))


def _possible(appointment: Appointment, therapists: Iterable[Therapist], *, days: tuple[date, ...]) -> Possible:
    """Add-ons go with the treatment that is booked, and two side by side are booked together: neither changes here."""
    givers = [_giver(one) for one in therapists]
    if appointment.service.therapists_needed > 1:
        return Possible((), (), ())
    if appointment.add_ons.exists():
        return Possible((), givers, days)
    services = offered_services().filter(kind=Service.Kind.TREATMENT, therapists_needed=1)
    treatments = [given_of(one, minutes=length.minutes) for one in services for length in one.lengths.all()]
    return Possible(treatments, givers, days)


def _giver(therapist: Therapist) -> Giver:
    trainings = frozenset(training.module for training in therapist.trainings.all())
    services = frozenset(service.id for service in therapist.services.all() if is_trained(therapist, service))
    return Giver(therapist.id, trainings, services)


def _with_time(
    found: Iterable[Remedy],
    appointment: Appointment,
    therapists: dict[UUID, Therapist],
    *,
    own_times: FreeTimes,
    by: Actor,
    now: datetime,
) -> Iterator[Proposal]:
    """Those for which somebody is free, a few of each kind. What is free is only looked up for what is allowed."""
    kept: Counter[Kind] = Counter()

    @cache
    def free_for(given: Given | None) -> frozenset[object]:
        length = _length(given) if given else None
        if length:
            return _free_at(appointment, times_for(appointment, ChosenLength(length), by=by, now=now))
        return _free_at(appointment, times_to_move(appointment, therapist_id=None, by=by, now=now))

    for remedy in found:
        if kept[remedy.kind] < _MOST_OF_A_KIND and _is_free(remedy, appointment, free_for):
            kept[remedy.kind] += 1
            therapist = therapists.get(cast(UUID, remedy.therapist))
            start = _start(remedy, appointment, own_times)
            yield Proposal(remedy.kind, _length(remedy.given), therapist, start, remedy.asks)


def _is_free(remedy: Remedy, appointment: Appointment, free_for: Callable[[Given | None], frozenset[object]]) -> bool:
    if remedy.given is None and remedy.therapist is None:
        return True
    therapist = appointment.therapist_id if remedy.therapist is None else remedy.therapist
    return therapist in free_for(remedy.given)


def _free_at(appointment: Appointment, times: FreeTimes) -> frozenset[object]:
    return frozenset(times.offers.therapists_at(minute_of(appointment.starts_at)))


def _length(given: Given | None) -> ServiceLength | None:
    return service_with_length(cast(UUID, given.service), minutes=given.minutes) if given else None


def _start(remedy: Remedy, appointment: Appointment, times: FreeTimes) -> datetime | None:
    """On another day the time that is nearest to the usual one on the clock; else its own."""
    if remedy.on is None:
        return appointment.starts_at if remedy.kind is Kind.THERAPIST else None
    zone = times.question.zone
    usual = appointment.starts_at.astimezone(zone)

    def apart(start: datetime) -> int:
        local = start.astimezone(zone)
        return abs((local.hour - usual.hour) * 60 + local.minute - usual.minute)

    return min(times.on(remedy.on), key=apart)
