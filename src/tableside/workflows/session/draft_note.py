"""Put what was recorded of a session into the words that the core drafts a note from."""

from __future__ import annotations

from datetime import datetime

from tableside.core.charting.draft import (
    AreaAgreed,
    FeedbackSaid,
    MarkFound,
    Recorded,
    ScoreSaid,
    Stopped,
    WorkDone,
    draft_note,
    fill_empty,
)
from tableside.core.charting.note import Note
from tableside.core.outcomes.change import as_number, change_between, sentences_for_therapist
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_emergencies import load_emergencies
from tableside.knowledge.load_instruments import load_instruments
from tableside.knowledge.load_techniques import in_words
from tableside.records.charting.models import Session
from tableside.records.charting.queries import incidents_of
from tableside.records.outcomes.models import Measurement
from tableside.records.outcomes.queries import scores_at
from tableside.records.plans.models import TreatmentPlan
from tableside.records.plans.queries import open_plan_of
from tableside.ui import words
from tableside.workflows.session.record_score import SESSION_INSTRUMENTS

_ASKED = {"lighter": "should be lighter", "good": "is good", "deeper": "could be deeper"}


def filled(note: Note, session: Session) -> Note:
    """The note with drafted words in the parts that are still empty. Writes nothing."""
    return fill_empty(note, draft=draft_note(recorded(session)))


def recorded(session: Session) -> Recorded:
    scores = scores_at(session.appointment_id)
    plan = open_plan_of(session.appointment.client_id)
    return Recorded(
        scores=tuple(_score(name, scores) for name in SESSION_INSTRUMENTS),
        marks=_marks(session),
        works=_works(session),
        feedback=_feedback(session),
        agreed=_agreed(session),
        stops=_stops(session),
        changes=_changes(scores),
        next_steps=_next_steps(plan),
    )


def _score(name: str, scores: dict[tuple[str, str], float]) -> ScoreSaid:
    before, after = _both(name, scores)
    return ScoreSaid(
        load_instruments()[name].plain_name,
        "" if before is None else as_number(before),
        "" if after is None else as_number(after),
    )


def _changes(scores: dict[tuple[str, str], float]) -> tuple[str, ...]:
    """Only for pain: it is the one of the three whose thresholds have been studied."""
    before, after = _both("nrs_pain", scores)
    if before is None or after is None:
        return ()
    return sentences_for_therapist(change_between(load_instruments()["nrs_pain"], before=before, after=after))


def _both(name: str, scores: dict[tuple[str, str], float]) -> tuple[float | None, float | None]:
    return scores.get((name, Measurement.Moment.BEFORE)), scores.get((name, Measurement.Moment.AFTER))


def _marks(session: Session) -> tuple[MarkFound, ...]:
    kinds = {key: str(label) for key, label in words.MARK_KINDS}
    label = load_body().kept_label
    return tuple(
        MarkFound(label(mark.place), kinds.get(mark.kind, ""), mark.score, mark.note) for mark in session.marks.all()
    )


def _works(session: Session) -> tuple[WorkDone, ...]:
    tools = dict(words.BODY_TOOLS)
    return tuple(
        WorkDone(
            load_body().kept_label(work.place),
            in_words(work.technique, work.strokes),
            work.minutes,
            work.pressure,
            str(tools.get(work.body_tool, "")),
            work.override_reason,
        )
        for work in session.works.all()
    )


def _feedback(session: Session) -> tuple[FeedbackSaid, ...]:
    return tuple(
        FeedbackSaid(
            _ASKED[said.said],
            _minute(session, said.at),
            load_body().kept_label(said.place) if said.place else "",
            said.discomfort,
        )
        for said in session.feedback.all()
    )


def _agreed(session: Session) -> tuple[AreaAgreed, ...]:
    return tuple(
        AreaAgreed(
            load_body().kept_label(one.region),
            _minute(session, one.agreed_at),
            None if one.withdrawn_at is None else _minute(session, one.withdrawn_at),
        )
        for one in session.agreed_areas.all()
    )


def _stops(session: Session) -> tuple[Stopped, ...]:
    signs = load_emergencies().signs
    return tuple(
        Stopped(
            signs[one.sign].title if one.sign in signs else one.sign,
            _minute(session, one.noticed_at),
            None if one.called_at is None else _minute(session, one.called_at),
            had_ended=session.ended_at is not None and one.noticed_at > session.ended_at,
        )
        for one in incidents_of(session.appointment_id)
        if one.noticed_at >= session.started_at
    )


def _minute(session: Session, at: datetime) -> int:
    return int((at - session.started_at).total_seconds()) // 60


def _next_steps(plan: TreatmentPlan | None) -> tuple[str, ...]:
    if plan is None:
        return ()
    return (f"Go on with the plan: {plan.sessions} sessions, every {plan.gap_days} days.",)
