"""Something is wrong with the client: keep what was seen and when, and end the session. Nobody is asked how it was."""

from __future__ import annotations

from datetime import datetime, timedelta

from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.knowledge.load_emergencies import load_emergencies
from tableside.records.charting.actions import end_session
from tableside.records.charting.incident_actions import note_incident
from tableside.records.charting.models import Incident
from tableside.records.charting.queries import incidents_of, session_of
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import withdraw
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tableside.workflows.letters.visit import REVIEW_REQUEST

_ONE_PRESS = timedelta(seconds=30)  # of a button that is pressed again because nothing seems to happen


def stop_session(appointment: Appointment, sign: str, *, by: Actor, now: datetime) -> Incident:
    """Whichever therapist sees it may note it; a session that runs is over with that. The same sign, pressed
    twice in a moment, is noted once."""

    def deed() -> Incident:
        if sign not in load_emergencies().signs:
            raise Refusal("unknown_sign", "Choose one of the signs below. In doubt, choose the last one.")
        lock([f"incidents:{appointment.id}"])
        pressed = incidents_of(appointment.id).filter(sign=sign, noticed_at__gt=now - _ONE_PRESS).first()
        if pressed is not None:
            return pressed
        incident = note_incident(appointment, sign, by=by, now=now)
        session = session_of(appointment.id)
        if session is not None and session.ended_at is None:
            end_session(session, by=by, now=now)
            change_status(session.appointment, to=Status.COMPLETED, by=by, now=now)
        withdraw(subject_id=appointment.id, kinds=(REVIEW_REQUEST,), now=now)  # it had ended, and they were to be asked
        return incident

    return in_transaction(deed)
