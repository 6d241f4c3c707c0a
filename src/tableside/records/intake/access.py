"""The ways to health histories and screenings. A reading by staff leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.audit.actions import record
from tableside.records.audit.queries import is_recorded_since
from tableside.records.clients.access import NotFound
from tableside.records.clients.models import Link
from tableside.records.foundation.scope import current_practice_id
from tableside.records.intake.age_queries import with_old_answers
from tableside.records.intake.models import Clearance, Intake, ProviderLetter, Screening, SecondOpinion
from tableside.records.intake.opinion_queries import open_opinions, opinion_used, opinions_about
from tableside.records.intake.queries import (
    clearances_of,
    content_of_letter,
    expiring_clearances,
    has_begun_answering,
    needing_help_now,
    newest_intake,
    newest_screening,
    newest_screening_of_client,
    newest_screenings,
    not_fitting,
    open_clearances,
    replied_clearances,
    screenings_of,
    to_review,
)
from tableside.records.scheduling.models import Appointment

_SOON = timedelta(days=14)
_A_DAY = timedelta(days=1)
_WAITING = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED, Appointment.Status.ARRIVED)


def intake_to_read(actor: Actor, client_id: UUID, *, now: datetime) -> Intake | None:
    """The answers that hold now, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    intake = newest_intake(client_id)
    if intake is not None:
        record("intake.read", subject=("intake", intake.id), by=actor, now=now, client_id=client_id)
    return intake


def note_opened_by_link(link: Link, *, by: Actor, now: datetime) -> None:
    """Whoever holds this link looks at answers that are there already. Written down once a day for each link."""
    deed = "intake.opened_by_link"
    if has_begun_answering(link.client_id) and not is_recorded_since(deed, subject_id=link.id, since=now - _A_DAY):
        record(deed, subject=("link", link.id), by=by, now=now, client_id=link.client_id)


def screening_to_read(actor: Actor, appointment_id: UUID, *, now: datetime) -> Screening | None:
    """The newest screening of an appointment, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    screening = newest_screening(appointment_id)
    if screening is not None:
        subject = ("screening", screening.id)
        record("screening.read", subject=subject, by=actor, now=now, client_id=screening.client_id)
    return screening


def newest_screening_to_read(actor: Actor, client_id: UUID, *, now: datetime) -> Screening | None:
    """The newest screening of a client, whether or not anything is booked, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    screening = newest_screening_of_client(client_id)
    if screening is not None:
        record("screening.read", subject=("screening", screening.id), by=actor, now=now, client_id=client_id)
    return screening


def outcomes_to_read(actor: Actor, appointment_ids: Iterable[UUID], *, on: date, now: datetime) -> dict[UUID, str]:
    """The newest outcome of each of these appointments of a day. One audit row names them all."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    found = newest_screenings(appointment_ids)
    if found:
        screenings = sorted(str(screening.id) for screening in found.values())
        record("outcomes.read", subject=("day", on.isoformat()), by=actor, now=now, detail={"screenings": screenings})
    return {appointment_id: screening.outcome for appointment_id, screening in found.items()}


def own_screenings(actor: Actor, *, now: datetime) -> list[Screening]:
    """What came of the client's newest answers: a screening for each appointment still ahead, the next one first; with
    none ahead, the one that was made without an appointment."""
    intake = newest_intake(actor.client_id) if actor.client_id else None
    if intake is None:
        return []
    newest = {screening.appointment_id: screening for screening in screenings_of(intake)}
    without = newest.pop(None, None)
    ahead = [(one.appointment, one) for one in newest.values() if one.appointment and one.appointment.ends_at > now]
    ahead = [(booked, one) for booked, one in ahead if booked.status in _WAITING]
    in_order = sorted(ahead, key=lambda pair: pair[0].starts_at)
    return [screening for _booked, screening in in_order] or ([without] if without else [])


def clearance_to_answer(actor: Actor, clearance_id: UUID, *, now: datetime) -> Clearance:
    clearance = Clearance.objects.filter(pk=clearance_id).select_related("client").first()
    if clearance is None or not actor.may(Permission.REVIEW_CLEARANCE):
        raise NotFound
    record("clearance.read", subject=("clearance", clearance.id), by=actor, now=now, client_id=clearance.client_id)
    return clearance


def provider() -> Actor:
    """Whoever came by a link that was made for a healthcare provider. They hold no permission: the link is the key."""
    return Actor(user_id=None, practice_id=current_practice_id(), role=None, label="healthcare provider (by link)")


def clearance_of_link(link: Link, *, now: datetime) -> Clearance:
    """The one question this link is for. Opening it is written down once a day."""
    found = Clearance.objects.filter(pk=link.subject_id, client_id=link.client_id).select_related("client").first()
    if found is None or link.purpose != Link.Purpose.CLEARANCE:
        raise NotFound
    deed = "clearance.opened_by_link"
    if not is_recorded_since(deed, subject_id=found.id, since=now - _A_DAY):
        record(deed, subject=("clearance", found.id), by=provider(), now=now, client_id=found.client_id)
    return found


def letter_to_read(actor: Actor, letter_id: UUID, *, now: datetime) -> tuple[ProviderLetter, bytes]:
    """A letter that a client sent us, for whoever may read health data."""
    letter = ProviderLetter.objects.filter(pk=letter_id).first()
    if letter is None or not actor.may(Permission.READ_HEALTH):
        raise NotFound
    subject = ("provider_letter", letter.id)
    record("provider_letter.read", subject=subject, by=actor, now=now, client_id=letter.client_id)
    return letter, content_of_letter(letter)


def clearances_to_read(actor: Actor, client_id: UUID, *, now: datetime) -> list[Clearance]:
    """Everything asked of providers about a client, for whoever is reading the findings that led to it."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    found = list(clearances_of(client_id))
    if found:
        record("clearances.read", subject=("client", client_id), by=actor, now=now, client_id=client_id)
    return found


def opinions_to_read(actor: Actor, appointment: Appointment, *, now: datetime) -> list[SecondOpinion]:
    """What was asked of a second person about this appointment and answered, the newest first."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    found = list(opinions_about(appointment.id))
    if found:
        subject = ("second_opinion", found[0].id)
        record("second_opinion.read", subject=subject, by=actor, now=now, client_id=appointment.client_id)
    return found


def used_opinion_to_read(actor: Actor, appointment: Appointment) -> SecondOpinion | None:
    """The agreement that is part of a session's record; reading that record is written down already."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    return opinion_used(appointment.id)


@dataclass(frozen=True, slots=True)
class IntakeQueue:
    """What waits for a therapist: who needs medical care now, what providers answered, findings to look at, bookings
    that cannot be given as they are, colleagues who ask for a second opinion, questions to providers, clearances
    about to run out, and who has to look through old answers again."""

    urgent: list[Screening]
    replied: list[Clearance]
    to_review: list[Screening]
    not_fitting: list[Screening]
    opinions: list[SecondOpinion]
    waiting: list[Clearance]
    expiring: list[Clearance]
    old: list[Appointment]


def queue_to_read(actor: Actor, *, today: date, now: datetime) -> IntakeQueue:
    """One audit row says that the queue was read, and whose rows were in it."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    urgent = needing_help_now()
    calling = {screening.client_id for screening in urgent}
    queue = IntakeQueue(
        urgent=urgent,
        replied=list(replied_clearances()),
        to_review=[screening for screening in to_review(now=now) if screening.client_id not in calling],
        not_fitting=list(not_fitting(now=now)),
        opinions=list(open_opinions(since=now - _A_DAY)),
        waiting=list(open_clearances()),
        expiring=list(expiring_clearances(first=today, last=today + _SOON)),
        old=list(with_old_answers(now=now, until=now + _SOON)),
    )
    read = {row.client_id for row in (*queue.urgent, *queue.to_review, *queue.not_fitting)}
    read |= {row.client_id for row in (*queue.replied, *queue.waiting, *queue.expiring)}
    read |= {asked.client_id for asked in queue.opinions} | {appointment.client_id for appointment in queue.old}
    if read:
        subject = ("practice", actor.practice_id)
        record("intake_queue.read", subject=subject, by=actor, now=now, detail={"clients": sorted(map(str, read))})
    return queue
