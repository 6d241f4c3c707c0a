"""The end of a session, the signature under its note, and the scores around it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tableside.core.charting.note import Note
from tableside.core.decision import Refusal
from tableside.records.charting.actions import note_text
from tableside.records.clients.access import NotFound
from tableside.records.outcomes.models import Measurement
from tableside.records.outcomes.queries import scores_at
from tableside.records.scheduling.models import Appointment
from tableside.workflows.session.complete_session import complete_session
from tableside.workflows.session.record_score import record_score, record_scores
from tableside.workflows.session.sign_note import sign_note
from tests.personas import Cast
from tests.sessions import TEN, WHOLE_NOTE, again, booked, finished, running, signed

END = TEN + timedelta(hours=1)
BEFORE, AFTER = Measurement.Moment.BEFORE, Measurement.Moment.AFTER


def test_ending_a_session_completes_its_appointment(linden: Cast) -> None:
    session = running(linden)

    complete_session(session, by=linden.ana.actor, now=END)

    assert (again(session.appointment).ended_at, Appointment.objects.get().status) == (END, "completed")


def test_a_session_ends_once(linden: Cast) -> None:
    session = running(linden)
    complete_session(session, by=linden.ana.actor, now=END)

    with pytest.raises(Refusal) as refused:
        complete_session(session, by=linden.ana.actor, now=END + timedelta(hours=1))

    assert (refused.value.code, again(session.appointment).ended_at) == ("session_ended", END)


def test_a_colleague_does_not_end_it(linden: Cast) -> None:
    session = running(linden)

    with pytest.raises(Refusal):
        complete_session(session, by=linden.ben.actor, now=END)

    assert again(session.appointment).ended_at is None


def test_signing_saves_what_was_typed_last_or_nothing_at_all(linden: Cast) -> None:
    session = finished(linden)
    last = Note("Stiff", "Raised", "Desk", "Again")

    with pytest.raises(Refusal):
        sign_note(session, Note("Stiff", "", "", ""), revision=1, by=linden.ana.actor, now=END)
    assert note_text(again(session.appointment).note) == WHOLE_NOTE

    sign_note(session, last, revision=1, by=linden.ana.actor, now=END)
    note = again(session.appointment).note
    assert (note_text(note), note.signed_at, note.signed_by) == (last, END, "Ana Lindqvist")


def test_a_note_without_any_work_is_not_signed(linden: Cast) -> None:
    session = running(linden)
    complete_session(session, by=linden.ana.actor, now=END)

    with pytest.raises(Refusal) as refused:
        sign_note(session, WHOLE_NOTE, revision=0, by=linden.ana.actor, now=END)

    assert refused.value.code == "no_region_work"


def test_therapist_and_client_score_the_same_appointment(linden: Cast) -> None:
    appointment = booked(linden)

    record_score(appointment, "nrs_pain", {"pain": 6}, moment=BEFORE, by=linden.clara.actor, now=TEN)
    record_score(appointment, "nrs_pain", {"pain": 7}, moment=BEFORE, by=linden.ana.actor, now=TEN)
    record_score(appointment, "stress", {"stress": 2}, moment=AFTER, by=linden.clara.actor, now=END)

    assert scores_at(appointment.id) == {("nrs_pain", "before"): 7.0, ("stress", "after"): 2.0}


def test_another_client_or_the_desk_scores_nothing(linden: Cast) -> None:
    appointment = booked(linden)

    for actor in (linden.dora.actor, linden.front_desk.actor):
        with pytest.raises(NotFound):
            record_score(appointment, "nrs_pain", {"pain": 6}, moment=BEFORE, by=actor, now=TEN)


@pytest.mark.parametrize(
    ("instrument", "answers", "moment", "code"),
    [
        ("nrs_pain", {"pain": 11}, BEFORE, "answer_out_of_range"),
        ("nrs_pain", {}, BEFORE, "answer_missing"),
        ("nrs_pain", {"stress": 1}, BEFORE, "answer_unknown"),
        ("mood", {"mood": 1}, BEFORE, "not_asked_now"),
        ("sleep", {"sleep": 1}, AFTER, "not_asked_now"),
    ],
)
def test_what_is_no_score_is_refused(
    linden: Cast, instrument: str, answers: dict[str, int], moment: Measurement.Moment, code: str
) -> None:
    appointment = booked(linden)

    with pytest.raises(Refusal) as refused:
        record_score(appointment, instrument, answers, moment=moment, by=linden.clara.actor, now=TEN)

    assert (refused.value.code, scores_at(appointment.id)) == (code, {})


def test_of_several_scores_all_are_kept_or_none(linden: Cast) -> None:
    appointment = booked(linden)
    answers = {"nrs_pain": {"pain": 6}, "stress": {"stress": 99}}

    with pytest.raises(Refusal):
        record_scores(appointment, answers, moment=BEFORE, by=linden.clara.actor, now=TEN)

    assert scores_at(appointment.id) == {}


def test_a_score_is_closed_with_the_note_that_speaks_of_it(linden: Cast) -> None:
    session = signed(linden)

    with pytest.raises(Refusal) as refused:
        record_score(session.appointment, "nrs_pain", {"pain": 1}, moment=AFTER, by=linden.clara.actor, now=END)

    assert (refused.value.code, scores_at(session.appointment_id)) == ("already_signed", {})
