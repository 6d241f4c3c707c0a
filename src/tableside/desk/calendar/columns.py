"""The columns that stand side by side, and the tints that tell services or therapists apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from tableside.desk.calendar.view import EVERYBODY, CalendarView
from tableside.records.practice.models import Location, MassageTable, Therapist
from tableside.records.practice.queries import locations, therapists_who_take_bookings
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import tables_of

NO_TABLE = "none"  # the column of what needs no massage table, when somebody is booked so
_TINTS = 8


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    location: str = ""


@dataclass(frozen=True)
class Board:
    """Who and what there is, and what of it is shown."""

    therapists: tuple[Therapist, ...]
    tables: tuple[MassageTable, ...]
    places: tuple[Location, ...]
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, view: CalendarView, appointments: Sequence[Appointment], *, own: UUID | None) -> Board:
        found = {one.id: one for one in therapists_who_take_bookings()}
        found |= {a.therapist_id: a.therapist for a in appointments}
        therapists = tuple(sorted(found.values(), key=lambda one: (one.id != own, one.name)))
        places = tuple(locations())
        used = {a.table_id for a in appointments if a.table_id}  # one taken away stands where something was
        tables = tuple(tables_of([place.id for place in places], also=used))
        if view.by == "therapist":
            chosen = [one for one in therapists if view.therapist == str(one.id)] or therapists
            columns = tuple(Column(str(one.id), one.name) for one in chosen)
        else:
            columns = _table_columns(tables, places, appointments)
        return cls(therapists, tables, places, columns)

    def column_of(self, appointment: Appointment, view: CalendarView) -> str:
        if view.by == "therapist":
            return str(appointment.therapist_id)
        return str(appointment.table_id or NO_TABLE)


def _table_columns(
    tables: Sequence[MassageTable], places: Sequence[Location], appointments: Sequence[Appointment]
) -> tuple[Column, ...]:
    names = {place.id: place.name for place in places}
    columns = []
    for table in sorted(tables, key=lambda one: (names[one.room.location_id], one.room.name, one.name)):
        title = table.name if table.name.startswith(table.room.name) else f"{table.room.name}, {table.name}"
        place = table.room.location_id
        said = f"{names[place]}: {title}" if len(places) > 1 else title
        columns.append(Column(str(table.id), said, str(place)))
    if any(a.table_id is None for a in appointments) or not columns:
        columns.append(Column(NO_TABLE, gettext("No massage table")))
    return tuple(columns)


def is_shown(appointment: Appointment, view: CalendarView) -> bool:
    return view.therapist in (EVERYBODY, str(appointment.therapist_id)) or view.by == "therapist"


def tints_of(keys: Iterable[tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """By key: a tint and a name. In the order of the names, so that the same day always looks the same."""
    named = sorted(dict(keys).items(), key=lambda pair: (pair[1], pair[0]))
    return {key: (number % _TINTS + 1, name) for number, (key, name) in enumerate(named)}
