"""Read therapists' other calendars when it is their turn. What comes from outside is fetched and understood in a
process of its own, which knows no secret of ours and is ended when it takes too long or too much memory."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import close_old_connections, connection

from tableside.core.timeline.civil import DAY_MINUTES
from tableside.core.timeline.window import minute_of
from tableside.records.calendars import other_actions
from tableside.records.calendars.models import OtherCalendar
from tableside.records.calendars.other_actions import Read
from tableside.records.calendars.queries import due_calendars
from tableside.records.foundation.scope import practice_scope
from tableside.workflows.calendars.busy_times import CannotRead, Reading
from tableside.workflows.calendars.calendar_reader import Errand
from tableside.workflows.calendars.fetch_calendar import Version

logger = logging.getLogger(__name__)

_SECONDS = 25.0
_WHOLE = timedelta(days=1)  # after which a file is read whole even if unchanged: what repeats has gone on
_BACK, _AHEAD = timedelta(days=1), timedelta(days=3)
_ROUND_SECONDS = 3.0
Reader = Callable[[Errand], Read]


def read_in_a_process(errand: Errand, *, seconds: float = _SECONDS) -> Read:
    kept = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    kept |= {name: os.environ[name] for name in ("SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR") if name in os.environ}
    # The environment of the child holds no key of ours.
    command = [sys.executable, "-m", "tableside.workflows.calendars.calendar_reader"]
    asked = json.dumps(asdict(errand))
    try:
        ended = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=seconds, env=kept)
        answer = json.loads(ended.stdout)
    except subprocess.TimeoutExpired as reason:
        raise CannotRead("too_slow") from reason
    except ValueError as reason:  # it ended without an answer, as when memory runs out
        raise CannotRead("too_many") from reason
    if "problem" in answer:
        raise CannotRead(answer["problem"])
    return Read(**answer)


def read_due_calendars(
    *, now: Callable[[], datetime], stop: threading.Event | None = None, reader: Reader = read_in_a_process
) -> int:
    """Read each whose turn it is; answers how many could be read."""
    other_actions.forget_those_who_left()
    read = 0
    for key, practice_id in list(due_calendars(now=now()).values_list("pk", "practice_id")):
        if stop and stop.is_set():
            break
        with practice_scope(practice_id):
            calendar = OtherCalendar.objects.select_related("therapist__membership__user", "practice").get(pk=key)
            if other_actions.claim(calendar, now=now()):
                read += _read(calendar, reader=reader, now=now)
    return read


def run_reader(stop: threading.Event, *, now: Callable[[], datetime]) -> None:
    """Go on reading until told to stop; beside the worker that sends, so that no letter waits for a slow calendar."""
    while not stop.wait(_ROUND_SECONDS):
        close_old_connections()
        try:
            read_due_calendars(now=now, stop=stop)
        except Exception:  # the loop must go on; the calendar comes due again by its lease
            logger.exception("A round of reading calendars failed.")
    connection.close()


def _read(calendar: OtherCalendar, *, reader: Reader, now: Callable[[], datetime]) -> int:
    try:
        other_actions.note_read(calendar, reader(_errand(calendar, now=now())), now=now())
    except CannotRead as reason:
        other_actions.note_failure(calendar, problem=reason.code, now=now())
        logger.info("Calendar %s not read: %s", calendar.pk, reason.code)
        return 0
    return 1


def _errand(calendar: OtherCalendar, *, now: datetime) -> Errand:
    practice, membership = calendar.practice, calendar.therapist.membership
    last = now + timedelta(days=practice.horizon_days) + _AHEAD
    is_recent = calendar.whole_at is not None and now < calendar.whole_at + _WHOLE
    return Errand(
        address=calendar.address,
        known=Version(calendar.etag, calendar.last_modified) if is_recent else Version(),
        reading=Reading(
            zone=practice.time_zone,
            start_minute=minute_of(now - _BACK) // DAY_MINUTES * DAY_MINUTES,  # so that one day's readings are alike
            end_minute=minute_of(last) // DAY_MINUTES * DAY_MINUTES,
            own=(membership.user.email,) if membership else (),
        ),
    )
