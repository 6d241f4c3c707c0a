"""Open a practice: its owner, its rooms, its first services and the owner's hours, all at once or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tableside.core.decision import Refusal
from tableside.records.accounts.actions import create_account
from tableside.records.accounts.models import User
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import practice_scope
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.access import own_membership
from tableside.records.practice.actions import NewPractice, create_practice
from tableside.records.practice.people_actions import NewTherapist, add_therapist
from tableside.records.practice.place_actions import add_location
from tableside.records.practice.queries import is_set_up
from tableside.records.practice.service_actions import NewService, add_service
from tableside.records.scheduling.hours_actions import set_hours


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What the first page asks. ``hours`` are ``(weekday, start_minute, end_minute)``, Monday being 0; without any the
    owner runs the practice and treats nobody."""

    owner_name: str
    email: str
    password: str
    practice: NewPractice
    location: str
    address: str
    room: str
    services: tuple[NewService, ...]
    hours: tuple[tuple[int, int, int], ...]


def set_up_practice(first: FirstDay, *, now: datetime) -> User:
    """The owner, who can sign in at once. Of two at the same time one is refused with ``already_set_up``."""
    return in_transaction(lambda: _set_up(first, now=now))


def _set_up(first: FirstDay, *, now: datetime) -> User:
    lock(["set up the first practice"])
    if is_set_up():
        raise Refusal("already_set_up", "This practice has been set up already. Sign in as its owner.")
    user = create_account(first.email, name=first.owner_name, password=first.password)
    practice, owner = create_practice(first.practice, owner=user, now=now)
    with practice_scope(practice.id):
        location = add_location(first.location, rooms={first.room: 1}, address=first.address, by=owner, now=now)
        services = tuple(add_service(service, by=owner, now=now) for service in first.services)
        if first.hours:
            new = NewTherapist(name=first.owner_name, services=services)
            therapist = add_therapist(new, membership=own_membership(owner), by=owner, now=now)
            set_hours(therapist, location=location, hours=first.hours, by=owner, now=now)
    return user
