"""The row of the practice is read once in a request, and anew by whoever asks after somebody has written it."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.actions import ReminderRules, change_reminders
from tableside.records.practice.queries import current_practice, practice_read
from tests.personas import FOUNDED, Cast


def test_the_row_that_was_read_is_handed_out_without_a_query(linden: Cast) -> None:
    with practice_read(current_practice()), CaptureQueriesContext(connection) as inside:
        name = current_practice().name

    with CaptureQueriesContext(connection) as outside:
        current_practice()
    assert (name, len(inside), len(outside)) == (linden.practice.name, 0, 1)


def test_who_asks_after_a_change_gets_what_was_written(linden: Cast) -> None:
    with practice_read(current_practice()):
        change_reminders(ReminderRules(4321, 60, 1260, 480), by=linden.owner.actor, now=FOUNDED)

        assert current_practice().first_reminder_minutes == 4321


def test_another_practice_never_gets_that_row(linden: Cast) -> None:
    with practice_read(current_practice()), practice_scope(linden.other_practice.id):
        assert current_practice().id == linden.other_practice.id
