"""A worker in a process of its own, to be killed: ``python -m tests.workflows.sending_process DATABASE MINUTES``. Its
clock is so many minutes ahead, so that a test need not wait for the lease of the one that was killed before."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime, timedelta


def set_up(database: str) -> None:
    """Django, in a process that pytest has not begun."""
    from tableside.records.foundation.sqlite_library import use_recent_sqlite

    use_recent_sqlite()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tableside.config.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()


def main() -> None:
    set_up(sys.argv[1])
    from tableside.workflows.messages.send_due_messages import run_worker

    ahead = timedelta(minutes=int(sys.argv[2]))
    run_worker(threading.Event(), now=lambda: datetime.now(UTC) + ahead, every_seconds=0.01)


if __name__ == "__main__":
    main()
