"""Give another treatment at the same start: another service or length, by the same therapist or another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.scheduling import actions
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.changing.change_once import change_once, insist_it_may_change
from tableside.workflows.changing.place_anew import Part, place_anew
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

    def change() -> Sequence[Appointment]:
        return change_within(appointment, service_id, minutes, therapist_id, insists=insists, by=by, now=now)

    change_once(appointment, asked, change, tells=tells, by=by, now=now, key=key)


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
) -> Sequence[Appointment]:
    """Inside the caller's transaction, who sees to the letter. What staff may set aside is named in ``outside`` where
    the time is the reason against it."""
    insist_it_may_change(appointment, by=by, now=now)
    length, start = length_of(appointment, service_id, minutes), appointment.starts_at
    parts = [Part([appointment], search_for(appointment, length, therapist_id=therapist_id, by=by))]
    take = actions.change_treatment
    place_anew(parts, {appointment.id: length}, start, take=take, insists=insists, by=by, now=now)
    return (appointment,)


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
