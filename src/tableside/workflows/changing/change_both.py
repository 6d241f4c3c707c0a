"""Another length or treatment for two side by side at their own start: they stay together, in one room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.scheduling.actions import change_length, change_treatment
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.booking.side_by_side import both_of, insist_they_speak_for_both
from tableside.workflows.changing.change_once import change_once, insist_it_may_change
from tableside.workflows.changing.change_treatment import treatment_of
from tableside.workflows.changing.place_anew import Part, place_anew
from tableside.workflows.times.choose_length import ChosenLength, agreed_add_ons
from tableside.workflows.times.find_times import Search


def change_both(
    appointment: Appointment,
    *,
    service_id: UUID,
    minutes: int,
    tells: bool = True,
    insists: Insistence | None = None,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """Change both and tell each if it ``tells``, or say why not, with the rules that staff may set aside if they insist
    in ``outside``. ``minutes`` are those of the treatment alone. The same form, known by its ``key``, changes them
    once."""
    asked = ["both", service_id, minutes, tells, insists]

    def change() -> Sequence[Appointment]:
        both, start = both_of(appointment), appointment.starts_at
        insist_they_speak_for_both(both, by)
        for one in both:
            insist_it_may_change(one, by=by, now=now)
        lengths = _lengths(both, service_id, minutes)
        parts = [Part(both, _search(both, lengths, by=by))]
        place_anew(parts, lengths, start, take=_take, insists=insists, by=by, now=now)
        return both

    change_once(appointment, asked, change, tells=tells, by=by, now=now, key=key)


def _take(one: Appointment, placement: Placement, *, by: Actor, now: datetime) -> None:
    deed = change_length if one.service_id == placement.service.id else change_treatment
    deed(one, placement, by=by, now=now)


def _lengths(both: Sequence[Appointment], service_id: UUID, minutes: int) -> dict[UUID, ChosenLength]:
    """By appointment: each with their own add-ons, which go with the treatment that is booked."""
    lengths = {one.id: length for one in both if (length := treatment_of(one, service_id, minutes=minutes))}
    if len(lengths) < len(both):
        raise Refusal("no_such_treatment", gettext("This treatment is not given any more. Choose another one."))
    if lengths[both[0].id].service.therapists_needed != len(both):
        words = gettext("This is not given to two side by side. Choose another treatment, or cancel it and book anew.")
        raise Refusal("book_anew", words)
    if any(service_id != one.service_id and agreed_add_ons(one) for one in both):
        words = gettext("Its add-ons go with the treatment that is booked. Cancel it and book the other treatment.")
        raise Refusal("book_anew", words)
    return lengths


def _search(both: Sequence[Appointment], lengths: Mapping[UUID, ChosenLength], *, by: Actor) -> Search:
    first, *others = both
    return Search(
        service=lengths[first.id].service,
        minutes=max(length.minutes for length in lengths.values()),
        location_id=first.location_id,
        client_id=first.client_id,
        beside=frozenset(one.client_id for one in others),
        moving=first,
        moving_along=frozenset(one.id for one in others),
        ignores_notice=by.is_staff,
        until=first.starts_at,
    )
