"""What every deed of a practice needs in writing: changed columns, names that are given once, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils.text import slugify

from tableside.core.decision import Refusal


def set_fields(row: Model, told: dict[str, object]) -> list[str]:
    """Put these values on the row; answers the names of those that are new."""
    changed = sorted(name for name, value in told.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, told[name])
    return changed


@contextmanager
def name_once() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refusal("name_taken", "There is one of this name already. Choose another name.") from None


@contextmanager
def while_unused() -> Iterator[None]:
    """Whatever has been booked with it, or held, keeps its row."""
    try:
        with transaction.atomic():
            yield
    except ProtectedError:
        detail = "It has been used since, so it cannot be undone. Take it away or off instead: what was, stays."
        raise Refusal("used_since", detail) from None


def free_slug(name: str, taken: Iterable[str]) -> str:
    stem, taken = slugify(name)[:40] or "practice", set(taken)
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug
