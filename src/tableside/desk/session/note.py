"""The note: to write while it is a draft, to read once it is signed, with what was added below."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from tableside.core.charting.note import NoteState
from tableside.desk.session.forms import AddendumForm, NoteForm
from tableside.desk.session.given import Given
from tableside.desk.session.opened import Opened
from tableside.records.charting.models import SessionNote
from tableside.records.charting.queries import note_state

_FIELDS = ("subjective", "objective", "assessment", "plan", "revision")


@dataclass(frozen=True)
class NotePart:
    title: str
    text: str


@dataclass(frozen=True)
class NoteSection:
    """``saved`` is what another window saved meanwhile, to be read beside what was typed here."""

    note: SessionNote
    state: NoteState
    form: NoteForm | None
    parts: tuple[NotePart, ...]
    saved: tuple[NotePart, ...]
    addendum: AddendumForm

    @classmethod
    def of(cls, opened: Opened, given: Given | None = None) -> NoteSection:
        given, note = given or Given(), opened.begun.note
        form = given.note
        if form is None and opened.can_write:
            form = NoteForm(None, initial={name: getattr(note, name) for name in _FIELDS})
        return cls(
            note=note,
            state=note_state(note),
            form=form if opened.can_write else None,
            parts=parts_of(note),
            saved=parts_of(note) if given.is_stale else (),
            addendum=given.addendum or AddendumForm(),
        )


def parts_of(note: SessionNote) -> tuple[NotePart, ...]:
    return (
        NotePart(gettext("Subjective"), note.subjective),
        NotePart(gettext("Objective"), note.objective),
        NotePart(gettext("Assessment"), note.assessment),
        NotePart(gettext("Plan"), note.plan),
    )
