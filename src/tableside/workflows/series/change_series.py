"""Change this date of a series, this and the later ones, or all: the effect is listed first, then written as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.core.availability.explain import why_not
from tableside.core.decision import Refusal, Refused
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.civil import instant_on, local_day_of, wall_minute_of
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import withdraw
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import give_up_times, wait_to_change, wait_to_change_several
from tableside.records.scheduling.queries import appointments_of_series, coming_of_series
from tableside.records.scheduling.undoing import remember
from tableside.workflows.booking.once import once
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.changing.cancel import cancel_within
from tableside.workflows.changing.reschedule import move_within, times_to_move
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT
from tableside.workflows.messages.remind import plan_reminders
from tableside.workflows.series.book_series import none_booked
from tableside.workflows.series.tell_of_series import letter_about, tell_anew, tell_of_series
from tableside.workflows.times.day_limits import turns_on
from tableside.workflows.times.find_times import FreeTimes


class Which(StrEnum):
    THIS = "this"
    LATER = "later"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one date. ``starts_at`` is None where it cannot move; ``reason`` says why, and ``nearest`` are
    other times on and around that day."""

    appointment: Appointment
    wanted_on: date
    starts_at: datetime | None
    reason: str
    nearest: tuple[datetime, ...]


def dates_meant(appointment: Appointment, which: Which, *, now: datetime) -> list[Appointment]:
    """Those that are still to come; what is past or cancelled stays as it is."""
    if which is Which.THIS:
        return [appointment]
    since = appointment.starts_at if which is Which.LATER else now
    return list(coming_of_series(appointment, since=since, now=now))


def effects_of_moving(
    appointment: Appointment,
    which: Which,
    *,
    to_day: date,
    to_wall: int,
    therapist_id: UUID | None,
    by: Actor,
    now: datetime,
) -> tuple[Effect, ...]:
    """As this one moves to that day and time on the wall, the others move by as many days and minutes; to another
    therapist where one is named. Nothing is written."""
    zone = ZoneInfo(current_practice().time_zone)
    dates = dates_meant(appointment, which, now=now)
    here = minute_of(appointment.starts_at)
    days = (to_day - local_day_of(here, zone=zone)).days
    shift = to_wall - wall_minute_of(here, zone=zone)
    along = frozenset(one.id for one in dates)
    furthest = max((one.starts_at for one in dates), default=now) + timedelta(days=max(days, 0) + 1)
    known: dict[UUID, FreeTimes] = {}
    effects = []
    for one in dates:
        who = therapist_id or one.therapist_id
        if who not in known:
            known[who] = times_to_move(one, therapist_id=who, along=along, until=furthest, by=by, now=now)
        at = minute_of(one.starts_at)
        wall = wall_minute_of(at, zone=zone) + shift
        on = local_day_of(at, zone=zone) + timedelta(days=days + wall // 1440)
        effects.append(_effect(one, on, wall % 1440, known[who], therapist_id=who))
    return tuple(effects)


def move_dates(
    starts: Mapping[UUID, datetime],
    *,
    of: Appointment,
    therapist_id: UUID | None,
    insists: Insistence | None = None,
    tells: bool = True,
    by: Actor,
    now: datetime,
    key: str = "",
) -> list[Appointment]:
    """Move these dates of the series to these starts, all of them or none; the client gets one letter, if it ``tells``.
    The same form, known by its ``key``, moves them once."""
    asked = ["move dates", sorted((str(one), start) for one, start in starts.items()), therapist_id, insists, tells]

    def deed() -> None:
        moved = _move_dates(starts, of=of, therapist_id=therapist_id, insists=insists, by=by, now=now)
        tell_of_dates(moved, tells=tells, by=by, now=now)
        of.refresh_from_db(fields=["revision"])

    in_transaction(lambda: once(of, asked, deed, key=key, now=now))
    return list(appointments_of_series(of.series_id).filter(pk__in=starts)) if of.series_id else [of]


def cancel_dates(
    appointment: Appointment, which: Which, *, tells: bool = True, by: Actor, now: datetime, key: str = ""
) -> list[Appointment]:
    """Give the times back, all of them or none; the client gets one letter, if it ``tells``. The same form, known by
    its ``key``, cancels them once."""

    def deed() -> None:
        dates = _cancel_dates(appointment, which, by=by, now=now)
        tell_of_dates(dates, tells=tells, by=by, now=now)
        appointment.refresh_from_db(fields=["revision", "status", "cancelled_at"])

    in_transaction(lambda: once(appointment, ["cancel dates", which, tells], deed, key=key, now=now))
    appointment.refresh_from_db(fields=["cancelled_at"])
    if appointment.series_id is None or appointment.cancelled_at is None:
        return [appointment]
    return list(appointments_of_series(appointment.series_id).filter(cancelled_at=appointment.cancelled_at))


def _effect(one: Appointment, on: date, wall: int, times: FreeTimes, *, therapist_id: UUID) -> Effect:
    wanted = instant_on(on, wall, zone=times.question.zone)
    if isinstance(wanted, Refused):
        return Effect(one, on, None, wanted.detail, ())
    why = why_not(times.question, wanted, therapist=therapist_id)
    start = instant_of(wanted)
    if isinstance(why, Refused):
        return Effect(one, on, None, why.detail, times.nearest(start))
    return Effect(one, on, start, "", ())


def _move_dates(
    starts: Mapping[UUID, datetime],
    *,
    of: Appointment,
    therapist_id: UUID | None,
    insists: Insistence | None,
    by: Actor,
    now: datetime,
) -> list[Appointment]:
    zone = ZoneInfo(current_practice().time_zone)
    coming = coming_of_series(of, since=now, now=now) if of.series_id else [of]
    moving = [one for one in coming if one.id in starts]
    if not moving or len(moving) != len(starts):
        raise Refusal("series_changed", gettext("These dates have changed in the meantime. Look at them again first."))
    turns = [turn for start in starts.values() for turn in turns_on(start, current_practice())]
    wait_to_change_several(moving, also=turns)
    remember_together(moving, by=by, now=now)
    give_up_times(moving)
    along = frozenset(one.id for one in moving)
    for one in moving:
        along -= {one.id}
        try:
            who = therapist_id or one.therapist_id
            move_within(one, starts[one.id], who, along=along, insists=insists, by=by, now=now)
        except Refusal as refusal:
            raise none_booked(refusal, starts[one.id], zone=zone) from None
    return moving


def _cancel_dates(appointment: Appointment, which: Which, *, by: Actor, now: datetime) -> list[Appointment]:
    dates = dates_meant(appointment, which, now=now)
    if not dates:
        raise Refusal("no_dates", gettext("No date of this series is still to come."))
    wait_to_change(dates)
    remember_together(dates, by=by, now=now)
    for one in dates:
        cancel_within(one, by=by, now=now, tells=False)
    return dates


def remember_together(dates: Sequence[Appointment], *, by: Actor, now: datetime) -> None:
    together = [one.id for one in dates]
    for one in dates:
        remember(one, together=together, by=by, now=now)


def tell_of_dates(dates: Sequence[Appointment], *, tells: bool, by: Actor, now: datetime) -> None:
    """The letter leaves once the change can no longer be undone."""
    practice = facts_of(current_practice())
    for one in dates:
        withdraw(subject_id=one.id, kinds=ABOUT_APPOINTMENT, now=now)
        if one.status == Appointment.Status.BOOKED:
            plan_reminders(one, practice=practice, now=now)
    if not tell_anew(dates[0], changed_at=now, by=by, now=now) and tells:
        tell_of_series(dates, letter_about(dates, changed_at=now, now=now), now=now)
