"""Another length, treatment or therapist for this date of a series, this and the later ones, or all: each is looked at
first, then all that are chosen change as one."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tableside.core.availability.explain import why_not
from tableside.core.decision import Refusal, Refused
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import wait_to_change_several
from tableside.records.scheduling.queries import appointments_of_series, coming_of_series
from tableside.workflows.booking.booking_gate import insist_treatment_is_safe
from tableside.workflows.booking.once import once
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.changing.change_treatment import change_within, length_of, search_for
from tableside.workflows.intake.screen_appointment import Treatment
from tableside.workflows.series.book_series import none_booked
from tableside.workflows.series.change_series import Which, dates_meant, remember_together, tell_of_dates
from tableside.workflows.times.choose_length import ChosenLength, agreed_add_ons, minutes_alone
from tableside.workflows.times.day_limits import turns_on
from tableside.workflows.times.find_times import FreeTimes, free_times


@dataclass(frozen=True, slots=True)
class Wanted:
    """``minutes`` are those of the treatment alone; without a therapist each date keeps its own."""

    service_id: UUID
    minutes: int
    therapist_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TreatmentEffect:
    """What one date would be; ``reason`` says why it does not fit there, and is empty where it does. ``is_so_now``: it
    is that already, and nothing changes."""

    appointment: Appointment
    length: ChosenLength | None
    reason: str
    is_so_now: bool = False


def effects_of_treatment(
    appointment: Appointment, which: Which, wanted: Wanted, *, by: Actor, now: datetime
) -> tuple[TreatmentEffect, ...]:
    """Each date at its own start, with what stands against it, health answers among it. Nothing is written."""
    dates = dates_meant(appointment, which, now=now)
    known: dict[Hashable, FreeTimes] = {}
    return tuple(_effect(one, dates, wanted, known, by=by, now=now) for one in dates)


def change_treatments(
    chosen: Collection[UUID],
    wanted: Wanted,
    *,
    of: Appointment,
    insists: Insistence | None = None,
    tells: bool = True,
    by: Actor,
    now: datetime,
    key: str = "",
) -> list[Appointment]:
    """Change these dates of the series, all of them or none; the client gets one letter, if it ``tells``. The same
    form, known by its ``key``, changes them once."""
    asked = ["treat dates", sorted(map(str, chosen)), *_listed(wanted), insists, tells]

    def deed() -> None:
        changed = _change(chosen, wanted, of=of, insists=insists, by=by, now=now)
        tell_of_dates(changed, tells=tells, by=by, now=now)
        of.refresh_from_db(fields=["revision"])

    in_transaction(lambda: once(of, asked, deed, key=key, now=now))
    return list(appointments_of_series(of.series_id).filter(pk__in=chosen)) if of.series_id else [of]


def _effect(
    one: Appointment,
    dates: Collection[Appointment],
    wanted: Wanted,
    known: dict[Hashable, FreeTimes],
    *,
    by: Actor,
    now: datetime,
) -> TreatmentEffect:
    try:
        length = length_of(one, wanted.service_id, wanted.minutes)
    except Refusal as refusal:
        return TreatmentEffect(one, None, refusal.detail)
    if _is_so_now(one, wanted):
        return TreatmentEffect(one, length, "", is_so_now=True)
    who = wanted.therapist_id or one.therapist_id
    kind = (who, length.minutes, one.location_id)
    if kind not in known:  # all of them give up what they take: each is changed where it is
        search = search_for(one, length, therapist_id=who, by=by)
        along, until = frozenset(each.id for each in dates), max(each.starts_at for each in dates)
        known[kind] = free_times(replace(search, moving_along=along, until=until), now=now)
    times = known[kind]
    why = why_not(times.question, minute_of(one.starts_at), therapist=who)
    if isinstance(why, Refused):
        return TreatmentEffect(one, length, why.detail)
    try:
        treatment = Treatment(length.service, times.therapists[who], one.starts_at, length.minutes)
        insist_treatment_is_safe(one.client, treatment, by=by)
    except Refusal as refusal:
        return TreatmentEffect(one, length, refusal.detail)
    return TreatmentEffect(one, length, "")


def _change(
    chosen: Collection[UUID], wanted: Wanted, *, of: Appointment, insists: Insistence | None, by: Actor, now: datetime
) -> list[Appointment]:
    zone = ZoneInfo(current_practice().time_zone)
    dates = [one for one in coming_of_series(of, since=now, now=now) if one.id in chosen]
    if not dates or len(dates) != len(chosen):
        raise Refusal("series_changed", gettext("These dates have changed in the meantime. Look at them again first."))
    so_now = next((one for one in dates if _is_so_now(one, wanted)), None)
    if so_now is not None:
        words = gettext("This date is that already: there is nothing to change.")
        raise none_booked(Refusal("nothing_to_change", words), so_now.starts_at, zone=zone)
    turns = [turn for one in dates for turn in turns_on(one.starts_at, current_practice())]
    wait_to_change_several(dates, also=turns)
    remember_together(dates, by=by, now=now)
    for one in dates:
        who = wanted.therapist_id or one.therapist_id
        try:
            change_within(one, wanted.service_id, wanted.minutes, who, insists=insists, by=by, now=now)
        except Refusal as refusal:
            raise none_booked(refusal, one.starts_at, zone=zone) from None
    return dates


def _is_so_now(one: Appointment, wanted: Wanted) -> bool:
    minutes = minutes_alone(one, agreed_add_ons(one))
    is_same_therapist = wanted.therapist_id in (None, one.therapist_id)
    return is_same_therapist and (one.service_id, minutes) == (wanted.service_id, wanted.minutes)


def _listed(wanted: Wanted) -> list[str]:
    return [str(wanted.service_id), str(wanted.minutes), str(wanted.therapist_id)]
