"""When clocks change, as pytz knows it: a library and files of its own, independent of what the product uses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytz

#: Changes by an hour and by half of one, at midnight, at a quarter to three, and one whose summer is its standard time.
ZONES = (
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
)


def changes(name: str, year: int) -> list[datetime]:
    """The instants of this year at which the clocks of this zone change."""
    known: list[datetime] = pytz.timezone(name)._utc_transition_times  # type: ignore[union-attr]  # its only list of them
    return [at.replace(tzinfo=UTC) for at in known if at.year == year]
