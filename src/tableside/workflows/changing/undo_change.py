"""Three minutes in which a cancelled, moved or lengthened appointment can be made what it was."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.appointments.policy import may_undo, undo_ends
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import bring_back, withdraw
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment, FormerState
from tableside.records.scheduling.placing import give_up_times, wait_to_change_several
from tableside.records.scheduling.queries import former_state
from tableside.records.scheduling.reserving import OfferTaken
from tableside.records.scheduling.undoing import restore
from tableside.workflows.booking.side_by_side import changed_with, insist_they_speak_for_both
from tableside.workflows.changing.another_table import take_a_table_in_use
from tableside.workflows.intake.screen_appointment import screen_appointment
from tableside.workflows.letters.reminders import REMINDERS
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT
from tableside.workflows.messages.remind import plan_reminders
from tableside.workflows.series.tell_of_series import leave_out, tell_anew


def undo_until(appointment: Appointment, *, by: Actor, now: datetime) -> datetime | None:
    """Until when they can undo its last change; None when they cannot."""
    former = former_state(appointment)
    if former is None:
        return None
    policy = policy_of(current_practice())
    may = may_undo(
        former.changed_at,
        now=now,
        policy=policy,
        is_as_changed=former.revision == appointment.revision,
        by_staff=by.is_staff,
        changed_by_staff=former.changed_by_staff,
    )
    return undo_ends(former.changed_at, policy=policy) if may else None


def undo_change(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """Make it what it was before its last change, or say why not. What was not sent yet about the change never is."""
    try:
        in_transaction(lambda: _undo_change(appointment, by=by, now=now))
    except OfferTaken:
        words = "The former time has been taken in the meantime, so the appointment stays as it is now."
        raise Refusal("taken_meanwhile", words) from None


def _undo_change(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    former = former_state(appointment)
    if former is None:
        raise Refusal("nothing_to_undo", "There is nothing to undo: the appointment is as it was.")
    insist(
        may_undo(
            former.changed_at,
            now=now,
            policy=policy_of(current_practice()),
            is_as_changed=former.revision == appointment.revision,
            by_staff=by.is_staff,
            changed_by_staff=former.changed_by_staff,
        )
    )
    changed_at, together = former.changed_at, former.together
    beside = changed_with(appointment, former)
    if beside:
        insist_they_speak_for_both([appointment, *(one for one, _ in beside)], by)
        wait_to_change_several([appointment, *(one for one, _ in beside)])
        give_up_times([appointment, *(one for one, _ in beside)])  # each may go back to where the other is now
    both = [(appointment, former), *beside]
    for one, was in both:
        others = [other.table_id for _one, other in both if other is not was and other.table_id]
        restore_within(one, was, beside=others, by=by, now=now)
    if together:
        leave_out([appointment], of=together, changed_at=changed_at, by=by, now=now)
    else:
        tell_anew(appointment, changed_at=changed_at, by=by, now=now)


def restore_within(
    appointment: Appointment, former: FormerState, *, beside: Collection[UUID] = (), by: Actor, now: datetime
) -> None:
    """The same inside the caller's transaction, who has seen that it may be undone. ``beside`` are the massage tables
    of whoever comes along."""
    _insist_nothing_took_its_place(appointment)
    take_a_table_in_use(former, of=appointment, beside=beside, now=now)
    changed_at, practice = former.changed_at, current_practice()
    restore(appointment, former, by=by, now=now)
    withdraw(subject_id=appointment.id, kinds=ABOUT_APPOINTMENT, now=now)
    about_before = tuple(kind for kind in ABOUT_APPOINTMENT if kind not in REMINDERS)
    bring_back(subject_id=appointment.id, kinds=about_before, withdrawn_at=changed_at, now=now)
    screen_appointment(appointment, by=by, now=now)
    plan_reminders(appointment, practice=facts_of(practice), now=now)


def _insist_nothing_took_its_place(appointment: Appointment) -> None:
    if appointment.series is not None and str(appointment.id) in appointment.series.put_back:
        words = gettext("Another appointment was booked in place of this date, so it stays cancelled.")
        raise Refusal("put_back_already", words)
