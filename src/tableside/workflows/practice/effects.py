"""What a change would leave behind, found by making it, looking, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from tableside.records.scheduling.models import Appointment


def left_behind(change: Callable[[], object], outside: Callable[[], Iterable[Appointment]]) -> tuple[Appointment, ...]:
    """The appointments that are outside after this change and were not before, earliest first."""
    before = {one.id for one in outside()}
    with transaction.atomic():
        change()
        after = list(outside())
        transaction.set_rollback(True)
    return tuple(sorted((one for one in after if one.id not in before), key=lambda one: one.starts_at))
