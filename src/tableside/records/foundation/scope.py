"""One practice at a time. Rows of a practice cannot be asked for until it has been said which practice is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from django.db import models

from tableside.records.foundation.keys import new_key

_practice_id: ContextVar[UUID | None] = ContextVar("practice_id", default=None)


class PracticeNotSet(RuntimeError):
    """A query for practice-owned rows ran before anybody said whose. Always a bug, never an answer."""


def current_practice_id() -> UUID:
    practice_id = _practice_id.get()
    if practice_id is None:
        raise PracticeNotSet("Say which practice first: with practice_scope(practice_id): ...")
    return practice_id


def is_practice_set() -> bool:
    return _practice_id.get() is not None


@contextmanager
def practice_scope(practice_id: UUID) -> Iterator[None]:
    """Everything inside sees the rows of this practice and no other."""
    token = _practice_id.set(practice_id)
    try:
        yield
    finally:
        _practice_id.reset(token)


_Row = TypeVar("_Row", bound=models.Model)


@lru_cache(maxsize=2048)
def _rows_of(model: type[_Row], practice_id: UUID) -> models.QuerySet[_Row]:
    """Kept unevaluated and only ever copied: a page asks a hundred times, and building the filter costs more than
    copying it."""
    return models.QuerySet(model).filter(practice_id=practice_id)


class ScopedManager(models.Manager[_Row]):
    """Rows of the current practice."""

    def get_queryset(self) -> models.QuerySet[_Row]:
        return _rows_of(self.model, current_practice_id()).using(self._db)


class Keyed(models.Model):
    id = models.UUIDField(primary_key=True, default=new_key, editable=False)

    class Meta:
        abstract = True


class PracticeOwned(Keyed):
    """A row of one practice. ``objects`` sees the current practice only; ``everywhere`` is for the worker,
    the console and Django's own upkeep."""

    practice_id: UUID
    practice = models.ForeignKey(
        "practice.Practice", on_delete=models.PROTECT, default=current_practice_id, related_name="+"
    )

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        abstract = True
        default_manager_name = "objects"
        base_manager_name = "everywhere"
