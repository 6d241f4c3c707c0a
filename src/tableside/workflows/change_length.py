"""Give an appointment more time or less: same client, therapist and start, at the price of the new length."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from tableside.core.appointments.policy import may_reschedule
from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.models import ServiceLength
from tableside.records.practice.queries import current_practice, lengths_of, service_with_length
from tableside.records.scheduling import actions
from tableside.records.scheduling.models import Appointment
from tableside.workflows.book import placements_for, policy_of
from tableside.workflows.booking_gate import insist_it_is_safe
from tableside.workflows.find_times import FreeTimes, Search, choice_at, free_times
from tableside.workflows.reschedule import tell_of_the_new_time
from tableside.workflows.screen_appointment import screen_appointment


def change_length(appointment: Appointment, *, minutes: int, tells: bool = True, by: Actor, now: datetime) -> None:
    """Change it and tell the client if it ``tells``, or say why not. The massage table stays the same where it can."""
    in_transaction(lambda: _change_length(appointment, minutes=minutes, tells=tells, by=by, now=now))


def _change_length(appointment: Appointment, *, minutes: int, tells: bool, by: Actor, now: datetime) -> None:
    practice = current_practice()
    insist(
        may_reschedule(
            appointment.starts_at,
            status=Status(appointment.status),
            now=now,
            policy=policy_of(practice),
            booked_at=appointment.created_at,
            by_staff=by.is_staff,
        )
    )
    length = _length(appointment, minutes=minutes)
    times = _times(appointment, length, by=by, now=now)
    choice = choice_at(times, appointment.starts_at, therapist_id=appointment.therapist_id)
    (placement,) = placements_for(
        choice, [appointment.client], times=times, length=length, starts_at=appointment.starts_at
    )
    insist_it_is_safe(placement, by=by)
    actions.remember(appointment, by=by, now=now)
    actions.change_length(appointment, placement, by=by, now=now)
    screen_appointment(appointment, by=by, now=now)
    tell_of_the_new_time(appointment, practice=practice, tells=tells, now=now)


def _length(appointment: Appointment, *, minutes: int) -> ServiceLength:
    length = service_with_length(appointment.service_id, minutes=minutes)
    if length is None:
        offered = ", ".join(str(each.minutes) for each in lengths_of(appointment.service_id))
        words = gettext("%(service)s is given in these lengths only, in minutes: %(lengths)s.")
        raise Refusal("no_such_length", words % {"service": appointment.service.name, "lengths": offered})
    if length.service.therapists_needed > 1:
        words = gettext("Two people side by side have one length. Cancel it and book the other length for both.")
        raise Refusal("book_anew", words)
    return length


def _times(appointment: Appointment, length: ServiceLength, *, by: Actor, now: datetime) -> FreeTimes:
    """With the massage table it has, or, where that is taken by then, with any at the same place."""
    search = Search(
        service=length.service,
        minutes=length.minutes,
        therapist_id=appointment.therapist_id,
        location_id=appointment.location_id,
        table_id=appointment.table_id,
        client_id=appointment.client_id,
        moving=appointment,
        ignores_notice=by.is_staff,
    )
    times = free_times(search, now=now)
    return times if times.includes(appointment.starts_at) else free_times(replace(search, table_id=None), now=now)
