"""What is written down of a session: whole lists, notes with revisions, and nothing after the signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tableside.core.charting.note import Note
from tableside.core.decision import Refusal
from tableside.records.audit.queries import newest_entries
from tableside.records.charting import actions
from tableside.records.charting.actions import NewMark, NewWork, StaleNote, note_text
from tableside.records.charting.models import PressureFeedback, Session
from tests.personas import Cast
from tests.sessions import TEN, WHOLE_NOTE, again, booked, finished, running, signed

LATER = TEN + timedelta(minutes=20)
SHOULDER = NewWork("shoulder.left", "swedish", minutes=20, pressure=3, body_tool="forearm")
BACK = NewWork("lower_back.right", "deep_tissue", minutes=15, pressure=4, override_reason="Agreed with the client.")


def works_of(session: Session) -> list[NewWork]:
    return [
        NewWork(row.place, row.technique, row.minutes, row.pressure, row.body_tool, row.override_reason)
        for row in again(session.appointment).works.all()
    ]


def deeds() -> list[str]:
    return [entry.deed for entry in newest_entries()]


def test_a_session_starts_once_and_with_an_empty_note(linden: Cast) -> None:
    appointment = booked(linden)
    actions.start_session(appointment, by=linden.ana.actor, now=TEN)

    with pytest.raises(Refusal) as refused:
        actions.start_session(appointment, by=linden.ana.actor, now=LATER)

    assert refused.value.code == "session_started"
    session = again(appointment)
    assert (session.started_at, session.ended_at, note_text(session.note)) == (TEN, None, Note("", "", "", ""))


def test_the_list_of_work_is_replaced_as_a_whole_and_keeps_its_order(linden: Cast) -> None:
    session = running(linden)
    actions.set_work(session, [SHOULDER, BACK], by=linden.ana.actor, now=LATER)
    actions.set_work(session, [BACK, SHOULDER], by=linden.ana.actor, now=LATER)

    assert works_of(session) == [BACK, SHOULDER]


def test_a_row_of_work_is_added_at_the_end_and_can_be_removed(linden: Cast) -> None:
    session = running(linden)
    first = actions.add_work(session, SHOULDER, by=linden.ana.actor, now=LATER)
    actions.add_work(session, BACK, by=linden.ana.actor, now=LATER)
    actions.remove_work(session, first.id, by=linden.ana.actor, now=LATER)

    assert works_of(session) == [BACK]
    assert deeds()[:3] == ["session.work_removed", "session.work_added", "session.work_added"]


def test_a_row_of_another_session_cannot_be_removed(linden: Cast) -> None:
    session = running(linden)
    other = running(linden, booked(linden, at=TEN + timedelta(hours=2)))
    row = actions.add_work(other, SHOULDER, by=linden.ana.actor, now=LATER)

    with pytest.raises(Refusal) as refused:
        actions.remove_work(session, row.id, by=linden.ana.actor, now=LATER)

    assert (refused.value.code, works_of(other)) == ("no_such_work", [SHOULDER])


def test_marks_are_replaced_as_a_whole_and_may_be_unrated(linden: Cast) -> None:
    session = running(linden)
    actions.set_marks(session, [NewMark("jaw", "tension", 6, "clicks")], by=linden.ana.actor, now=LATER)
    actions.set_marks(session, [NewMark("sacrum", "bruise"), NewMark("jaw", "pain", 0)], by=linden.ana.actor, now=LATER)

    marks = [(mark.place, mark.kind, mark.score, mark.note) for mark in again(session.appointment).marks.all()]
    assert marks == [("sacrum", "bruise", None, ""), ("jaw", "pain", 0, "")]


def test_the_same_finding_twice_at_a_place_is_refused_and_keeps_what_was_there(linden: Cast) -> None:
    session = running(linden)
    actions.set_marks(session, [NewMark("jaw", "tension", 6)], by=linden.ana.actor, now=LATER)

    with pytest.raises(Refusal) as refused:
        actions.set_marks(
            session, [NewMark("jaw", "pain", 1), NewMark("jaw", "pain", 2)], by=linden.ana.actor, now=LATER
        )

    assert refused.value.code == "mark_twice"
    assert [mark.score for mark in again(session.appointment).marks.all()] == [6]


def test_pressure_feedback_is_kept_with_its_moment(linden: Cast) -> None:
    session = running(linden)
    said = PressureFeedback.Said.LIGHTER
    actions.add_feedback(session, said, discomfort=7, place="jaw", by=linden.ana.actor, now=LATER)

    found = [(one.said, one.discomfort, one.place, one.at) for one in again(session.appointment).feedback.all()]
    assert found == [("lighter", 7, "jaw", LATER)]


def test_each_saving_of_the_note_gets_the_next_revision(linden: Cast) -> None:
    session = running(linden)

    first = actions.save_draft(session, Note("Stiff", "", "", ""), revision=0, by=linden.ana.actor, now=LATER)
    second = actions.save_draft(session, WHOLE_NOTE, revision=first, by=linden.ana.actor, now=LATER)

    assert (first, second) == (1, 2)
    assert note_text(again(session.appointment).note) == WHOLE_NOTE


def test_two_windows_saving_one_note_lose_neither_text(linden: Cast) -> None:
    session = running(linden)
    actions.save_draft(session, WHOLE_NOTE, revision=0, by=linden.ana.actor, now=LATER)

    with pytest.raises(StaleNote) as refused:
        actions.save_draft(session, Note("Other", "", "", ""), revision=0, by=linden.ana.actor, now=LATER)

    assert refused.value.data == {"saved": WHOLE_NOTE, "revision": 1}
    assert note_text(again(session.appointment).note) == WHOLE_NOTE


def test_only_the_therapist_of_the_session_signs(linden: Cast) -> None:
    session = finished(linden)

    with pytest.raises(Refusal) as refused:
        actions.sign_note(session, by=linden.ben.actor, now=LATER)

    assert refused.value.code == "not_the_author"


def test_a_note_with_an_empty_part_cannot_be_signed(linden: Cast) -> None:
    session = finished(linden, note=Note("Stiff", "Raised", "", "Again"))

    with pytest.raises(Refusal, match="write something under assessment"):
        actions.sign_note(session, by=linden.ana.actor, now=LATER)


CHANGES: dict[str, Callable[[Session, Cast], Any]] = {
    "the note": lambda session, cast: actions.save_draft(
        session, Note("x", "x", "x", "x"), revision=session.note.revision, by=cast.ana.actor, now=LATER
    ),
    "the signature": lambda session, cast: actions.sign_note(session, by=cast.ana.actor, now=LATER),
    "all work": lambda session, cast: actions.set_work(session, [], by=cast.ana.actor, now=LATER),
    "more work": lambda session, cast: actions.add_work(session, SHOULDER, by=cast.ana.actor, now=LATER),
    "less work": lambda session, cast: actions.remove_work(
        session, session.works.all()[0].id, by=cast.ana.actor, now=LATER
    ),
    "the marks": lambda session, cast: actions.set_marks(session, [], by=cast.ana.actor, now=LATER),
    "the feedback": lambda session, cast: actions.add_feedback(
        session, PressureFeedback.Said.GOOD, by=cast.ana.actor, now=LATER
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_once_signed_nothing_changes_any_more(linden: Cast, what: str) -> None:
    session = signed(linden)

    with pytest.raises(Refusal) as refused:
        CHANGES[what](session, linden)

    assert refused.value.code == "already_signed"
    after = again(session.appointment)
    assert (note_text(after.note), len(after.works.all()), len(after.feedback.all())) == (WHOLE_NOTE, 1, 0)


def test_an_addendum_stands_below_a_signed_note_in_its_own_name(linden: Cast) -> None:
    session = signed(linden)

    actions.add_addendum(session, " Called the day after: fine. ", by=linden.ben.actor, now=LATER)

    note = again(session.appointment).note
    assert note_text(note) == WHOLE_NOTE
    added = [(one.text, one.added_by, one.added_at) for one in note.addenda.all()]
    assert added == [("Called the day after: fine.", "Ben Okafor", LATER)]


def test_a_draft_takes_no_addendum(linden: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        actions.add_addendum(finished(linden), "Late thought", by=linden.ana.actor, now=LATER)

    assert refused.value.code == "not_signed"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("charting_sessionnote", "subjective"),
        ("charting_bodymark", "note"),
        ("charting_regionwork", "override_reason"),
        ("charting_addendum", "text"),
    ],
)
def test_what_people_write_lies_sealed_in_its_column(linden: Cast, table: str, column: str) -> None:
    session = finished(linden, note=Note("zebra", "zebra", "zebra", "zebra"))
    actions.set_marks(session, [NewMark("jaw", "pain", 3, "zebra")], by=linden.ana.actor, now=LATER)
    work = NewWork("jaw", "swedish", minutes=5, pressure=2, override_reason="zebra")
    actions.set_work(session, [work], by=linden.ana.actor, now=LATER)
    actions.sign_note(session, by=linden.ana.actor, now=LATER)
    actions.add_addendum(session, "zebra", by=linden.ana.actor, now=LATER)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        cells = [cell for (cell,) in cursor.fetchall()]

    assert [cell[:3] for cell in cells] == ["s1:"]
    assert "zebra" not in cells[0]


def test_every_deed_leaves_an_audit_row_that_names_no_health_fact(linden: Cast) -> None:
    session = signed(linden)
    actions.add_addendum(session, "zebra", by=linden.ana.actor, now=LATER)

    entries = [entry for entry in newest_entries() if entry.subject_kind == "session"]

    assert [entry.deed for entry in entries] == [
        "note.amended",
        "note.signed",
        "session.ended",
        "note.saved",
        "session.work_added",
        "session.started",
    ]
    assert {entry.client_id for entry in entries} == {str(linden.clara.client.id)}
    assert "zebra" not in str([entry.detail for entry in entries])
