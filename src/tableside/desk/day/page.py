"""One day's appointments by therapist, each with what to notice and the one thing to do next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.permissions.permission import Permission
from tableside.core.timeline.window import instant_of
from tableside.desk.appointment.cues import Cue, Cues
from tableside.desk.appointment.deeds import Deeds
from tableside.desk.appointment.forms import read_day
from tableside.desk.appointment.page import place_words
from tableside.records.calendars.models import OtherCalendar
from tableside.records.calendars.queries import failing_calendars
from tableside.records.charting.queries import unsigned_before
from tableside.records.intake.queries import needing_help_now
from tableside.records.outbox.queries import failed_count
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import locations, therapists_who_take_bookings
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import add_on_names, appointments_between, holds_between, requests_shown
from tableside.ui import moments
from tableside.ui.navigation import address_of, address_of_row
from tableside.ui.parts import Tab
from tableside.ui.requests import ActorRequest

_DAY = timedelta(days=1)
_ALL = "all"
_NOTES_SHOWN = 10


@dataclass(frozen=True)
class Row:
    """Everything a row says, as it is written: a day has sixty of them."""

    appointment: Appointment
    url: str
    clock: str
    name: str
    text: str
    badges: tuple[Cue, ...]
    deeds: Deeds
    is_now: bool
    is_booked: ClassVar = True


@dataclass(frozen=True)
class Held:
    """A time that somebody is booking right now, so that nobody promises it on the phone."""

    is_booked: ClassVar = False
    clock: str
    until: str
    therapist: Therapist
    starts_at: datetime


@dataclass(frozen=True)
class Group:
    therapist: Therapist
    rows: tuple[Row | Held, ...]


@dataclass(frozen=True)
class Call:
    """A client whom somebody has to look at now. Says nothing of why; ``url`` leads to what the reader may see."""

    name: str
    url: str


@dataclass(frozen=True)
class Asked:
    """What a client asked for on whatever day, and until when somebody says yes or no."""

    name: str
    url: str
    text: str
    answer_by: str
    deeds: Deeds


@dataclass(frozen=True)
class DayPage:
    on: date
    is_today: bool
    here: str
    earlier_url: str
    later_url: str
    today_url: str
    therapist_key: str
    calendar_url: str
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    cancelled: tuple[Appointment, ...]
    requests: tuple[Asked, ...]
    calls: tuple[Call, ...]
    failed_messages: int
    unread_calendars: tuple[OtherCalendar, ...]
    older_notes: tuple[Appointment, ...]

    @classmethod
    def of(cls, request: ActorRequest, *, now: datetime) -> DayPage:
        zone = request.practice.zone
        today = now.astimezone(zone).date()
        on = read_day(request.GET.get("on", "")) or today
        midnights = [datetime.combine(day, time.min, tzinfo=zone) for day in (on, on + _DAY)]
        everything = appointments_between(midnights[0], midnights[1])
        kept = [a for a in everything if a.status != Appointment.Status.CANCELLED]
        held = _held(midnights[0], midnights[1], zone=zone, now=now)
        therapists = _own_first(_therapists(everything, held), request.actor.therapist_id)
        key = _chosen(request, therapists)
        shown = [a for a in kept if key in (_ALL, str(a.therapist_id))]
        rows = _rows(shown, request, on=on, now=now)
        held = [one for one in held if key in (_ALL, str(one.therapist.id))]
        return cls(
            on=on,
            is_today=on == today,
            here=_address(on, key),
            earlier_url=_address(on - _DAY, key),
            later_url=_address(on + _DAY, key),
            today_url=_address(today, key),
            therapist_key=key,
            calendar_url=f"{reverse('desk:calendar')}?{urlencode({'on': on.isoformat()})}",
            tabs=_tabs(therapists, kept, request.actor.therapist_id, on=on, key=key),
            groups=_groups(therapists, rows, held),
            cancelled=tuple(
                a for a in everything if a.status == Appointment.Status.CANCELLED and key in (_ALL, str(a.therapist_id))
            ),
            requests=_requests(request, now=now),
            calls=_calls(request),
            failed_messages=failed_count() if request.actor.may(Permission.SEE_OUTBOX) else 0,
            unread_calendars=_unread_calendars(request, now=now),
            older_notes=_older_notes(request, before=midnights[0]) if on == today else (),
        )


def _requests(request: ActorRequest, *, now: datetime) -> tuple[Asked, ...]:
    """Whoever manages the schedule answers them; until then they stand on every day."""
    if not request.actor.may(Permission.MANAGE_SCHEDULE):
        return ()
    asked = requests_shown()
    found, zone = Cues.of(asked, request, on=None, now=now) if asked else None, request.practice.zone
    return tuple(
        Asked(
            name=one.client.name,
            url=address_of_row("desk:appointment", one.id),
            text=f"{moments.full(one.starts_at, zone, one.ends_at)}, {one.service.name}, {one.therapist.name}",
            answer_by=moments.full(one.answer_by, zone) if one.answer_by else "",
            deeds=Deeds.of(one, request, found=found, now=now),
        )
        for one in asked
        if found
    )


def _rows(appointments: Sequence[Appointment], request: ActorRequest, *, on: date, now: datetime) -> list[Row]:
    found = Cues.of(appointments, request, on=on, now=now)
    names_place, add_ons = locations().count() > 1, add_on_names(a.id for a in appointments)
    return [
        Row(
            appointment=a,
            url=address_of_row("desk:appointment", a.id),
            clock=moments.clock(a.starts_at, request.practice.zone),
            name=a.client.name,
            text=_text(a, add_ons.get(a.id, ()), names_place=names_place),
            badges=found.badges(a),
            deeds=Deeds.of(a, request, found=found, now=now),
            is_now=a.starts_at <= now < a.ends_at,
        )
        for a in appointments
    ]


def _calls(request: ActorRequest) -> tuple[Call, ...]:
    page = "desk:client-finding" if request.actor.may(Permission.READ_HEALTH) else "desk:client"
    return tuple(Call(one.client.name, reverse(page, args=[one.client_id])) for one in needing_help_now())


def _unread_calendars(request: ActorRequest, *, now: datetime) -> tuple[OtherCalendar, ...]:
    """Other calendars of therapists that could not be read for a day, for who can do something about it."""
    return tuple(failing_calendars(now=now)) if request.actor.may(Permission.MANAGE_PRACTICE) else ()


def _older_notes(request: ActorRequest, *, before: datetime) -> tuple[Appointment, ...]:
    """What the therapist who is looking has left unsigned on earlier days."""
    own = request.actor.therapist_id
    if own is None or not request.actor.may(Permission.WRITE_NOTES):
        return ()
    return tuple(unsigned_before(own, before=before)[:_NOTES_SHOWN])


def _text(appointment: Appointment, add_ons: Sequence[str], *, names_place: bool) -> str:
    length = moments.minutes(int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60)
    place = appointment.location.name if names_place else ""
    what = ", ".join([appointment.service.name, *add_ons])
    return " · ".join(filter(None, [what, length, place, place_words(appointment)]))


def _held(start: datetime, end: datetime, *, zone: ZoneInfo, now: datetime) -> list[Held]:
    held = []
    for row in holds_between(start, end, now=now):
        starts_at, therapist = instant_of(row.start_minute), row.resource.therapist
        if therapist is not None and row.expires_at is not None:
            held.append(Held(moments.clock(starts_at, zone), moments.clock(row.expires_at, zone), therapist, starts_at))
    return held


def _therapists(appointments: Sequence[Appointment], held: Sequence[Held]) -> list[Therapist]:
    """Whoever takes bookings, and whoever has someone that day."""
    found = {therapist.id: therapist for therapist in therapists_who_take_bookings()}
    found |= {a.therapist_id: a.therapist for a in appointments} | {one.therapist.id: one.therapist for one in held}
    return sorted(found.values(), key=lambda therapist: therapist.name)


def _own_first(therapists: list[Therapist], own: UUID | None) -> list[Therapist]:
    return sorted(therapists, key=lambda therapist: therapist.id != own)


def _chosen(request: ActorRequest, therapists: Sequence[Therapist]) -> str:
    """A therapist opens their own list, anyone else that of all."""
    keys = {str(therapist.id) for therapist in therapists}
    wished = request.GET.get("therapist", str(request.actor.therapist_id))
    return wished if wished in keys else _ALL


def _tabs(
    therapists: Sequence[Therapist], appointments: Sequence[Appointment], own: UUID | None, *, on: date, key: str
) -> tuple[Tab, ...]:
    """What a phone has room for comes first: one's own list, where there is one, and that of all."""
    if len(therapists) < 2:
        return ()
    counts = Counter(a.therapist_id for a in appointments)
    tabs = [Tab(one.name, _address(on, str(one.id)), key == str(one.id), counts[one.id]) for one in therapists]
    everyone = Tab(gettext("All"), _address(on, _ALL), key == _ALL, len(appointments))
    first = sum(one.id == own for one in therapists)
    return (*tabs[:first], everyone, *tabs[first:])


def _groups(therapists: Sequence[Therapist], rows: Sequence[Row], held: Sequence[Held]) -> tuple[Group, ...]:
    """Whoever has something that day, with it, earliest first."""
    found: dict[UUID, list[tuple[datetime, Row | Held]]] = defaultdict(list)
    for row in rows:
        found[row.appointment.therapist_id].append((row.appointment.starts_at, row))
    for one in held:
        found[one.therapist.id].append((one.starts_at, one))
    return tuple(
        Group(therapist, tuple(row for _at, row in sorted(found[therapist.id], key=lambda pair: pair[0])))
        for therapist in therapists
        if therapist.id in found
    )


def _address(on: date, key: str) -> str:
    return f"{address_of('desk:day')}?{urlencode({'on': on.isoformat(), 'therapist': key})}"
