"""What SQLite answers, made into Python values. Only keys differ from Django: a page reads hundreds, most of them over
and over, and taking one that was made before costs a tenth of parsing its text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.backends.sqlite3 import operations

_key = lru_cache(maxsize=8192)(UUID)


class DatabaseOperations(operations.DatabaseOperations):
    def convert_uuidfield_value(self, value: Any, expression: Any, connection: Any) -> Any:  # Any: Django's signature
        return None if value is None else _key(value)
