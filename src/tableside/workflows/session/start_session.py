"""Begin a session: the client is on the massage table, and screening has nothing against it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tableside.core.appointments.policy import may_check_in
from tableside.core.appointments.status import Status, may_become
from tableside.core.decision import Allowed, Decision, insist
from tableside.core.permissions.actor import Actor
from tableside.records.charting import actions
from tableside.records.charting.access import insist_on_author
from tableside.records.charting.models import Session
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tableside.workflows.clearance.second_opinion import note_opinion_used
from tableside.workflows.session.session_gate import may_start


def may_start_session(appointment: Appointment, *, now: datetime) -> Decision:
    """Whether it is still to be given, today, and screening has nothing against it."""
    status = Status(appointment.status)
    decision = Allowed() if status is Status.ARRIVED else may_become(status, Status.ARRIVED)
    if decision:
        decision = may_check_in(appointment.starts_at, now=now, zone=ZoneInfo(current_practice().time_zone))
    return may_start(appointment, now=now) if decision else decision


def start_session(appointment: Appointment, *, by: Actor, now: datetime) -> Session:
    """Open the record, or say why not: a colleague's client, another day, or what screening found."""
    return in_transaction(lambda: _start(appointment, by=by, now=now))


def _start(appointment: Appointment, *, by: Actor, now: datetime) -> Session:
    insist_on_author(by, appointment)
    insist(may_start_session(appointment, now=now))
    session = actions.start_session(appointment, by=by, now=now)
    note_opinion_used(appointment, by=by, now=now)
    if appointment.status != Appointment.Status.ARRIVED:
        change_status(appointment, to=Status.ARRIVED, by=by, now=now)
    return session
