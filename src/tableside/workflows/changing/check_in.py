"""What the desk notes on the day: a client came, did not come, or the wrong row was pressed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tableside.core.appointments.fees import FeeReason
from tableside.core.appointments.policy import may_check_in, may_miss
from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.charting.queries import with_session
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.fees import note_fee
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.changing.fees import missed_fee

_CAN_BE_UNDONE = (Appointment.Status.ARRIVED, Appointment.Status.NO_SHOW)


def check_in(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """The client is here."""
    insist(may_check_in(appointment.starts_at, now=now, zone=ZoneInfo(current_practice().time_zone)))
    in_transaction(lambda: change_status(appointment, to=Status.ARRIVED, by=by, now=now))


def mark_missed(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """The client did not come. What was agreed on for that is due."""
    insist(may_miss(appointment.starts_at, now=now))
    in_transaction(lambda: _mark_missed(appointment, by=by, now=now))


def _mark_missed(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    change_status(appointment, to=Status.NO_SHOW, by=by, now=now)
    if fee := missed_fee(appointment, agreed(appointment)):
        note_fee(appointment, fee, reason=FeeReason.MISSED, by=by, now=now)


def undo(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """Arrived or missed was a mistake: booked again."""
    if appointment.status not in _CAN_BE_UNDONE:
        raise Refusal("nothing_to_undo", "Nothing to undo: the client is not marked as arrived or missed.")
    in_transaction(lambda: _undo(appointment, by=by, now=now))


def _undo(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    if with_session([appointment.id]):
        raise Refusal("session_started", "The session has started, so the client has come. This stays as it is.")
    change_status(appointment, to=Status.BOOKED, by=by, now=now)
