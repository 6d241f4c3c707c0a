"""Which state of some days a page shows: it is another one as soon as somebody has changed anything about them."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from tableside.core.timeline.timeline import Axis
from tableside.records.calendars.queries import newest_elsewhere
from tableside.records.scheduling.taken_queries import state_of
from tableside.ui.requests import ActorRequest


def revision_of(request: ActorRequest, axis: Axis, address: str) -> str:
    """One query. It differs for each reader and each ``address``."""
    state = state_of(axis, now=timezone.now(), beside=newest_elsewhere)
    asked = f"{state} {address} {request.actor.user_id} {request.practice.id}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]
