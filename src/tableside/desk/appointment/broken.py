"""How often a client has missed appointments or cancelled late: for staff only."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext

from tableside.records.scheduling.fees import broken_appointments
from tableside.ui.parts import Fact

_LATELY = timedelta(days=365)


def broken_facts(client_id: UUID, *, now: datetime) -> tuple[Fact, ...]:
    broken = broken_appointments(client_id, since=now - _LATELY)
    return (
        Fact(gettext("Missed"), _words(broken.missed_lately, broken.missed)),
        Fact(gettext("Cancelled late"), _words(broken.late_lately, broken.late)),
    )


def _words(lately: int, in_all: int) -> str:
    if not in_all:
        return gettext("Never")
    return gettext("%(lately)s in the last twelve months, %(all)s in all") % {"lately": lately, "all": in_all}
