"""Writing the same rows for each test at the price of its statements: what a function wrote the first time is kept as
SQL and sent again the next times, and what it answered is answered as a copy."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def written_once(make: Callable[[], T]) -> Callable[[], T]:
    """For a function that starts on empty tables, takes nothing, and whose rows get their keys from us.

    A key that the database counts up may differ in the next test: nothing that is written may point to one.
    """
    kept: list[tuple[str, Any, bool]] = []
    answers: list[T] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.match(sql):
            kept.append((sql, params, many))
        return execute(sql, params, many, context)

    @wraps(make)
    def written() -> T:
        if not answers:
            with connection.execute_wrapper(note):
                answer = make()
            answers.append(copy.deepcopy(answer))
            return answer
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params, many in kept:
                (cursor.executemany if many else cursor.execute)(sql, params)
        return copy.deepcopy(answers[0])

    return written
