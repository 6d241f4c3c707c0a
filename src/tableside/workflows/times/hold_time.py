"""Keep a time for a browser while the details are filled in: it is not sold to somebody else meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from tableside.core.appointments.policy import may_book
from tableside.core.availability.offers import table_minutes, therapist_minutes
from tableside.core.decision import Refusal, insist
from tableside.records.clients.links import token_hash
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.models import Equipment, MassageTable, Therapist
from tableside.records.practice.policy_queries import policy_of
from tableside.records.practice.queries import location_by_id
from tableside.records.scheduling.day_queries import has_been_booked
from tableside.records.scheduling.reserving import HeldVisit, hold, release, wait_for_turn
from tableside.workflows.booking.set_aside import arrange, insist_it_stands
from tableside.workflows.times.day_limits import turns_on
from tableside.workflows.times.find_times import ABOUT_THE_TIME, Search, free_times


def holder(token: str) -> str:
    """What is kept of a browser's token: who reads the database cannot spend somebody's hold."""
    return token_hash(token) if token else ""


def hold_time(search: Search, *, starts_at: datetime, held_by: str, now: datetime) -> None:
    """Hold this start as the practice allows, in place of what the browser held before. Raises ``Refusal``; where the
    time is the reason, ``nearest`` holds the three closest."""
    search = replace(search, held_by=held_by)
    try:
        in_transaction(lambda: _hold(search, starts_at=starts_at, now=now))
    except Refusal as refusal:
        if refusal.code not in ABOUT_THE_TIME:
            raise
        nearest = free_times(search, now=now).nearest(starts_at)
        raise Refusal(refusal.code, refusal.detail, nearest=nearest) from None


def let_go(held_by: str) -> None:
    """Whoever held a time has left, or chooses another one."""
    in_transaction(lambda: release(held_by))


def _hold(search: Search, *, starts_at: datetime, now: datetime) -> None:
    practice = search.service.practice
    insist(may_book(starts_at, now=now, policy=policy_of(practice)))
    hold_within(search, starts_at=starts_at, expires_at=now + timedelta(minutes=practice.hold_minutes), now=now)


def hold_within(search: Search, *, starts_at: datetime, expires_at: datetime, now: datetime) -> Therapist:
    """Hold a free start inside the caller's transaction, for who ``search.held_by`` names; with whom it will be."""
    arranged = arrange(search, starts_at, insists=None, by=None, now=now)
    times, choice = arranged.times, arranged.choice
    wish, practice = times.question.wish, search.service.practice
    therapists = [times.therapists[key] for key in cast("tuple[UUID, ...]", choice.therapists)]
    tables = [times.tables[key] for key in cast("tuple[UUID, ...]", choice.tables)]
    taken: dict[Therapist | MassageTable | Equipment, int] = {
        one: therapist_minutes(wish, one.rest_minutes) for one in therapists
    }
    taken |= {table: table_minutes(wish, table.room.reset_minutes) for table in tables}
    pieces = [times.equipment[key] for each in cast("tuple[tuple[UUID, ...], ...]", choice.equipment) for key in each]
    taken |= dict.fromkeys(pieces, table_minutes(wish))
    wait_for_turn([*(one.id for one in taken), *turns_on(starts_at, practice)])
    insist_it_stands(arranged, search, starts_at, now=now)
    visit = HeldVisit(
        service=search.service,
        minutes=search.minutes,
        location=location_by_id(cast(UUID, choice.location)),
        is_first_visit=search.client_id is None or not has_been_booked(search.client_id),
    )
    hold(taken, start=starts_at, held_by=search.held_by, visit=visit, expires_at=expires_at, now=now)
    return therapists[0]
