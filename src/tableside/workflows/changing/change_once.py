"""What every change of a booked appointment has in common: who may still make it, that the same form makes it once, and
that whoever comes hears how it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tableside.core.appointments.policy import may_reschedule, undo_ends
from tableside.core.appointments.status import Status
from tableside.core.decision import insist
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import post, withdraw
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.booking.once import once
from tableside.workflows.letters.links import links_to_visit
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT, moved
from tableside.workflows.messages.confirm import send_confirmations
from tableside.workflows.messages.remind import plan_reminders
from tableside.workflows.messages.tell_client import post_text, withdraw_first_letter
from tableside.workflows.series.tell_of_series import tell_anew


def change_once(
    appointment: Appointment,
    asked: Sequence[object],
    change: Callable[[], Sequence[Appointment]],
    *,
    tells: bool,
    by: Actor,
    now: datetime,
    key: str,
) -> None:
    """All of it or nothing. ``asked`` is what the form, known by its ``key``, wants; ``change`` answers what it has
    changed: two side by side are told each."""

    def deed() -> None:
        for one in change():
            tell_of_the_new_time(one, tells=tells, by=by, now=now)

    in_transaction(lambda: once(appointment, asked, deed, key=key, now=now))


def insist_it_may_change(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """By what was agreed on when it was booked, whatever about it is to change."""
    insist(
        may_reschedule(
            appointment.starts_at,
            status=Status(appointment.status),
            now=now,
            policy=agreed(appointment).policy,
            booked_at=appointment.created_at,
            by_staff=by.is_staff,
        )
    )


def tell_of_the_new_time(appointment: Appointment, *, tells: bool, by: Actor, now: datetime) -> None:
    """One letter about how it is now, once that can no longer be undone, in place of those that have not left yet."""
    is_unheard_of = withdraw_first_letter(appointment, by=by, now=now)
    withdraw(subject_id=appointment.id, kinds=ABOUT_APPOINTMENT, now=now)
    practice = current_practice()
    facts = facts_of(practice)
    if tells and is_unheard_of:
        send_confirmations([appointment], practice=facts, now=now)
        return
    tells = not tell_anew(appointment, changed_at=now, by=by, now=now) and tells
    due_at = undo_ends(now, policy=policy_of(practice))
    if tells and reader_of(appointment).email:
        letter = moved(appointment, practice=facts, tokens=links_to_visit(appointment, now=now), now=now)
        post(letter, now=now, due_at=due_at)
    if tells:
        post_text(appointment, kind=Kind.MOVED, practice=facts, now=now, due_at=due_at)
    plan_reminders(appointment, practice=facts, now=now)
