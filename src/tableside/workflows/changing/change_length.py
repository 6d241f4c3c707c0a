"""Give an appointment more time or less: same client, therapist and start, at the price of the new length.
Add-ons stay as they were agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.practice.queries import lengths_of
from tableside.records.scheduling import actions
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.changing.change_once import change_once, insist_it_may_change
from tableside.workflows.changing.place_anew import Part, place_anew
from tableside.workflows.times.choose_length import ChosenLength, agreed_length
from tableside.workflows.times.find_times import Search, times_around


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

    def change() -> Sequence[Appointment]:
        insist_it_may_change(appointment, by=by, now=now)
        length, start = _length(appointment, minutes=minutes), appointment.starts_at
        search = _search(appointment, length, by=by)
        if not times_around(search, start, now=now).includes(start):  # its table is taken by then, another may be free
            search = _on_any_table(search)
        parts, take = [Part([appointment], search)], actions.change_length
        place_anew(parts, {appointment.id: length}, start, take=take, insists=insists, by=by, now=now)
        return (appointment,)

    change_once(appointment, asked, change, tells=tells, by=by, now=now, key=key)


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
