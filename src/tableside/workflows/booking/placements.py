"""What was chosen for a start, as the appointments that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

from tableside.core.availability.choice import Choice
from tableside.core.availability.offers import table_minutes, therapist_minutes
from tableside.records.clients.models import Client
from tableside.records.practice.queries import location_by_id
from tableside.records.scheduling.placing import Placement
from tableside.workflows.times.choose_length import ChosenLength
from tableside.workflows.times.find_times import FreeTimes


def placements_of_each(
    choice: Choice, clients: Sequence[Client], *, times: FreeTimes, lengths: Sequence[ChosenLength], starts_at: datetime
) -> list[Placement]:
    """The same for people who come together and get the same, each for as long as they want. ``times`` were asked for
    the longest; what is kept free after it is kept free after each."""
    longest = times.question.wish.treatment_minutes
    found = placements_for(choice, clients, times=times, length=lengths[0], starts_at=starts_at)
    return [_as_long_as(length, one, longest=longest) for one, length in zip(found, lengths, strict=True)]


def _as_long_as(length: ChosenLength, placement: Placement, *, longest: int) -> Placement:
    shorter = longest - length.minutes
    return replace(
        placement,
        minutes=length.minutes,
        therapist_minutes=placement.therapist_minutes - shorter,
        table_minutes=placement.table_minutes - shorter,
        equipment_minutes=placement.equipment_minutes - shorter,
        price_minor=length.price_minor,
        add_ons=length.add_ons,
    )


def placements_for(
    choice: Choice, clients: Sequence[Client], *, times: FreeTimes, length: ChosenLength, starts_at: datetime
) -> list[Placement]:
    """Each client with a therapist and, where one is needed, a table of the chosen ones."""
    therapist_ids, table_ids = cast("tuple[UUID, ...]", choice.therapists), cast("tuple[UUID, ...]", choice.tables)
    equipment_ids = cast("tuple[tuple[UUID, ...], ...]", choice.equipment)
    table = times.tables[table_ids[0]] if table_ids else None
    location = table.room.location if table else location_by_id(cast(UUID, choice.location))
    wish = times.question.wish
    return [
        Placement(
            client=client,
            therapist=times.therapists[therapist_id],
            service=length.service,
            location=location,
            table=times.tables[table_ids[number]] if table_ids else None,
            starts_at=starts_at,
            minutes=length.minutes,
            therapist_minutes=therapist_minutes(wish, times.therapists[therapist_id].rest_minutes),
            table_minutes=table_minutes(wish, times.tables[table_ids[number]].room.reset_minutes if table_ids else 0),
            price_minor=length.price_minor,
            currency=length.service.practice.currency,
            equipment=tuple(times.equipment[key] for key in equipment_ids[number]) if equipment_ids else (),
            equipment_minutes=table_minutes(wish),
            add_ons=length.add_ons,
        )
        for number, (client, therapist_id) in enumerate(zip(clients, therapist_ids, strict=True))
    ]
