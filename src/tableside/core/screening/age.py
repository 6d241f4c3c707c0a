"""How long health answers hold: whoever gave them so many days ago is asked again."""

from __future__ import annotations

from datetime import datetime, timedelta


def hold_until(given_at: datetime, *, valid_days: int | None) -> datetime | None:
    """None where the practice sets no end.

    >>> hold_until(datetime(2027, 1, 4, 9), valid_days=365)
    datetime.datetime(2028, 1, 4, 9, 0)
    """
    return None if valid_days is None else given_at + timedelta(days=valid_days)


def are_too_old(given_at: datetime, *, at: datetime, valid_days: int | None) -> bool:
    """``at`` is when they are needed: the start of a treatment."""
    ends_at = hold_until(given_at, valid_days=valid_days)
    return ends_at is not None and ends_at <= at
