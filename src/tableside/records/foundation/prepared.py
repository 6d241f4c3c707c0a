"""Queries that are worded once. Finding the SQL of a query takes Django several times as long as the database takes to
answer it, and a page asks a dozen. Here the SQL is kept, and only the values in it change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from tableside.records.foundation.scope import current_practice_id, is_practice_set

_P = ParamSpec("_P")
_Row = TypeVar("_Row")
_Rows = QuerySet[Any, Any]  # Any: of any model; whoever decorates a function says of which


def prepared(asks: Callable[_P, QuerySet[Any, _Row]]) -> Callable[_P, list[_Row]]:
    """Of a function that says what is asked for, one that answers with the rows.

    The function runs once for each practice and each shape of its arguments. In the place of a value it gets a
    stand-in, which is true and can be compared with a column (``=``, ``<``, ``in``), and nothing else. What is false
    (``None``, ``""``, no items) it gets as it is, and functions too: these, and how many items there are in a
    collection, are the shape. A value has the type of its column: the text of a key is not the key. Outside a practice
    it can only ask for rows of all.
    """
    names = tuple(signature(asks).parameters)

    @wraps(asks)
    def rows(*args: _P.args, **kwargs: _P.kwargs) -> list[_Row]:
        given: dict[str, Any] = {**dict(zip(names, args, strict=False)), **kwargs}
        practice_id = current_practice_id() if is_practice_set() else None
        kept = _kept(asks, practice_id, tuple((name, _shape(value)) for name, value in given.items()))
        return kept.rows({name: tuple(value) if _is_many(value) else (value,) for name, value in given.items()})

    return rows


@dataclass(frozen=True, slots=True)
class _Shape:
    """Of a value that will differ: whether it is a collection, and how many items are in it."""

    count: int = 1
    is_many: bool = False


def _shape(value: Any) -> Any:  # Any: values of any kind; some are their own shape
    if _is_many(value):
        return _Shape(len(value), is_many=True) if value else ()
    return value if callable(value) or not value else _Shape()


def _is_many(value: Any) -> bool:
    return isinstance(value, (list, tuple, set, frozenset))


class _StandIn(Expression):
    """A mark for each value in the SQL, and among its parameters the places where they go."""

    def __init__(self, name: str, shape: _Shape) -> None:
        super().__init__()
        self._places = [_Place(name, number) for number in range(shape.count)]
        self._is_many = shape.is_many

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:  # Any: Django's own signature
        marks = ", ".join(["%s"] * len(self._places))
        return f"({marks})" if self._is_many else marks, list(self._places)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    number: int


@lru_cache(maxsize=512)  # of some 20 kB each
def _kept(asks: Callable[..., _Rows], practice_id: UUID | None, shapes: tuple[tuple[str, Any], ...]) -> _Kept:
    """Per practice, whose key is part of the SQL."""
    return _Kept(asks(**{name: _StandIn(name, of) if isinstance(of, _Shape) else of for name, of in shapes}))


class _Kept:
    """A query that was never asked itself, and its SQL."""

    def __init__(self, asked: _Rows) -> None:
        self._asked = asked
        self._compiler = _KeptCompiler(asked.query, connections[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)

    def rows(self, values: Mapping[str, tuple[Any, ...]]) -> list[Any]:
        rows, compiler = self._asked.all(), self._compiler.with_values(values)
        rows.query.get_compiler = lambda *_args, **_more: compiler  # type: ignore[method-assign]  # of this copy alone
        return list(rows)


class _KeptCompiler(SQLCompiler):
    """Looks for the SQL, and for what makes Python values of the answer, only once."""

    def __init__(self, query: Query, connection: Any, using: str) -> None:  # Any: Django's own signature
        super().__init__(query, connection, using)
        try:
            self._sql, self._parameters = super().as_sql()
        except EmptyResultSet:
            self._sql, self._parameters = "", ()
        self._values: tuple[Any, ...] = ()
        self._converters = super().get_converters([column for column, *_ in self.select or ()])

    def with_values(self, values: Mapping[str, tuple[Any, ...]]) -> _KeptCompiler:
        """A copy for one answer, with this thread's connection."""
        one = copy(self)
        one.connection = connections[DEFAULT_DB_ALIAS]
        parts: Iterable[object] = self._parameters  # Django's stubs know of text and numbers only
        one._values = tuple(
            one._written(values[part.name][part.number]) if isinstance(part, _Place) else part for part in parts
        )
        return one

    def as_sql(self, *_args: Any, **_more: Any) -> Any:
        return self._sql, self._values

    def get_converters(self, expressions: Any) -> Any:
        return self._converters

    def _written(self, value: Any) -> Any:
        """A value as this database takes it."""
        if isinstance(value, datetime):
            return self.connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, date):
            return self.connection.ops.adapt_datefield_value(value)
        if isinstance(value, UUID) and not self.connection.features.has_native_uuid_field:
            return value.hex
        return value
