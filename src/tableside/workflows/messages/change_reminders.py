"""Other times for reminders, or other quiet hours: what waits for all that is still to come leaves at the new times."""

from __future__ import annotations

from datetime import datetime

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import put_off
from tableside.records.outbox.queries import waiting_by_subject
from tableside.records.practice import actions
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.queries import all_upcoming_appointments
from tableside.workflows.letters.reminders import REMINDERS
from tableside.workflows.messages.remind import due_times, plan_reminders


def change_reminders(rules: actions.ReminderRules, *, by: Actor, now: datetime) -> None:
    """A reminder that has left stays the only one of its kind, whatever its new time would be."""

    def deed() -> None:
        actions.change_reminders(rules, by=by, now=now)
        plan_all_reminders(practice=facts_of(current_practice()), now=now)

    in_transaction(deed)


def plan_all_reminders(*, practice: PracticeFacts, now: datetime) -> None:
    """Where the same ones leave at other times, only those times are written: hundreds are quick. The others are
    planned anew."""
    coming = list(all_upcoming_appointments(now=now))
    waiting = waiting_by_subject([one.id for one in coming], kinds=REMINDERS)
    for appointment in coming:
        dues, letters = due_times(appointment, practice=practice, now=now), waiting.get(appointment.id, {})
        if dues.keys() == letters.keys():
            for kind, message_id in letters.items():
                put_off(message_id, until=dues[kind])
        else:
            plan_reminders(appointment, practice=practice, now=now)
