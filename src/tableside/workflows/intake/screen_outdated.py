"""Screen again what was screened by other rules or other answers than those that hold now: after a new version of the
rulebook, a change of the house rules, or new answers of somebody with many appointments.

It remembers nothing: each round asks which screenings are not of now. Each appointment is a transaction of its own, so
a worker that dies in between has lost nothing and done nothing twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import current_practice_id, practice_scope
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import carry_review
from tableside.records.intake.models import Screening
from tableside.records.intake.queries import newest_screening, screened_by_other_rules, screened_of
from tableside.records.practice.queries import practice_ids
from tableside.workflows.intake.screen_appointment import screen_appointment

_log = logging.getLogger(__name__)
_BATCH = 100


def screen_outdated_everywhere(*, now: Callable[[], datetime], stop: threading.Event | None = None) -> int:
    """One batch in every practice; answers how many were screened."""
    screened = 0
    for practice_id in practice_ids():
        if stop and stop.is_set():
            break
        with practice_scope(practice_id):
            screened += screen_outdated(now=now(), stop=stop)
    return screened


def screen_outdated(*, now: datetime, stop: threading.Event | None = None) -> int:
    """The soonest first. Answers how many were screened."""
    waiting = list(screened_by_other_rules(now=now).values_list("pk", flat=True)[:_BATCH])
    screened = 0
    for appointment_id in waiting:
        if stop and stop.is_set():
            break
        try:
            screened += in_transaction(partial(_screen, appointment_id, now=now))
        except Exception:  # one that cannot be screened must not keep the others from it; the next round tries again
            _log.exception("appointment %s could not be screened again", appointment_id)
    return screened


def _screen(appointment_id: UUID, *, now: datetime) -> int:
    """0 where somebody else has screened it in the meantime."""
    appointment = screened_by_other_rules(now=now).filter(pk=appointment_id).first()
    if appointment is None:
        return 0
    lock([f"intake:{appointment.client_id}"])
    before = newest_screening(appointment.id)
    after = screen_appointment(appointment, by=by_itself(), now=now)
    if before and after and before.intake_id == after.intake_id and _says_the_same(before, after):
        carry_review(before, after)
    return int(after is not None)


def by_itself() -> Actor:
    """Nobody asked for it: the rules have changed."""
    return Actor(user_id=None, practice_id=current_practice_id(), role=None, label="screening")


def _says_the_same(one: Screening, other: Screening) -> bool:
    """Whoever has seen the one has seen the other."""
    return screened_of(one).says_the_same_as(screened_of(other))
