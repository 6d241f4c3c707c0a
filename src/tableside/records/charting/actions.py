"""Writing down what happens in a session. Once its note is signed, nothing of it changes any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from tableside.core.charting.note import Note, NoteState, may_add, may_edit, may_sign
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.charting.access import is_author
from tableside.records.charting.models import (
    Addendum,
    AgreedArea,
    BodyMark,
    PressureFeedback,
    RegionWork,
    Session,
    SessionNote,
)
from tableside.records.charting.queries import note_state
from tableside.records.scheduling.models import Appointment


class StaleNote(Refusal):
    """The note was saved somewhere else meanwhile. ``data["saved"]`` is what is there now, ``data["revision"]`` its
    number: whoever has read it may save over it with that number."""

    def __init__(self, saved: Note, *, revision: int) -> None:
        super().__init__(
            "note_changed",
            "This note was saved in another window in the meantime. What you wrote is still here, and what was saved "
            "there stands beside it: bring both together, then save again.",
            saved=saved,
            revision=revision,
        )


@dataclass(frozen=True, slots=True)
class NewWork:
    """Work at one place: ``technique`` is an id of knowledge/techniques, ``pressure`` a Walton level, ``strokes`` some
    of the technique's."""

    place: str
    technique: str
    minutes: int
    pressure: int
    body_tool: str = ""
    override_reason: str = ""
    strokes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewMark:
    place: str
    kind: str
    score: int | None = None
    note: str = ""


@transaction.atomic
def start_session(appointment: Appointment, *, by: Actor, now: datetime) -> Session:
    """Open the record of the session, with an empty note to write in."""
    try:
        with transaction.atomic():
            session = Session.objects.create(appointment=appointment, started_at=now)
    except IntegrityError:
        raise Refusal("session_started", "This session has already started. Go on below.") from None
    SessionNote.objects.create(session=session, saved_at=now)
    _record("session.started", session, by=by, now=now)
    return session


@transaction.atomic
def end_session(session: Session, *, by: Actor, now: datetime) -> None:
    if not Session.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now):
        raise Refusal("session_ended", "This session has already ended. Its note can still be written.")
    session.ended_at = now
    _record("session.ended", session, by=by, now=now)


@transaction.atomic
def set_work(session: Session, works: Sequence[NewWork], *, by: Actor, now: datetime) -> None:
    """Replace all rows of work by these, in this order."""
    _insist_it_is_open(session)
    RegionWork.objects.filter(session=session).delete()
    RegionWork.objects.bulk_create(
        RegionWork(session=session, position=position, **asdict(work)) for position, work in enumerate(works)
    )
    _record("session.work_set", session, by=by, now=now, rows=len(works))


@transaction.atomic
def add_work(session: Session, work: NewWork, *, by: Actor, now: datetime) -> RegionWork:
    _insist_it_is_open(session)
    last = RegionWork.objects.filter(session=session).aggregate(last=Max("position"))["last"]
    row = RegionWork.objects.create(session=session, position=0 if last is None else last + 1, **asdict(work))
    detail = {"work": str(row.id), "override": bool(work.override_reason)}
    _record("session.work_added", session, by=by, now=now, **detail)
    return row


@transaction.atomic
def remove_work(session: Session, work_id: UUID, *, by: Actor, now: datetime) -> None:
    _insist_it_is_open(session)
    removed, _ = RegionWork.objects.filter(session=session, pk=work_id).delete()
    if not removed:
        raise Refusal("no_such_work", "This row is gone already. Nothing more to do.")
    _record("session.work_removed", session, by=by, now=now, work=str(work_id))


@transaction.atomic
def agree_area(session: Session, region: str, *, by: Actor, now: datetime) -> None:
    """The client says yes to work on an area; once is enough as long as they do not take it back."""
    _insist_it_is_open(session)
    told = {"agreed_at": now, "noted_by": by.label}
    _, is_new = AgreedArea.objects.get_or_create(session=session, region=region, withdrawn_at=None, defaults=told)
    if is_new:
        _record("session.area_agreed", session, by=by, now=now)


@transaction.atomic
def withdraw_area(session: Session, agreed_area_id: UUID, *, by: Actor, now: datetime) -> None:
    """The client takes it back. What was done there until now stays written."""
    _insist_it_is_open(session)
    held = AgreedArea.objects.filter(session=session, pk=agreed_area_id, withdrawn_at=None)
    if not held.update(withdrawn_at=now):
        raise Refusal("no_such_yes", "This has been taken back already. Nothing more to do.")
    _record("session.area_withdrawn", session, by=by, now=now, area=str(agreed_area_id))


@transaction.atomic
def set_marks(session: Session, marks: Sequence[NewMark], *, by: Actor, now: datetime) -> None:
    """Replace all marks on the body chart by these; one mark a place and kind."""
    twice = [key for key, count in Counter((mark.place, mark.kind) for mark in marks).items() if count > 1]
    if twice:
        place = twice[0][0]
        raise Refusal(
            "mark_twice", "The same finding is marked twice at one place. Keep one of the two rows.", place=place
        )
    _insist_it_is_open(session)
    BodyMark.objects.filter(session=session).delete()
    BodyMark.objects.bulk_create(BodyMark(session=session, **asdict(mark)) for mark in marks)
    _record("session.marks_set", session, by=by, now=now, rows=len(marks))


@transaction.atomic
def add_feedback(
    session: Session,
    said: PressureFeedback.Said,
    *,
    discomfort: int | None = None,
    place: str = "",
    by: Actor,
    now: datetime,
) -> PressureFeedback:
    """What the client just said about the pressure."""
    _insist_it_is_open(session)
    feedback = PressureFeedback.objects.create(session=session, said=said, discomfort=discomfort, place=place, at=now)
    _record("session.feedback_given", session, by=by, now=now)
    return feedback


@transaction.atomic
def save_draft(session: Session, note: Note, *, revision: int, by: Actor, now: datetime) -> int:
    """Keep the note as it is typed; answers the new revision.

    ``revision`` is the one that was being changed: if another has been saved since, ``StaleNote`` brings it back, and
    neither text is lost.
    """
    unchanged = SessionNote.objects.filter(session=session, revision=revision, signed_at=None)
    if not unchanged.update(**asdict(note), revision=F("revision") + 1, saved_at=now):
        current = SessionNote.objects.get(session=session)
        insist(may_edit(note_state(current)))
        raise StaleNote(note_text(current), revision=current.revision)
    _record("note.saved", session, by=by, now=now, revision=revision + 1)
    return revision + 1


@transaction.atomic
def sign_note(session: Session, *, by: Actor, now: datetime) -> None:
    """Close the note for ever, in the name of the therapist who gave the session."""
    _lock(session)
    note = SessionNote.objects.select_for_update().get(session=session)  # what is signed is what was looked at
    insist(
        may_sign(
            note_text(note),
            state=note_state(note),
            is_author=is_author(by, session.appointment),
            has_region_work=RegionWork.objects.filter(session=session).exists(),
        )
    )
    note.signed_at, note.signed_by = now, by.label
    note.save(update_fields=["signed_at", "signed_by"])
    _record("note.signed", session, by=by, now=now, revision=note.revision)


@transaction.atomic
def add_addendum(session: Session, text: str, *, by: Actor, now: datetime) -> Addendum:
    """Add to a signed note, dated and in one's own name."""
    note = SessionNote.objects.get(session=session)
    insist(may_add(text, state=note_state(note)))
    addendum = Addendum.objects.create(note=note, text=text.strip(), added_at=now, added_by=by.label)
    _record("note.amended", session, by=by, now=now, addendum=str(addendum.id))
    return addendum


def note_text(note: SessionNote) -> Note:
    return Note(note.subjective, note.objective, note.assessment, note.plan)


def _insist_it_is_open(session: Session) -> None:
    """What a signed note speaks of stays as it was."""
    _lock(session)
    if SessionNote.objects.filter(session=session, signed_at__isnull=False).exists():
        insist(may_edit(NoteState.SIGNED))


def _lock(session: Session) -> None:
    """Signing and changing never happen at the same time."""
    Session.objects.select_for_update().get(pk=session.pk)


def _record(deed: str, session: Session, *, by: Actor, now: datetime, **detail: object) -> None:
    record(
        deed,
        subject=("session", session.id),
        by=by,
        now=now,
        client_id=session.appointment.client_id,
        detail=detail,
    )
