"""A transaction that is tried again when the database gave up on it for no fault of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

_Result = TypeVar("_Result")
_TRIES = 3
_PAUSE_SECONDS = 0.05  # the other of a deadlock gets its rows first; else both meet again in the same way
_WORTH_ANOTHER_TRY = {"40P01", "40001"}  # PostgreSQL: deadlock detected, serialization failure


def in_transaction(deed: Callable[[], _Result]) -> _Result:
    """Run ``deed`` in one transaction; after a deadlock or a serialization failure at most twice more."""
    for attempt in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                return deed()
        except OperationalError as reason:
            if attempt == _TRIES or getattr(reason.__cause__, "sqlstate", None) not in _WORTH_ANOTHER_TRY:
                raise
            time.sleep(_PAUSE_SECONDS * attempt)
    raise AssertionError("the last try either returned or raised")
