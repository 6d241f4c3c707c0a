"""Reading what was recorded of sessions. Who may is decided in access.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from tableside.core.charting.load import Worked, session_load
from tableside.core.charting.note import NoteState
from tableside.records.charting.models import (
    Addendum,
    AgreedArea,
    BodyMark,
    Incident,
    PressureFeedback,
    RegionWork,
    Session,
    SessionNote,
)
from tableside.records.foundation.prepared import prepared
from tableside.records.scheduling.models import Appointment

_DONE_OR_COMING = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED, Appointment.Status.COMPLETED)


def session_of(appointment_id: UUID) -> Session | None:
    """The session of an appointment with everything in it; None before it has started."""
    return _whole_sessions().filter(appointment_id=appointment_id).first()


def with_session(appointment_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these appointments whose session has started, whether or not it has ended."""
    sessions = Session.objects.filter(appointment__in=list(appointment_ids))
    return set(sessions.values_list("appointment_id", flat=True))


def sessions_of_client(client_id: UUID) -> QuerySet[Session]:
    """All sessions of a client with everything in them, the latest first."""
    return _whole_sessions().filter(appointment__client_id=client_id).order_by("-appointment__starts_at", "-pk")


def last_signed_session(client_id: UUID, *, before: datetime) -> Session | None:
    """The latest session before an instant whose note is signed: what the therapist reads up on."""
    signed = sessions_of_client(client_id).filter(note__signed_at__isnull=False)
    return signed.filter(appointment__starts_at__lt=before).first()


def incidents_of(appointment_id: UUID) -> QuerySet[Incident]:
    """What went wrong at an appointment, in order of time."""
    return Incident.objects.filter(appointment_id=appointment_id).order_by("noticed_at", "pk")


def all_incidents() -> QuerySet[Incident]:
    """What went wrong at the practice, the latest first, with whose it was."""
    return Incident.objects.select_related("appointment__client").order_by("-noticed_at", "-pk")


def areas_agreed(session: Session) -> frozenset[str]:
    """The regions that the client has said yes to in this session, and not taken back."""
    held = AgreedArea.objects.filter(session=session, withdrawn_at=None)
    return frozenset(held.values_list("region", flat=True))


def is_signed(session_id: UUID) -> bool:
    return SessionNote.objects.filter(session_id=session_id, signed_at__isnull=False).exists()


def is_appointment_signed(appointment_id: UUID) -> bool:
    return SessionNote.objects.filter(session__appointment_id=appointment_id, signed_at__isnull=False).exists()


def note_state(note: SessionNote) -> NoteState:
    """What may happen to this note. Costs a query where its addenda have not been fetched with it."""
    if note.signed_at is None:
        return NoteState.DRAFT
    return NoteState.AMENDED if list(note.addenda.all()) else NoteState.SIGNED


def notes_signed(appointment_ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Those of these appointments whose session has started, each with whether its note is signed. Says nothing of what
    is in it."""
    rows = _signed_at(list(appointment_ids))
    return {appointment_id: signed_at is not None for appointment_id, signed_at in rows}


@prepared
def _signed_at(appointment_ids: Collection[UUID]) -> QuerySet[Session, tuple[UUID, datetime | None]]:
    return Session.objects.filter(appointment__in=appointment_ids).values_list("appointment_id", "note__signed_at")


def unsigned_before(therapist_id: UUID, *, before: datetime) -> QuerySet[Appointment]:
    """What this therapist completed before an instant and has not signed the note of yet, the latest first."""
    completed = Appointment.objects.filter(
        therapist_id=therapist_id, status=Appointment.Status.COMPLETED, starts_at__lt=before
    )
    signed = SessionNote.objects.filter(signed_at__isnull=False).values("session__appointment")
    return completed.exclude(pk__in=signed).select_related("client", "service").order_by("-starts_at", "-pk")


def day_of_work(therapist_id: UUID, *, start: datetime, end: datetime) -> list[Worked]:
    """What a therapist gives between two instants, in order of time: as recorded, else as booked."""
    appointments = list(
        Appointment.objects.filter(
            therapist_id=therapist_id, starts_at__gte=start, starts_at__lt=end, status__in=_DONE_OR_COMING
        )
        .order_by("starts_at", "pk")
        .values_list("pk", "starts_at", "ends_at")
    )
    works = _works_by_appointment(pk for pk, _, _ in appointments)
    return [
        session_load(works[pk], booked_minutes=int((ends_at - starts_at).total_seconds()) // 60)
        for pk, starts_at, ends_at in appointments
    ]


def _works_by_appointment(appointment_ids: Iterable[UUID]) -> dict[UUID, list[Worked]]:
    works: dict[UUID, list[Worked]] = defaultdict(list)
    rows = RegionWork.objects.filter(session__appointment__in=list(appointment_ids))
    for appointment_id, minutes, pressure in rows.values_list("session__appointment_id", "minutes", "pressure"):
        works[appointment_id].append(Worked(minutes, pressure_level=pressure))
    return works


def _whole_sessions() -> QuerySet[Session]:
    return Session.objects.select_related(
        "note", "appointment__client", "appointment__therapist", "appointment__service", "appointment__location"
    ).prefetch_related(
        Prefetch("works", queryset=RegionWork.objects.order_by("position", "pk")),
        Prefetch("marks", queryset=BodyMark.objects.order_by("pk")),
        Prefetch("agreed_areas", queryset=AgreedArea.objects.order_by("agreed_at", "pk")),
        Prefetch("feedback", queryset=PressureFeedback.objects.order_by("at", "pk")),
        Prefetch("note__addenda", queryset=Addendum.objects.order_by("added_at", "pk")),
    )
