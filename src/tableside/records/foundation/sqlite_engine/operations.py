"""What differs from Django in what is said to SQLite, and in what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.backends.sqlite3 import operations
from django.db.models.constants import OnConflict

_key = lru_cache(maxsize=8192)(UUID)


class DatabaseOperations(operations.DatabaseOperations):
    def convert_uuidfield_value(self, value: Any, expression: Any, connection: Any) -> Any:  # Any: Django's signature
        """A page reads hundreds of keys, most of them over and over, and taking one that was made before costs a tenth
        of parsing its text."""
        return None if value is None else _key(value)

    def insert_statement(self, on_conflict: OnConflict | None = None) -> str:
        """Django's INSERT OR IGNORE also passes over a row that lacks something or breaks a check. A row that is there
        already is passed over as PostgreSQL does it, by the suffix."""
        return "INSERT INTO"

    def on_conflict_suffix_sql(
        self, fields: Any, on_conflict: OnConflict | None, update_fields: Iterable[str], unique_fields: Iterable[str]
    ) -> str:  # Any: Django's signature
        if on_conflict == OnConflict.IGNORE:
            return "ON CONFLICT DO NOTHING"
        return super().on_conflict_suffix_sql(fields, on_conflict, update_fields, unique_fields)
