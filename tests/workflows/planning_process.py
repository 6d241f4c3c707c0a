"""A process that plans all reminders of a practice anew, over and over, to be killed:
``python -m tests.workflows.planning_process DATABASE PRACTICE NOW``. It writes a line when it begins and when that is
kept. There are two of each appointment and one in turn, so that each time letters are written and taken back."""

from __future__ import annotations

import itertools
import sys
from datetime import datetime
from uuid import UUID

from tests.workflows.sending_process import set_up

TWO, ONE = (2880, 180), (2880, 0)  # minutes before the appointment


def main() -> None:
    set_up(sys.argv[1])
    from tableside.core.permissions.actor import Actor
    from tableside.core.permissions.roles import Role
    from tableside.records.foundation.scope import practice_scope
    from tableside.records.practice.actions import ReminderRules
    from tableside.workflows.messages.change_reminders import change_reminders

    practice_id, now = UUID(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
    by = Actor(user_id=None, practice_id=practice_id, role=Role.OWNER, label="Olga Owner")
    with practice_scope(practice_id):
        for first, last in itertools.cycle((ONE, TWO)):
            print("begins", flush=True)
            change_reminders(ReminderRules(first, last, quiet_from_minute=0, quiet_until_minute=0), by=by, now=now)
            print("kept", flush=True)


if __name__ == "__main__":
    main()
