"""Some minutes in which the dates of a series that were moved or cancelled at once can all be made what they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, ngettext

from tableside.core.appointments.policy import may_undo, undo_ends
from tableside.core.decision import Decision, Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment, FormerState
from tableside.records.scheduling.placing import give_up_times, wait_to_change_several
from tableside.records.scheduling.queries import appointments_of_series, former_of_series
from tableside.ui import moments
from tableside.workflows.changing.undo_change import restore_within
from tableside.workflows.series.tell_of_series import leave_out


@dataclass(frozen=True, slots=True)
class SeriesUndo:
    """How many dates can be undone together, until when."""

    count: int
    until: datetime


def series_undo(series_id: UUID, *, by: Actor, now: datetime) -> SeriesUndo | None:
    """Whether they can undo the last change of several dates; None when they cannot."""
    former = former_of_series(series_id)
    if not former or not _may(former[0], by=by, now=now):
        return None
    until = undo_ends(former[0].changed_at, policy=policy_of(current_practice()))
    return SeriesUndo(len(former[0].together), until)


def undo_dates(
    appointment: Appointment, *, leaving: Collection[UUID] = (), by: Actor, now: datetime
) -> list[Appointment]:
    """Make all dates of the last change what they were, but for those that are left as they are. Where one of them
    cannot be, none is: the refusal names it, and ``leaving`` there is all that has to be left for the others."""
    return in_transaction(lambda: _undo_dates(appointment, leaving, by=by, now=now))


def _undo_dates(appointment: Appointment, leaving: Collection[UUID], *, by: Actor, now: datetime) -> list[Appointment]:
    assert appointment.series_id is not None
    former = former_of_series(appointment.series_id)
    wanted = [key for key in map(UUID, former[0].together) if key not in leaving] if former else []
    if not wanted:
        raise Refusal("nothing_to_undo", gettext("There is nothing to undo: these dates are as they were."))
    insist(_may(former[0], by=by, now=now))
    wait_to_change_several(list(appointments_of_series(appointment.series_id).filter(pk__in=wanted)))
    changed_at, together, able = former[0].changed_at, former[0].together, wanted
    while able:
        with transaction.atomic():
            undone, stuck = _restore(appointment.series_id, able, by=by, now=now)
            transaction.set_rollback(bool(stuck))
        if not stuck:
            break
        able = [key for key in able if key not in stuck]
    if able != wanted:
        raise _not_all(appointment.series_id, [key for key in wanted if key not in able], leaving, rest=len(able))
    leave_out(undone, of=together, changed_at=changed_at, by=by, now=now)
    return undone


def _restore(series_id: UUID, keys: Sequence[UUID], *, by: Actor, now: datetime) -> tuple[list[Appointment], set[UUID]]:
    """The dates that are as before now, and those that cannot be. All give up their times first: one may go back to
    where another has been moved to."""
    former = {one.appointment_id: one for one in former_of_series(series_id)}
    dates = {one.id: one for one in appointments_of_series(series_id).filter(pk__in=keys)}
    as_changed = [one for key, one in dates.items() if key in former and former[key].revision == one.revision]
    give_up_times(as_changed)
    undone, stuck = [], {key for key in keys if key not in {one.id for one in as_changed}}
    for one in as_changed:
        try:
            with transaction.atomic():
                restore_within(one, former[one.id], by=by, now=now)
            undone.append(one)
        except Refusal:
            stuck.add(one.id)
    return undone, stuck


def _not_all(series_id: UUID, stuck: Sequence[UUID], leaving: Collection[UUID], *, rest: int) -> Refusal:
    zone = facts_of(current_practice()).zone
    dates = ", ".join(
        moments.full(one.starts_at, zone) for one in appointments_of_series(series_id).filter(pk__in=stuck)
    )
    words = ngettext(
        "This date cannot be as before, because its former time is taken or it has changed again: %(dates)s. "
        "Nothing has been undone.",
        "These dates cannot be as before, because their former times are taken or they have changed again: %(dates)s. "
        "Nothing has been undone.",
        len(stuck),
    )
    return Refusal("not_all_back", words % {"dates": dates}, leaving=[*leaving, *stuck], rest=rest)


def _may(former: FormerState, *, by: Actor, now: datetime) -> Decision:
    """Whether it is still time, and the side that made the change; each date is looked at by itself."""
    return may_undo(
        former.changed_at,
        now=now,
        policy=policy_of(current_practice()),
        is_as_changed=True,
        by_staff=by.is_staff,
        changed_by_staff=former.changed_by_staff,
    )
