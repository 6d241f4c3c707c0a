"""Move an appointment to another time, with the same client and service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tableside.core.appointments.policy import may_book
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.actions import move
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.set_aside import Insistence, warnings_at
from tableside.workflows.booking.side_by_side import both_of, insist_they_speak_for_both
from tableside.workflows.changing.change_once import change_once, insist_it_may_change
from tableside.workflows.changing.place_anew import parts_to_move, place_anew, times_of
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

    def change() -> Sequence[Appointment]:
        return move_within(appointment, starts_at, therapist_id, table_id, insists=insists, by=by, now=now)

    try:
        change_once(appointment, asked, change, tells=tells, by=by, now=now, key=key)
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
) -> Sequence[Appointment]:
    """Inside the caller's transaction, who sees to the letter. Answers what has moved:
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


def _cannot_move(by: Actor) -> Refusal:
    """Who is left alone of two is no longer two, and a length that is no longer offered has no price."""
    if by.is_staff:
        return Refusal("book_anew", "This appointment cannot be moved in one step. Cancel it and book the new time.")
    return Refusal("ask_the_practice", "This appointment cannot be moved online. Please contact the practice.")
