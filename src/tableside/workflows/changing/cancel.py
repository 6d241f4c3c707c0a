"""Cancel an appointment and tell the client."""

from __future__ import annotations

from datetime import datetime

from tableside.core.appointments.fees import FeeReason
from tableside.core.appointments.policy import may_cancel, undo_ends
from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal, insist
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.records.charting.queries import with_session
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import post, withdraw
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.fees import fee_of, note_fee, note_late_cancellation
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import wait_to_change
from tableside.records.scheduling.undoing import remember
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.booking.once import once
from tableside.workflows.booking.side_by_side import both_of, insist_they_speak_for_both
from tableside.workflows.changing.fees import LateCancellation, late_cancellation
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT, cancelled
from tableside.workflows.messages.tell_client import post_text, withdraw_first_letter
from tableside.workflows.series.tell_of_series import tell_anew


def cancel(
    appointment: Appointment,
    *,
    shown: str = "",
    tells: bool = True,
    for_both: bool = False,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """Give the time back, or refuse: too late for a client, already over for anyone. The client hears of it, if it
    ``tells``, once it can no longer be undone. ``shown`` is the fee that the client has read before. The same form,
    known by its ``key``, cancels once. ``for_both`` gives back the time of the one beside it as well."""
    asked = ["cancel", shown, tells, for_both]

    def deed() -> None:
        for one in _meant(appointment, for_both=for_both, by=by, now=now):
            late = None if by.is_staff else late_cancellation(one, agreed(one), now=now)
            _cancel(one, late=late, tells=tells, by=by, now=now)
            _insist_it_was_shown(late, shown)

    in_transaction(lambda: once(appointment, asked, deed, key=key, now=now))


def cancel_for_client(
    appointment: Appointment,
    *,
    tells: bool = True,
    for_both: bool = False,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """The same, by staff whom the client has asked to: it counts, and costs, as if they had done it themselves."""

    def deed() -> None:
        for one in _meant(appointment, for_both=for_both, by=by, now=now):
            _cancel(one, late=late_cancellation(one, agreed(one), now=now), tells=tells, by=by, now=now)

    in_transaction(lambda: once(appointment, ["cancel for client", tells, for_both], deed, key=key, now=now))


def _meant(appointment: Appointment, *, for_both: bool, by: Actor, now: datetime) -> tuple[Appointment, ...]:
    """It, or both of two side by side, once it is their turn. A client makes nobody else owe a fee."""
    if not for_both:
        both: tuple[Appointment, ...] = (appointment,)
        wait_to_change(both)
        return both
    both = both_of(appointment)
    insist_they_speak_for_both(both, by)
    owed = [late_cancellation(one, agreed(one), now=now) for one in both[1:]] if not by.is_staff else []
    if any(late and late.fee for late in owed):
        words = "It is late by now, and each of you would owe a fee. Cancel yours here, and ask the other one to do so."
        raise Refusal("late_for_both", words)
    wait_to_change(both)
    return both


def _cancel(appointment: Appointment, *, late: LateCancellation | None, tells: bool, by: Actor, now: datetime) -> None:
    remember(appointment, by=by, now=now)
    cancel_within(appointment, late=late, tells=tells, by=by, now=now)
    if not tells:
        tell_anew(appointment, changed_at=now, by=by, now=now)  # what waits about all its dates would name it


def _insist_it_was_shown(late: LateCancellation | None, shown: str) -> None:
    if late and late.shown != shown:
        words = "It is late by now, and cancelling has a fee. Read what it costs, and press again if that is right."
        raise Refusal("fee_not_shown", words)


def _note(late: LateCancellation, appointment: Appointment, *, by: Actor, now: datetime) -> None:
    note_late_cancellation(appointment)
    if late.fee:
        note_fee(appointment, late.fee, reason=FeeReason.LATE_CANCELLATION, by=by, now=now)


def cancel_within(
    appointment: Appointment, *, late: LateCancellation | None = None, by: Actor, now: datetime, tells: bool = True
) -> None:
    """The same, inside the caller's transaction, for good; without ``late`` also without a fee. Without ``tells`` the
    caller sees to the letter."""
    practice = current_practice()
    policy = agreed(appointment).policy
    insist(
        may_cancel(
            appointment.starts_at,
            status=Status(appointment.status),
            now=now,
            policy=policy,
            booked_at=appointment.created_at,
            by_staff=by.is_staff,
        )
    )
    if with_session([appointment.id]):
        raise Refusal("session_started", "The session has started. Once it has ended, the appointment is completed.")
    change_status(appointment, to=Status.CANCELLED, by=by, now=now)
    if late:
        _note(late, appointment, by=by, now=now)
    is_unheard_of = withdraw_first_letter(appointment, by=by, now=now)
    withdraw(subject_id=appointment.id, kinds=ABOUT_APPOINTMENT, now=now)
    if not tells or is_unheard_of or tell_anew(appointment, changed_at=now, by=by, now=now):
        return
    facts, due_at = facts_of(practice), undo_ends(now, policy=policy)
    if reader_of(appointment).email:
        letter = cancelled(appointment, owed=fee_of(appointment), policy=policy, practice=facts, now=now)
        post(letter, now=now, due_at=due_at)
    post_text(appointment, kind=Kind.CANCELLED, practice=facts, now=now, due_at=due_at)
