"""What is put back goes to a massage table that is in use: where its own was taken away meanwhile, to another one that
fits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.availability.offers import table_minutes
from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.practice.models import MassageTable
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment, FormerState
from tableside.records.scheduling.queries import tables_of
from tableside.records.scheduling.reserving import resource_of_table
from tableside.records.scheduling.taken_queries import free_tables
from tableside.workflows.times.find_times import wish_of


def take_a_table_in_use(former: FormerState, *, of: Appointment, beside: Collection[UUID], now: datetime) -> None:
    """Name another massage table in what the appointment was, if it has to: in the same room where one is free, and for
    two side by side nowhere else, but none of those ``beside`` it. Refused in words where none fits."""
    table = former.table
    if table is None or (table.is_in_use and table.room.is_in_use):
        return
    start, ends = minute_of(former.starts_at), _ends(former, table, of=of)
    spans = {one.id: (start, end) for one, end in ends.items() if one.id not in beside}
    free = free_tables(spans, now=now, without=[of.id])
    found = next((one for one in ends if one.id in free), None)
    if found is None:
        words = gettext(
            "The massage table was taken away in the meantime, and no other that fits is free then. The appointment "
            "stays as it is now: book it anew at another time, or put the massage table back into use first."
        )
        raise Refusal("table_gone", words)
    gone, new = str(resource_of_table(table).id), str(resource_of_table(found).id)
    kept = [one for one in former.reserved if one[0] != gone]
    former.table, former.reserved = found, [*kept, [new, start, ends[found], None]]


def _ends(former: FormerState, table: MassageTable, *, of: Appointment) -> dict[MassageTable, int]:
    """Massage tables that fit, those of the same room first, and until when each would be taken."""
    service, start = former.service or of.service, minute_of(former.starts_at)
    minutes = minute_of(former.ends_at) - start
    wish = wish_of(service, minutes=minutes, practice=current_practice())
    fitting = [one for one in tables_of([former.location_id]) if wish.table_features <= set(one.features)]
    if service.therapists_needed > 1:
        fitting = [one for one in fitting if one.room_id == table.room_id]
    fitting.sort(key=lambda one: one.room_id != table.room_id)
    return {one: start + table_minutes(wish, one.room.reset_minutes) for one in fitting}
