"""``python -m tableside.workflows.calendars.calendar_reader``: an errand as JSON comes in, what was read or why not
goes out."""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import dataclass
from typing import Any

from tableside.workflows.calendars.busy_times import CannotRead, Reading, busy_times
from tableside.workflows.calendars.fetch_calendar import STRICT, Door, Version, fetch

_MOST_MEMORY = 1 << 30


@dataclass(frozen=True)
class Errand:
    address: str
    known: Version
    reading: Reading


def run(errand: Errand, *, door: Door = STRICT) -> dict[str, Any]:  # Any: what becomes JSON
    """``busy`` is None when the file has not changed."""
    try:
        found = fetch(errand.address, known=errand.known, door=door)
        if found is None:
            return {"busy": None}
        busy = busy_times(found.content, errand.reading)
    except CannotRead as reason:
        return {"problem": reason.code}
    return {"busy": busy, "etag": found.version.etag, "last_modified": found.version.last_modified}


def main() -> None:
    _limit_memory()
    asked = json.load(sys.stdin)
    errand = Errand(asked["address"], Version(**asked["known"]), Reading(**asked["reading"]))
    json.dump(run(errand), sys.stdout)


def _limit_memory() -> None:
    """Where the system knows such a limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
