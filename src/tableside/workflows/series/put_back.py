"""Dates that a series does not have: cancelled, or left out when it was booked. Each is looked at and can come back."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from tableside.core.availability.explain import why_not
from tableside.core.decision import Refusal, Refused
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.transactions import in_transaction
from tableside.records.scheduling.models import Appointment, Series
from tableside.records.scheduling.series_actions import join_series
from tableside.workflows.booking.book import Booked, BookingRequest, Person, book_within
from tableside.workflows.booking.set_aside import Insistence, warnings_at
from tableside.workflows.times.choose_length import agreed_add_ons, minutes_alone
from tableside.workflows.times.find_times import ABOUT_THE_TIME, FreeTimes, Search, free_times


@dataclass(frozen=True, slots=True)
class MissingDate:
    """It would be booked ``like`` this: the cancelled date itself, or for one that was left out the nearest of the
    series. ``starts_at`` is None where its time is not free: ``reason`` says why, and ``nearest`` are other times."""

    wanted_at: datetime
    like: Appointment
    starts_at: datetime | None
    reason: str
    nearest: tuple[datetime, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.like.starts_at == self.wanted_at


def missing_dates(series: Series, dates: Sequence[Appointment], *, by: Actor, now: datetime) -> tuple[MissingDate, ...]:
    """Those of the series, whose appointments ``dates`` are, that are still to come, earliest first."""
    live = {one.starts_at for one in dates if one.status != Appointment.Status.CANCELLED}
    back = set(series.put_back)
    wanted = {one.starts_at: one for one in dates if one.starts_at not in live and str(one.id) not in back}
    for at in map(datetime.fromisoformat, series.left_out):
        wanted.setdefault(at, _nearest(dates, at))
    coming = {at: like for at, like in wanted.items() if at > now}
    known: dict[Hashable, FreeTimes] = {}
    found = []
    for at, like in sorted(coming.items()):
        kind = (like.service_id, like.ends_at - like.starts_at, like.therapist_id)
        if kind not in known:
            known[kind] = free_times(_search(like, until=max(coming), by=by), now=now)
        found.append(_missing(at, like, known[kind]))
    return tuple(found)


def put_back(
    appointment: Appointment,
    *,
    left_out: datetime | None = None,
    starts_at: datetime | None = None,
    insists: Insistence | None = None,
    tells: bool = True,
    by: Actor,
    now: datetime,
    key: str = "",
) -> Booked:
    """Book a cancelled date of a series again, at its own time or another one, as a new appointment; or like it one
    that was ``left_out`` when the series was booked. The same form, known by its ``key``, books it once."""
    wanted = left_out or appointment.starts_at
    start = starts_at or wanted
    again = _request(appointment, wanted, start, insists=insists, tells=tells, key=key, now=now)
    try:
        return in_transaction(lambda: _put_back(appointment, again, left_out=left_out, by=by, now=now))
    except Refusal as refusal:
        if refusal.code not in ABOUT_THE_TIME:
            raise
        outside = warnings_at(_search(appointment, until=start, by=by), start, by=by, now=now)
        raise Refusal(refusal.code, refusal.detail, outside=outside) from None


def _put_back(
    appointment: Appointment, again: BookingRequest, *, left_out: datetime | None, by: Actor, now: datetime
) -> Booked:
    is_cancelled = appointment.status == Appointment.Status.CANCELLED
    if appointment.series_id is None or not (left_out or is_cancelled):
        raise Refusal("not_skipped", gettext("Only a cancelled date of a series can be put back."))
    booked = book_within(again, by=by, now=now)
    join_series(appointment.series_id, booked.appointment_ids, in_place_of=left_out or appointment.id)
    return booked


def _request(
    like: Appointment,
    wanted: datetime,
    start: datetime,
    *,
    insists: Insistence | None,
    tells: bool,
    key: str,
    now: datetime,
) -> BookingRequest:
    client, add_ons = like.client, agreed_add_ons(like)
    named = f"{like.id.hex[:12]}:{minute_of(wanted)}"
    return BookingRequest(
        service_id=like.service_id,
        minutes=minutes_alone(like, add_ons),
        starts_at=start,
        people=(Person(client.name, client.email, client.phone, client_id=client.id),),
        key=f"back:{key[:50]}:{named}" if key else f"back:{named}:{now.isoformat()}",
        therapist_id=like.therapist_id,
        add_ons=tuple(one.id for one in add_ons),
        insists=insists,
        tells=tells,
    )


def _search(like: Appointment, *, until: datetime, by: Actor) -> Search:
    return Search(
        service=like.service,
        minutes=minute_of(like.ends_at) - minute_of(like.starts_at),
        therapist_id=like.therapist_id,
        client_id=like.client_id,
        ignores_notice=by.is_staff,
        until=until,
    )


def _missing(at: datetime, like: Appointment, times: FreeTimes) -> MissingDate:
    if times.includes(at):
        return MissingDate(at, like, at, "", ())
    why = why_not(times.question, minute_of(at), therapist=like.therapist_id)
    reason = why.detail if isinstance(why, Refused) else ""
    return MissingDate(at, like, None, reason, times.nearest(at))


def _nearest(dates: Collection[Appointment], at: datetime) -> Appointment:
    return min(dates, key=lambda one: (one.status == Appointment.Status.CANCELLED, abs(one.starts_at - at)))
