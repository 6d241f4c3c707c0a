"""Several windows save or sign one note at the same moment. Real threads, real transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tableside.core.charting.note import Note
from tableside.core.decision import Refusal
from tableside.records.charting.actions import note_text, save_draft, sign_note
from tableside.records.foundation.scope import practice_scope
from tests.personas import Cast, make_cast
from tests.sessions import TEN, again, booked, finished, running

pytestmark = pytest.mark.django_db(transaction=True)
WINDOWS = 8


@pytest.fixture
def committed() -> Iterator[Cast]:
    cast = make_cast()
    with practice_scope(cast.practice.id):
        yield cast


def at_once(cast: Cast, deed: Callable[[int], object]) -> Counter[str]:
    """What each window is answered: the code of its refusal, or yes."""
    barrier = Barrier(WINDOWS)

    def window(number: int) -> str:
        try:
            with practice_scope(cast.practice.id):
                barrier.wait(timeout=30)
                deed(number)
                return "yes"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(WINDOWS) as pool:
        return Counter(pool.map(window, range(WINDOWS)))


def test_one_window_saves_and_every_other_one_is_told(committed: Cast) -> None:
    session = running(committed, booked(committed))

    def save(number: int) -> None:
        save_draft(session, Note(f"window {number}", "", "", ""), revision=0, by=committed.ana.actor, now=TEN)

    assert at_once(committed, save) == {"yes": 1, "note_changed": WINDOWS - 1}
    note = again(session.appointment).note
    assert (note.revision, note_text(note).subjective.startswith("window ")) == (1, True)


def test_signing_and_saving_at_once_never_changes_a_signed_note(committed: Cast) -> None:
    session = finished(committed, booked(committed))

    def sign_or_save(number: int) -> None:
        if number % 2:
            sign_note(session, by=committed.ana.actor, now=TEN)
        else:
            save_draft(session, Note(*[f"window {number}"] * 4), revision=1, by=committed.ana.actor, now=TEN)

    answers = at_once(committed, sign_or_save)

    note = again(session.appointment).note
    saved = note.revision - 1
    assert (note.signed_at, saved in (0, 1), answers["yes"]) == (TEN, True, 1 + saved)
    assert set(answers) <= {"yes", "already_signed", "note_changed"}
