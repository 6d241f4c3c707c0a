"""Record how the client is before or after a session, once a moment. A score may be corrected until the note that
speaks of it is signed. Clients score themselves; the therapist of the session may write down what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from tableside.core.charting.note import NoteState, may_edit
from tableside.core.decision import Refusal, insist
from tableside.core.outcomes.scoring import score
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.knowledge.load_instruments import load_instruments
from tableside.records.charting.access import insist_on_author
from tableside.records.charting.queries import is_appointment_signed
from tableside.records.clients.access import NotFound
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outcomes.actions import NewMeasurement, measure
from tableside.records.outcomes.models import Measurement
from tableside.records.scheduling.models import Appointment

#: What is asked before and after every session, in this order.
SESSION_INSTRUMENTS = ("nrs_pain", "tension", "stress")

_OFF = (Appointment.Status.CANCELLED, Appointment.Status.NO_SHOW)


def record_scores(
    appointment: Appointment,
    answers: Mapping[str, Mapping[str, int]],
    *,
    moment: Measurement.Moment,
    by: Actor,
    now: datetime,
) -> None:
    """``answers`` by instrument: question -> number. Either all of them are kept or none."""
    in_transaction(lambda: _record(appointment, answers, moment=moment, by=by, now=now))


def record_score(
    appointment: Appointment,
    instrument: str,
    answers: Mapping[str, int],
    *,
    moment: Measurement.Moment,
    by: Actor,
    now: datetime,
) -> None:
    record_scores(appointment, {instrument: answers}, moment=moment, by=by, now=now)


def _record(
    appointment: Appointment,
    answers: Mapping[str, Mapping[str, int]],
    *,
    moment: Measurement.Moment,
    by: Actor,
    now: datetime,
) -> None:
    _insist_they_may(by, appointment)
    lock([f"scores:{appointment.id}"])
    if appointment.status in _OFF:
        raise Refusal("appointment_off", "This appointment did not take place, so there is nothing to score.")
    if is_appointment_signed(appointment.id):
        insist(may_edit(NoteState.SIGNED))
    for name, given in answers.items():
        instrument = load_instruments().get(name)
        if instrument is None or (moment == Measurement.Moment.AFTER and not instrument.asked_after_session):
            raise Refusal("not_asked_now", "This question is not asked at this moment.")
        new = NewMeasurement(name, moment, Decimal(str(score(instrument, given))), appointment)
        measure(appointment.client, new, by=by, now=now)


def _insist_they_may(actor: Actor, appointment: Appointment) -> None:
    if actor.may(Permission.WRITE_NOTES):
        insist_on_author(actor, appointment)
    elif actor.client_id is None or actor.client_id != appointment.client_id:
        raise NotFound
