"""The client gets up: the session ends, and its appointment is completed. The note may still be written."""

from __future__ import annotations

from datetime import datetime

from tableside.core.appointments.status import Status
from tableside.core.permissions.actor import Actor
from tableside.records.charting.access import insist_on_author
from tableside.records.charting.actions import end_session
from tableside.records.charting.models import Session
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.actions import change_status
from tableside.workflows.between_visits.ask_afterwards import plan_review_request


def complete_session(session: Session, *, by: Actor, now: datetime) -> None:
    in_transaction(lambda: _complete(session, by=by, now=now))


def _complete(session: Session, *, by: Actor, now: datetime) -> None:
    insist_on_author(by, session.appointment)
    end_session(session, by=by, now=now)
    change_status(session.appointment, to=Status.COMPLETED, by=by, now=now)
    plan_review_request(session.appointment, practice=facts_of(current_practice()), now=now)
