"""Give another treatment at the same start: another service or length, by the same therapist or another one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling import actions
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import wait_to_move
from tableside.records.scheduling.undoing import remember
from tableside.workflows.booking.booking_gate import insist_it_is_safe
from tableside.workflows.booking.once import once
from tableside.workflows.booking.placements import placements_for
from tableside.workflows.booking.set_aside import Insistence, arrange_or_warn, insist_it_stands, keep_reason, make_room
from tableside.workflows.changing.reschedule import insist_it_may_change, tell_of_the_new_time
from tableside.workflows.intake.screen_appointment import screen_appointment
from tableside.workflows.times.choose_length import ChosenLength, agreed_add_ons, agreed_length, chosen_length
from tableside.workflows.times.find_times import FreeTimes, Search, free_times


def change_treatment(
    appointment: Appointment,
    *,
    service_id: UUID,
    minutes: int,
    therapist_id: UUID,
    tells: bool = True,
    insists: Insistence | None = None,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """Change it and tell the client if it ``tells``, or say why not. It costs what the new treatment costs. The same
    form, known by its ``key``, changes it once. Staff ``insist`` where the answers ask for a look at it first."""
    asked = ["treatment", service_id, minutes, therapist_id, tells, insists]

    def deed() -> None:
        remember(appointment, by=by, now=now)
        change_within(appointment, service_id, minutes, therapist_id, insists=insists, by=by, now=now)
        tell_of_the_new_time(appointment, practice=current_practice(), tells=tells, by=by, now=now)

    in_transaction(lambda: once(appointment, asked, deed, key=key, now=now))


def times_for(
    appointment: Appointment, length: ChosenLength, *, therapist_id: UUID | None = None, by: Actor, now: datetime
) -> FreeTimes:
    """When and by whom this treatment could be given at the same place, its own time counting as free."""
    return free_times(search_for(appointment, length, therapist_id=therapist_id, by=by), now=now)


def search_for(appointment: Appointment, length: ChosenLength, *, therapist_id: UUID | None, by: Actor) -> Search:
    """One of two side by side keeps the massage table, and so stays beside the other, who is left as they are."""
    is_one_of_two = length.service.therapists_needed > 1
    return Search(
        service=length.service,
        minutes=length.minutes,
        therapist_id=therapist_id,
        location_id=appointment.location_id,
        table_id=appointment.table_id if is_one_of_two else None,
        client_id=appointment.client_id,
        moving=appointment,
        ignores_notice=by.is_staff,
        until=appointment.starts_at,
        alone=is_one_of_two,
    )


def change_within(
    appointment: Appointment,
    service_id: UUID,
    minutes: int,
    therapist_id: UUID,
    *,
    insists: Insistence | None,
    by: Actor,
    now: datetime,
) -> None:
    """Inside the caller's transaction, who sees to the letter and to whether it can be undone. What staff may set aside
    is named in ``outside`` where the time is the reason against it."""
    insist_it_may_change(appointment, by=by, now=now)
    start = appointment.starts_at
    length = length_of(appointment, service_id, minutes)
    search, clients = search_for(appointment, length, therapist_id=therapist_id, by=by), [appointment.client]
    arranged = arrange_or_warn(search, start, insists=insists, by=by, now=now)
    (placement,) = placements_for(arranged.choice, clients, times=arranged.times, length=length, starts_at=start)
    wait_to_move(appointment, placement)
    insist_it_stands(arranged, search, start, now=now)
    insist_it_is_safe(placement, by=by)
    actions.change_treatment(appointment, make_room(placement, arranged, now=now, moving=appointment), by=by, now=now)
    keep_reason(appointment, arranged, insists, by=by, now=now)
    screen_appointment(appointment, by=by, now=now)


def treatment_of(appointment: Appointment, service_id: UUID, *, minutes: int) -> ChosenLength | None:
    """What it would be. The same service keeps its add-ons; None where this is not given."""
    if service_id == appointment.service_id:
        return agreed_length(appointment, minutes=minutes)
    return chosen_length(service_id, minutes=minutes)


def length_of(appointment: Appointment, service_id: UUID, minutes: int) -> ChosenLength:
    length = treatment_of(appointment, service_id, minutes=minutes)
    if length is None:
        raise Refusal("no_such_treatment", gettext("This treatment is not given any more. Choose another one."))
    if length.service.therapists_needed != appointment.service.therapists_needed:
        words = gettext("Two people side by side are booked together. Cancel it and book the other treatment.")
        raise Refusal("book_anew", words)
    if service_id != appointment.service_id and agreed_add_ons(appointment):
        words = gettext("Its add-ons go with the treatment that is booked. Cancel it and book the other treatment.")
        raise Refusal("book_anew", words)
    return length
