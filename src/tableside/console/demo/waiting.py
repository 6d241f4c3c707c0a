"""Three clients of the demo who wait for a time before work, which nobody has open as yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from tableside.console.demo.agenda import Agenda
from tableside.core.permissions.actor import Actor
from tableside.core.waitlist.fit import Window
from tableside.records.clients.queries import clients_matching
from tableside.records.practice.queries import offered_services
from tableside.workflows.booking.book import Person
from tableside.workflows.times.find_times import Search
from tableside.workflows.waitlist.join_waitlist import Wanted, join

_BEFORE_WORK = (
    Window(360, 480, frozenset(range(5))),
    Window(360, 480, frozenset({1, 3})),
    Window(390, 480, frozenset({0, 4})),
)


def let_some_wait(agenda: Agenda, desk: Actor, *, now: datetime) -> None:
    """The desk puts them on the list, one a day over the last days."""
    for number, window in enumerate(_BEFORE_WORK):
        days_ago = len(_BEFORE_WORK) + 1 - number
        agenda.put(now - timedelta(days=days_ago), partial(_wait, number, window, desk))


def _wait(number: int, window: Window, desk: Actor, at: datetime) -> None:
    service = next(one for one in offered_services() if one.therapists_needed == 1)
    minutes = min(length.minutes for length in service.lengths.all())
    client = [client for client in clients_matching("")[:20] if client.email][number]
    person = Person(client.name, client.email, client_id=client.id)
    join(person, Wanted(Search(service, minutes, client_id=client.id), (window,)), by=desk, now=at)
