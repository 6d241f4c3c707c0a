"""What was just sent and could not be taken: shown again as it was typed, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from tableside.core.decision import Refusal
from tableside.desk.session.forms import AddendumForm, FeedbackForm, NoteForm, ScoresForm, WorkForm
from tableside.ui.body_chart import Mark


@dataclass(frozen=True)
class Given:
    refusal: Refusal | None = None
    section: str = ""  # the part of the page that the refusal is about; empty for the whole
    work: WorkForm | None = None
    feedback: FeedbackForm | None = None
    scores: dict[str, ScoresForm] = field(default_factory=dict)
    marks: tuple[Mark, ...] | None = None
    marks_problems: tuple[str, ...] = ()
    note: NoteForm | None = None
    is_stale: bool = False  # the note was saved elsewhere meanwhile
    addendum: AddendumForm | None = None
