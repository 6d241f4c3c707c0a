"""Give an appointment more time or less: same client, therapist and start, at the price of the new length.
Add-ons stay as they were agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice, lengths_of
from tableside.records.scheduling import actions
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import wait_to_move
from tableside.records.scheduling.undoing import remember
from tableside.workflows.booking.booking_gate import insist_it_is_safe
from tableside.workflows.booking.once import once
from tableside.workflows.booking.placements import placements_for
from tableside.workflows.booking.set_aside import (
    Insistence,
    arrange,
    insist_it_stands,
    keep_reason,
    make_room,
    warnings_at,
)
from tableside.workflows.changing.reschedule import insist_it_may_change, tell_of_the_new_time
from tableside.workflows.intake.screen_appointment import screen_appointment
from tableside.workflows.times.choose_length import ChosenLength, agreed_length
from tableside.workflows.times.find_times import ABOUT_THE_TIME, Search, times_around


def change_length(
    appointment: Appointment,
    *,
    minutes: int,
    tells: bool = True,
    insists: Insistence | None = None,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """Change it and tell the client if it ``tells``, or say why not, with the rules that staff may set aside if they
    insist in ``outside``. ``minutes`` are those of the treatment alone; its add-ons stay. The massage table stays the
    same where it can. The same form, known by its ``key``, changes it once."""
    asked = ["length", minutes, tells, insists]

    def deed() -> None:
        _change_length(appointment, minutes=minutes, tells=tells, insists=insists, by=by, now=now)

    try:
        in_transaction(lambda: once(appointment, asked, deed, key=key, now=now))
    except Refusal as refusal:
        if refusal.code not in ABOUT_THE_TIME:
            raise
        search = _search(appointment, _length(appointment, minutes=minutes), by=by)
        outside = warnings_at(_on_any_table(search), appointment.starts_at, by=by, now=now)
        raise Refusal(refusal.code, refusal.detail, outside=outside) from None


def _change_length(
    appointment: Appointment, *, minutes: int, tells: bool, insists: Insistence | None, by: Actor, now: datetime
) -> None:
    insist_it_may_change(appointment, by=by, now=now)
    length = _length(appointment, minutes=minutes)
    start, clients = appointment.starts_at, [appointment.client]
    search = _search(appointment, length, by=by)
    if not times_around(search, start, now=now).includes(start):  # its own table is taken by then, another may be free
        search = _on_any_table(search)
    arranged = arrange(search, start, insists=insists, by=by, now=now)
    (placement,) = placements_for(arranged.choice, clients, times=arranged.times, length=length, starts_at=start)
    wait_to_move(appointment, placement)
    insist_it_stands(arranged, search, start, now=now)
    insist_it_is_safe(placement, by=by)
    remember(appointment, by=by, now=now)
    placement = make_room(placement, arranged, now=now, moving=appointment)
    actions.change_length(appointment, placement, by=by, now=now)
    keep_reason(appointment, arranged, insists, by=by, now=now)
    screen_appointment(appointment, by=by, now=now)
    tell_of_the_new_time(appointment, practice=current_practice(), tells=tells, by=by, now=now)


def _length(appointment: Appointment, *, minutes: int) -> ChosenLength:
    length = agreed_length(appointment, minutes=minutes)
    if length is None:
        offered = ", ".join(str(each.minutes) for each in lengths_of(appointment.service_id))
        words = gettext("%(service)s is given in these lengths only, in minutes: %(lengths)s.")
        raise Refusal("no_such_length", words % {"service": appointment.service.name, "lengths": offered})
    return length


def _search(appointment: Appointment, length: ChosenLength, *, by: Actor) -> Search:
    """With the massage table it has. One of two side by side keeps it, and the other is left as they are."""
    return Search(
        service=length.service,
        minutes=length.minutes,
        therapist_id=appointment.therapist_id,
        location_id=appointment.location_id,
        table_id=appointment.table_id,
        client_id=appointment.client_id,
        moving=appointment,
        ignores_notice=by.is_staff,
        until=appointment.starts_at,
        alone=True,
    )


def _on_any_table(search: Search) -> Search:
    """Two side by side lie in one room."""
    return search if search.service.therapists_needed > 1 else replace(search, table_id=None)
