"""The one letter about all dates of a series, or about a change of several, which waits while that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tableside.core.appointments.policy import undo_ends
from tableside.core.permissions.actor import Actor
from tableside.records.intake.age_queries import answers_given
from tableside.records.outbox.actions import Letter, post, rewrite, withdraw_letter
from tableside.records.outbox.queries import was_ahead
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of_series
from tableside.records.scheduling.undoing import keep_together
from tableside.workflows.letters.links import link_to_appointment, links_for
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.series import key_of, series_booked, series_changed, text_about_series
from tableside.workflows.messages.tell_client import keep_text, number_for_texts


def letter_about(dates: Sequence[Appointment], *, changed_at: datetime, now: datetime) -> Letter:
    """These dates as they are now, each that is booked with a link; about one change there is one letter."""
    booked = [one for one in dates if one.status == Appointment.Status.BOOKED]
    visits = {one.id: link_to_appointment(one, now=now) for one in booked}
    return series_changed(dates, practice=facts_of(current_practice()), visits=visits, now=changed_at)


def tell_of_series(dates: Sequence[Appointment], letter: Letter, *, now: datetime) -> None:
    """By mail, and by text for whoever chose texts, once it can no longer be undone."""
    current = current_practice()
    practice, reader, due_at = facts_of(current), reader_of(dates[0]), undo_ends(now, policy=policy_of(current))
    if reader.email:
        post(letter, now=now, due_at=due_at)
    if number := number_for_texts(reader, practice=practice):
        text = text_about_series(letter, dates[0], number=number, count=len(dates), practice=practice)
        keep_text(
            text,
            due_at=due_at,
            useful_until=max(one.starts_at for one in dates),
            is_alone=not reader.email,
            practice=practice,
            now=now,
        )


def letter_about_all(dates: Sequence[Appointment], *, begun_at: datetime, now: datetime) -> Letter:
    """That these dates are booked, each with its link; with those for the health questions and, for a guest, the
    account."""
    first, practice = dates[0], facts_of(current_practice())
    tokens = links_for(first, now=now)
    visits = {one.id: link_to_appointment(one, now=now) for one in dates[1:]}
    visits[first.id] = tokens.pop("appointment")
    has_answered = answers_given([first.client_id]).hold(first)
    return series_booked(
        dates, practice=practice, visits=visits, tokens=tokens, has_answered=has_answered, now=begun_at
    )


def tell_anew(appointment: Appointment, *, changed_at: datetime, by: Actor, now: datetime) -> bool:
    """Where the letter about its whole series still waited at that change, it says how the dates are now, or does not
    leave at all. Answers whether nobody has to hear of the change by itself then."""
    series = appointment.series
    if series is None or (by.is_staff and not appointment.booking.by_staff):
        return False
    key = key_of("series_booked", series.id, at=series.created_at)
    if not was_ahead(key, at=changed_at):
        return False
    dates = list(appointments_of_series(series.id).filter(status=Appointment.Status.BOOKED))
    if dates:
        letter = letter_about_all(dates, begun_at=series.created_at, now=now)
        rewrite(letter)
        rewrite(text_about_series(letter, dates[0], number="", count=len(dates), practice=facts_of(current_practice())))
    else:
        withdraw_letter(key, now=now)
        withdraw_letter(f"{key}:sms", now=now)
    return True


def leave_out(
    undone: Sequence[Appointment], *, of: Sequence[str], changed_at: datetime, by: Actor, now: datetime
) -> None:
    """``undone`` are what they were before the change ``of`` these dates: the letter tells of the others only, and is
    withdrawn where there are none."""
    series_id, back = undone[0].series_id, {one.id for one in undone}
    assert series_id is not None
    tell_anew(undone[0], changed_at=changed_at, by=by, now=now)
    left = [key for key in map(UUID, of) if key not in back]
    keep_together(left, changed_at=changed_at)
    dates = list(appointments_of_series(series_id).filter(pk__in=left))
    if not dates:
        key = key_of("series_changed", series_id, at=changed_at)
        withdraw_letter(key, now=now)
        withdraw_letter(f"{key}:sms", now=now)
    elif reader_of(dates[0]).email:
        rewrite(letter_about(dates, changed_at=changed_at, now=now))
