"""What the calendar is filled with, as plain values.

Times are the practice's wall clock, so that the browser's own zone never matters. A fixed number of queries however
much is booked. Nothing about health: whoever stands at the desk sees the screen, so that here even a therapist only
reads that something needs attention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.permissions.permission import Permission
from tableside.core.timeline.timeline import Axis, spans
from tableside.core.timeline.window import instant_of, minute_of
from tableside.desk.appointment.cues import Cue, Cues
from tableside.desk.appointment.page import place_words
from tableside.desk.calendar.columns import Board, Column, is_shown, tints_of
from tableside.desk.calendar.view import CalendarView
from tableside.records.calendars.queries import elsewhere_on
from tableside.records.clients.models import Client
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_between
from tableside.records.scheduling.taken_queries import Kept, kept_on
from tableside.ui import moments
from tableside.ui.navigation import address_of_row
from tableside.ui.requests import ActorRequest
from tableside.ui.words import STATUS
from tableside.workflows.times.free_ground import hours_by_place

Block = dict[str, Any]  # Any: what becomes JSON
_USUAL_HOURS = (8, 18)


def feed_of(view: CalendarView, request: ActorRequest, *, now: datetime) -> dict[str, Any]:  # Any: what becomes JSON
    axis = view.axis
    booked = appointments_between(instant_of(axis.origin_minute), instant_of(axis.end_minute))
    appointments = [a for a in booked if a.status != Appointment.Status.CANCELLED and is_shown(a, view)]
    board = Board.of(view, appointments, own=request.actor.therapist_id)
    tints = tints_of(_coloured(appointments, board, view))
    shown = {column.key for column in board.columns}
    appointments = [a for a in appointments if board.column_of(a, view) in shown]
    open_minutes = _open(board, axis, view)
    blocks = [
        *_closed(open_minutes, axis, view, shown),
        *_elsewhere(axis, view, shown),
        *_kept(kept_on(axis, now=now), {a.id: a for a in appointments}, view, shown),
        *_appointments(appointments, board, tints, view, request, now=now),
    ]
    first, last = _hours(open_minutes, appointments, view)
    return {
        "columns": [_column(column) for column in board.columns],
        "blocks": blocks,
        "legend": [{"tint": tint, "name": name} for tint, name in tints.values()],
        "hours": [first, last],
        "hidden": _empty_days(open_minutes, appointments, view),
        "now": _wall(now, view),
    }


def _column(column: Column) -> Block:
    return {"id": column.key, "title": column.title, "extendedProps": {"location": column.location}}


def _coloured(appointments: Sequence[Appointment], board: Board, view: CalendarView) -> Iterable[tuple[str, str]]:
    if view.colour == "therapist":
        return ((str(one.id), one.name) for one in board.therapists)
    return ((str(a.service_id), a.service.name) for a in appointments)


def _appointments(
    appointments: Sequence[Appointment],
    board: Board,
    tints: dict[str, tuple[int, str]],
    view: CalendarView,
    request: ActorRequest,
    *,
    now: datetime,
) -> Iterator[Block]:
    found = Cues.of(appointments, request, on=None, now=now)
    manages = request.actor.may(Permission.MANAGE_SCHEDULE)
    for a in appointments:
        cues = [*found.notices(a), *_birthday(a, view)]
        key = str(a.therapist_id if view.colour == "therapist" else a.service_id)
        length = moments.minutes(minute_of(a.ends_at) - minute_of(a.starts_at))
        beside = a.therapist.name if view.by == "room" else place_words(a)
        yield {
            "id": str(a.id),
            "column": board.column_of(a, view),
            "start": _wall(a.starts_at, view),
            "end": _wall(a.ends_at, view),
            "kind": "appointment",
            "status": a.status,
            "tint": tints[key][0],
            "name": a.client.name,
            "text": _what(a),
            "beside": beside,
            "more": f"{moments.span(a.starts_at, a.ends_at, view.zone)}, {length}, {STATUS[a.status].words}",
            "cues": [{"icon": cue.icon, "words": cue.words, "tone": cue.tone} for cue in cues],
            "url": address_of_row("desk:appointment", a.id),
            "moves": manages and a.status == Appointment.Status.BOOKED,
            "wish": address_of_row("desk:calendar-wish", a.id),
            "revision": a.revision,
            "reaches": bool(a.client.email) or a.client.remind_by == Client.RemindBy.SMS,
        }


def _what(appointment: Appointment) -> str:
    """What is asked for says so in a word; the dashed edge only repeats it."""
    if appointment.status == Appointment.Status.REQUESTED:
        return gettext("Request: %(service)s") % {"service": appointment.service.name}
    return appointment.service.name


def _birthday(appointment: Appointment, view: CalendarView) -> tuple[Cue, ...]:
    """On the day itself. Who was born on 29 February has it on 1 March in other years."""
    born, on = appointment.client.born_on, appointment.starts_at.astimezone(view.zone).date()
    if born is None:
        return ()
    try:
        this_year = born.replace(year=on.year)
    except ValueError:
        this_year = date(on.year, 3, 1)
    return (Cue(gettext("Birthday"), "heart", "accent"),) if this_year == on else ()


def _kept(
    kept: Iterable[Kept], appointments: dict[UUID, Appointment], view: CalendarView, shown: set[str]
) -> list[Block]:
    """Recovery and rest around appointments, and whatever else takes time: time off, breaks, holds."""
    words = {"time_off": gettext("Time off"), "break": gettext("Break"), "hold": gettext("Being booked")}
    blocks = []
    for one in kept:
        column = str(one.therapist_id if view.by == "therapist" else one.table_id)
        if column not in shown:
            continue
        if one.appointment_id is None:
            said = words.get(one.why, gettext("Taken"))
            blocks.append(_plain(one.why, column, one.start_minute, one.end_minute, view, name=said))
        elif (a := appointments.get(one.appointment_id)) is not None:
            start, end = minute_of(a.starts_at), minute_of(a.ends_at)
            around = ((one.start_minute, start), (end, one.end_minute))
            blocks += [_plain("buffer", column, first, last, view) for first, last in around if first < last]
    return blocks


def _elsewhere(axis: Axis, view: CalendarView, shown: set[str]) -> Iterator[Block]:
    """What therapists' other calendars take. Nobody here knows what for."""
    if view.by == "therapist":
        for therapist_id, busy in elsewhere_on(axis).items():
            for start, end in busy:
                if str(therapist_id) in shown:
                    yield _plain("elsewhere", str(therapist_id), start, end, view, name=gettext("Elsewhere"))


def _plain(kind: str, column: str, start: int, end: int, view: CalendarView, *, name: str = "") -> Block:
    return {
        "id": f"{kind}-{column}-{start}",
        "column": column,
        "start": _wall(instant_of(start), view),
        "end": _wall(instant_of(end), view),
        "kind": kind,
        "name": name,
    }


def _open(board: Board, axis: Axis, view: CalendarView) -> dict[str, int]:
    """By therapist: the timeline on which they work anywhere."""
    ids = [one.id for one in board.therapists]
    found = dict.fromkeys(map(str, ids), 0)
    hours = hours_by_place(ids, axis=axis, zone=view.zone, first=view.first, last=view.last)
    for (key, _place), timeline in hours.items():
        found[str(key)] |= timeline
    return found


def _closed(open_minutes: dict[str, int], axis: Axis, view: CalendarView, shown: set[str]) -> Iterator[Block]:
    if view.by == "therapist":
        for column, timeline in open_minutes.items():
            for start, end in spans(axis, axis.everything & ~timeline):
                if column in shown:
                    yield _plain("closed", column, start, end, view)


def _hours(open_minutes: dict[str, int], appointments: Sequence[Appointment], view: CalendarView) -> tuple[int, int]:
    """The hours of the day from the first that anybody works or is booked to the last."""
    times = [(_local(start, view), _local(end, view)) for start, end in _open_spans(open_minutes, view)]
    times += [(a.starts_at.astimezone(view.zone), a.ends_at.astimezone(view.zone)) for a in appointments]
    starts = [start.hour for start, _end in times]
    ends = [24 if end.date() > start.date() else end.hour + bool(end.minute) for start, end in times]
    return min(starts, default=_USUAL_HOURS[0]), max(ends, default=_USUAL_HOURS[1])


def _empty_days(open_minutes: dict[str, int], appointments: Sequence[Appointment], view: CalendarView) -> list[int]:
    """Days of a week on which nobody works or is booked, Sunday being 0; never all of them."""
    days = {view.first + timedelta(days=number) for number in range(view.days)}
    used = {_local(start, view).date() for start, _end in _open_spans(open_minutes, view)}
    used |= {a.starts_at.astimezone(view.zone).date() for a in appointments} | {view.on}
    return sorted(day.isoweekday() % 7 for day in days - used) if view.days == 7 else []


def _open_spans(open_minutes: dict[str, int], view: CalendarView) -> list[tuple[int, int]]:
    axis = view.axis
    return [span for timeline in open_minutes.values() for span in spans(axis, timeline)]


def _local(minute: int, view: CalendarView) -> datetime:
    return instant_of(minute).astimezone(view.zone)


def _wall(at: datetime, view: CalendarView) -> str:
    return at.astimezone(view.zone).strftime("%Y-%m-%dT%H:%M")
