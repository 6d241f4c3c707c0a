"""Sign the note of a session as it stands on the page: what was typed last is saved first, so that nothing unsaved is
lost and nothing unread is signed."""

from __future__ import annotations

from datetime import datetime

from tableside.core.charting.note import Note
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.charting import actions
from tableside.records.charting.models import Session
from tableside.records.foundation.transactions import in_transaction


def sign_note(session: Session, note: Note, *, revision: int, by: Actor, now: datetime) -> None:
    """All or nothing: after a refusal the caller still holds the text, and the draft is as it was."""
    in_transaction(lambda: _sign(session, note, revision=revision, by=by, now=now))


def _sign(session: Session, note: Note, *, revision: int, by: Actor, now: datetime) -> None:
    if session.ended_at is None:
        raise Refusal("session_running", "This session is still running. End it first, then sign its note.")
    actions.save_draft(session, note, revision=revision, by=by, now=now)
    actions.sign_note(session, by=by, now=now)
