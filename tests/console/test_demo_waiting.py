"""People of the demo wait, each longer than the one before, and nothing is free for them yet."""

from __future__ import annotations

from datetime import timedelta

from tableside.console.demo.waiting import some_wait
from tableside.records.scheduling.waitlist_queries import waiting_entries
from tests.personas import Cast
from tests.workflows.booking_wishes import NOW


def test_some_wait_since_the_last_days(linden: Cast) -> None:
    some_wait(linden.owner.actor, now=NOW)

    waits = [(entry.client.name, NOW - entry.created_at) for entry in waiting_entries()]
    assert waits == [("Dora Weiss", timedelta(days=3)), ("Clara Novak", timedelta(days=2))]
