"""A form about one appointment that is sent twice is one deed, and answered the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime

from tableside.records.scheduling.actions import AppointmentChanged
from tableside.records.scheduling.answers import answer_of, keep_answer, wait_for_keys
from tableside.records.scheduling.models import Appointment


def once(
    appointment: Appointment, asked: Sequence[object], deed: Callable[[], None], *, key: str, now: datetime
) -> None:
    """Inside the caller's transaction: the first request with this key does the deed, the same again finds it done.

    Where the appointment has changed since, the same again is refused: it would say that something is so which is not.
    Without a key it is simply done.
    """
    if not key:
        deed()
        return
    wait_for_keys(key)
    body = hashlib.sha256(json.dumps([appointment.id, *asked], default=str).encode()).hexdigest()
    kept = answer_of(key, body_sha256=body)
    if kept is None:
        deed()
        keep_answer(key, body_sha256=body, answer={"revision": appointment.revision}, now=now)
    elif kept["revision"] != Appointment.objects.values_list("revision", flat=True).get(pk=appointment.pk):
        raise AppointmentChanged
