"""Move an appointment to another time, with the same client and service."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tableside.core.appointments.policy import may_book, may_reschedule, undo_ends
from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal, insist
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import post, withdraw
from tableside.records.practice.models import Practice
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.actions import move
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.undoing import remember
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.booking.once import once
from tableside.workflows.booking.set_aside import Insistence, warnings_at
from tableside.workflows.booking.side_by_side import both_of, insist_they_speak_for_both
from tableside.workflows.changing.place_anew import parts_to_move, place_anew, times_of
from tableside.workflows.letters.links import links_to_visit
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT, moved
from tableside.workflows.messages.confirm import send_confirmations
from tableside.workflows.messages.remind import plan_reminders
from tableside.workflows.messages.tell_client import post_text, withdraw_first_letter
from tableside.workflows.series.tell_of_series import tell_anew
from tableside.workflows.times.choose_length import agreed_length
from tableside.workflows.times.find_times import ABOUT_THE_TIME, FreeTimes


def times_to_move(
    appointment: Appointment,
    *,
    therapist_id: UUID | None,
    table_id: UUID | None = None,
    along: frozenset[UUID] = frozenset(),
    until: datetime | None = None,
    by: Actor,
    now: datetime,
) -> FreeTimes:
    """Where the appointment could go; its own time counts as free, and that of those which move ``along``. Staff look
    as far as ``until``, beyond the booking period too."""
    parts = parts_to_move(both_of(appointment), therapist_id, table_id, along=along, by=by)
    return times_of(parts, until=until, now=now)


def reschedule(
    appointment: Appointment,
    *,
    starts_at: datetime,
    therapist_id: UUID | None,
    table_id: UUID | None = None,
    tells: bool = True,
    insists: Insistence | None = None,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """Move it, tell the client if it ``tells``, or say why not; two side by side move together. Where the new time is
    the reason, ``nearest`` holds other times, and ``outside`` the rules that staff may set aside if they insist. The
    same form, known by its ``key``, moves it once."""
    asked = ["move", starts_at, therapist_id, table_id, tells, insists]

    def deed() -> None:
        for one in both_of(appointment):
            remember(one, by=by, now=now)
        together = move_within(appointment, starts_at, therapist_id, table_id, insists=insists, by=by, now=now)
        for one in together:
            tell_of_the_new_time(one, practice=current_practice(), tells=tells, by=by, now=now)

    try:
        in_transaction(lambda: once(appointment, asked, deed, key=key, now=now))
    except Refusal as refusal:
        if refusal.code not in ABOUT_THE_TIME:
            raise
        first, *more = parts = parts_to_move(both_of(appointment), therapist_id, table_id, by=by)
        nearest = times_of(parts, now=now).nearest(starts_at)
        outside = refusal.data.get("outside", ())
        if not more:
            outside = warnings_at(first.search, starts_at, by=by, now=now, comers=first.comers)
        raise Refusal(refusal.code, refusal.detail, nearest=nearest, outside=outside) from None


def move_within(
    appointment: Appointment,
    starts_at: datetime,
    therapist_id: UUID | None,
    table_id: UUID | None = None,
    *,
    along: frozenset[UUID] = frozenset(),
    insists: Insistence | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Appointment, ...]:
    """Inside the caller's transaction, who sees to the letter and to whether it can be undone. Answers what has moved:
    two side by side move together."""
    practice, both = current_practice(), both_of(appointment)
    insist_they_speak_for_both(both, by)
    for one in both:
        insist_it_may_change(one, by=by, now=now)
    if not by.is_staff:
        insist(may_book(starts_at, now=now, policy=policy_of(practice)))
    lengths = {one.id: length for one in both if (length := agreed_length(one))}
    if len(lengths) < len(both) or appointment.service.therapists_needed != len(both):
        raise _cannot_move(by)
    parts = parts_to_move(both, therapist_id, table_id, along=along, by=by)
    place_anew(parts, lengths, starts_at, take=move, insists=insists, by=by, now=now)
    return both


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


def tell_of_the_new_time(
    appointment: Appointment, *, practice: Practice, tells: bool, by: Actor, now: datetime
) -> None:
    """One letter about how it is now, once that can no longer be undone, in place of those that have not left yet."""
    is_unheard_of = withdraw_first_letter(appointment, by=by, now=now)
    withdraw(subject_id=appointment.id, kinds=ABOUT_APPOINTMENT, now=now)
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


def _cannot_move(by: Actor) -> Refusal:
    """Who is left alone of two is no longer two, and a length that is no longer offered has no price."""
    if by.is_staff:
        return Refusal("book_anew", "This appointment cannot be moved in one step. Cancel it and book the new time.")
    return Refusal("ask_the_practice", "This appointment cannot be moved online. Please contact the practice.")
