"""Wait for a time: a client or a guest joins, says again what suits them, or leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.core.timeline.window import instant_of, minute_of
from tableside.core.waitlist.fit import Waiting, Window, suiting
from tableside.records.clients.access import client_to_see, guest
from tableside.records.clients.actions import add_client, make_link
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import guest_with_email
from tableside.records.foundation.scope import current_practice_id
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import post, withdraw
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import bookable_therapists, current_practice, facts_of, locations
from tableside.records.scheduling.models import WaitlistEntry
from tableside.records.scheduling.waitlist_actions import (
    NewEntry,
    change_windows,
    check_windows,
    end_entry,
    join_waitlist,
    wait_for_the_line,
)
from tableside.records.scheduling.waitlist_queries import waits_already
from tableside.workflows.booking.book import Person
from tableside.workflows.letters.waitlist import waiting
from tableside.workflows.times.find_times import Search, free_times

LINK_LASTS = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody waits for: a treatment, perhaps of one therapist or at one location, in any of these windows."""

    search: Search
    windows: tuple[Window, ...]


def join(person: Person, wanted: Wanted, *, by: Actor | None, now: datetime) -> None:
    """Put them on the list and write to them. Refused where a time that suits is free already: ``nearest`` holds the
    first three. A guest who waits already gets the letter again and nothing else, because whoever types an address
    need not be its reader."""
    practice = wanted.search.service.practice
    if wanted.search.service.therapists_needed > 1:
        raise Refusal("not_for_two", "For two people side by side, please call us: we look for a time with you.")
    check_windows(wanted.windows, today=now.astimezone(ZoneInfo(practice.time_zone)).date())
    if free := free_in(wanted, practice=practice, now=now):
        raise Refusal("free_already", "A time that suits is free already. You can book it now.", nearest=free[:3])
    in_transaction(lambda: _join(person, wanted, practice=practice, by=by, now=now))


def _join(person: Person, wanted: Wanted, *, practice: Practice, by: Actor | None, now: datetime) -> None:
    search = wanted.search
    client = _client(person, by=by, now=now)
    entry = waits_already(client.id, service_id=search.service.id) if by is None else None
    if entry is None:
        therapist = next((one for one in bookable_therapists(search.service.id) if one.id == search.therapist_id), None)
        location = next((one for one in locations() if one.id == search.location_id), None)
        new = NewEntry(client, search.service, search.minutes, wanted.windows, therapist=therapist, location=location)
        entry = join_waitlist(new, by=by or guest(client), now=now)
    if client.email:
        token = link_to_entry(entry, now=now)
        post(waiting(entry, token=token, practice=facts_of(practice), now=now), now=now)


def change(entry: WaitlistEntry, windows: Sequence[Window], *, by: Actor, now: datetime) -> None:
    check_windows(windows, today=now.astimezone(ZoneInfo(current_practice().time_zone)).date())

    def say_anew() -> None:
        wait_for_the_line()
        change_windows(entry, windows, by=by, now=now)

    in_transaction(say_anew)


def leave(entry: WaitlistEntry, *, by: Actor, now: datetime) -> None:
    """The client leaves, or the practice takes them off the list. An offer that has not left yet never does."""
    ended = WaitlistEntry.Ended.REMOVED if by.is_staff else WaitlistEntry.Ended.LEFT

    def end() -> None:
        wait_for_the_line()
        end_entry(entry, ended=ended, by=by, now=now)
        withdraw(subject_id=entry.id, kinds=("waitlist", "waitlist_offer"), now=now)

    in_transaction(end)


def free_in(wanted: Wanted, *, practice: Practice, now: datetime) -> tuple[datetime, ...]:
    """Free starts, as anyone could book them now, that lie in the windows."""
    times = free_times(replace(wanted.search, ignores_notice=False), now=now)
    free = tuple(times.offers.minutes())
    one = Waiting("", 0, wanted.search.minutes, wanted.windows, free)
    found = suiting(one, zone=ZoneInfo(practice.time_zone), now=minute_of(now))
    return tuple(map(instant_of, found))


def search_of(entry: WaitlistEntry, *, held_by: str = "") -> Search:
    """What this client waits for, as a search that sets the notice aside: whoever is offered a time may take it."""
    return Search(
        service=entry.service,
        minutes=entry.minutes,
        therapist_id=entry.therapist_id,
        location_id=entry.location_id,
        client_id=entry.client_id,
        is_offered=True,
        held_by=held_by,
    )


def link_to_entry(entry: WaitlistEntry, *, now: datetime) -> str:
    """A new token that opens this place on the list."""
    return make_link(entry.client, purpose=Link.Purpose.WAITLIST, subject_id=entry.id, lasts=LINK_LASTS, now=now)


def _client(person: Person, *, by: Actor | None, now: datetime) -> Client:
    if person.client_id is not None and by is not None:
        return client_to_see(by, person.client_id)
    visitor = Actor(user_id=None, practice_id=current_practice_id(), role=Role.CLIENT, label="a visitor")
    known = guest_with_email(person.email, name=person.name)
    return known or add_client(person.name, email=person.email, phone=person.phone, by=visitor, now=now)
