"""Answer a request for a time: accept it, or decline it. What nobody answers in time is declined by the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext

from tableside.core.appointments.status import Status, may_become
from tableside.core.decision import Refusal, insist
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.scope import current_practice_id, practice_scope
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import post, withdraw
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement, wait_to_change
from tableside.records.scheduling.queries import practices_with_requests, requests_to_answer
from tableside.workflows.booking.booking_gate import insist_it_is_safe
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.request import declined
from tableside.workflows.messages.confirm import send_confirmations
from tableside.workflows.messages.tell_client import post_text

MOST_CHARACTERS = 1000
_ABOUT_IT = (str(Kind.REQUESTED),)


def accept_request(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """Now it is booked: the confirmation leaves and reminders are planned. Two side by side are accepted together."""
    in_transaction(lambda: _accept(appointment, by=by, now=now))


def decline_request(appointment: Appointment, *, said: str, by: Actor, now: datetime) -> None:
    """Give the time back and write to the client, with what is ``said`` beside it."""
    if len(said) > MOST_CHARACTERS:
        words = gettext("Say it in %(most)s characters or fewer.") % {"most": MOST_CHARACTERS}
        raise Refusal("long_words", words)
    in_transaction(lambda: _decline(appointment, said=said.strip(), by=by, now=now))


def decline_unanswered_everywhere(*, now: Callable[[], datetime], stop: threading.Event | None = None) -> int:
    """A round through all practices with a request that is due; answers how many were declined."""
    count = 0
    for practice_id in practices_with_requests(due_at=now()):
        if stop and stop.is_set():
            break
        with practice_scope(practice_id):
            count += decline_unanswered(now=now())
    return count


def decline_unanswered(*, now: datetime) -> int:
    clock = Actor(user_id=None, practice_id=current_practice_id(), role=None, label="request not answered in time")
    count = 0
    for appointment in requests_to_answer().filter(answer_by__lte=now):
        try:
            decline_request(appointment, said="", by=clock, now=now)
            count += 1
        except Refusal:  # answered in this very moment, or declined beside the other of its booking
            continue
    return count


def _accept(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    together = _of_booking(appointment, to=Status.BOOKED)
    if appointment.starts_at <= now:
        words = gettext("The time asked for has passed. Decline the request, so that the client hears of it.")
        raise Refusal("in_the_past", words)
    wait_to_change(together)
    for one in together:
        insist_it_is_safe(_placement(one), by=by, appointment=one)  # they may have answered since they asked
        change_status(one, to=Status.BOOKED, by=by, now=now)
        withdraw(subject_id=one.id, kinds=_ABOUT_IT, now=now)
    send_confirmations(together, practice=facts_of(current_practice()), now=now)


def _decline(appointment: Appointment, *, said: str, by: Actor, now: datetime) -> None:
    practice = facts_of(current_practice())
    together = _of_booking(appointment, to=Status.CANCELLED)
    wait_to_change(together)
    for one in together:
        change_status(one, to=Status.CANCELLED, by=by, now=now)
        withdraw(subject_id=one.id, kinds=_ABOUT_IT, now=now)
        if reader_of(one).email:
            post(declined(one, practice=practice, said=said, now=now), now=now)
        post_text(one, kind=Kind.DECLINED, practice=practice, now=now)


def _of_booking(appointment: Appointment, *, to: Status) -> list[Appointment]:
    """All that is still to be answered of its booking; refused when somebody has answered it already."""
    together = list(requests_to_answer().filter(booking=appointment.booking_id))
    if appointment.id not in {one.id for one in together}:
        appointment.refresh_from_db(fields=["status"])
        insist(may_become(Status(appointment.status), to))
        raise Refusal("no_request", gettext("This is no request any more. Look at it again first."))
    return together


def _placement(appointment: Appointment) -> Placement:
    minutes = minute_of(appointment.ends_at) - minute_of(appointment.starts_at)
    return Placement(
        client=appointment.client,
        therapist=appointment.therapist,
        service=appointment.service,
        location=appointment.location,
        table=None,
        starts_at=appointment.starts_at,
        minutes=minutes,
        therapist_minutes=minutes,
        table_minutes=minutes,
        price_minor=appointment.price_minor,
        currency=appointment.currency,
    )
