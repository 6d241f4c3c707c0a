"""Three clients of the demo who wait for a time before work, which nobody has open as yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from tableside.core.permissions.actor import Actor
from tableside.core.waitlist.fit import Window
from tableside.records.clients.queries import clients_matching
from tableside.records.practice.queries import offered_services
from tableside.workflows.book import Person
from tableside.workflows.find_times import Search
from tableside.workflows.join_waitlist import Wanted, join

_BEFORE_WORK = (
    Window(360, 480, frozenset(range(5))),
    Window(360, 480, frozenset({1, 3})),
    Window(390, 480, frozenset({0, 4})),
)


def some_wait(desk: Actor, *, now: datetime) -> None:
    """One after the other, over the last days; the desk put them on the list."""
    service = next(one for one in offered_services() if one.therapists_needed == 1)
    minutes = min(length.minutes for length in service.lengths.all())
    known = [client for client in clients_matching("")[:20] if client.email][: len(_BEFORE_WORK)]
    for days_ago, (client, window) in enumerate(zip(known, _BEFORE_WORK, strict=False), start=2):
        person = Person(client.name, client.email, client_id=client.id)
        wanted = Wanted(Search(service, minutes, client_id=client.id), (window,))
        join(person, wanted, by=desk, now=now - timedelta(days=days_ago))
