"""A prepared query answers what Django would, each time for the values and the practice of that time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q, QuerySet

from tableside.records.clients.models import Client
from tableside.records.foundation.prepared import prepared
from tableside.records.foundation.scope import PracticeNotSet, practice_scope
from tests.personas import Cast

_asked: list[str] = []


@prepared
def _clients(
    name: str, *, keys: Collection[UUID] = (), since: datetime | None = None, born: date | None = None
) -> QuerySet[Client]:
    _asked.append("once")
    found = Client.objects.order_by("name")
    if name:
        found = found.filter(name=name)
    if keys:
        found = found.filter(pk__in=keys)
    return found.filter(Q(created_at__gte=since) if since else Q(), Q(born_on=born) if born else Q())


@prepared
def _called(names: Collection[str]) -> QuerySet[Client, Any]:
    return Client.objects.filter(name__in=names).order_by("name").values_list("name", flat=True)


def _names(rows: list[Client]) -> list[str]:
    return [row.name for row in rows]


def test_values_of_every_kind_are_compared_as_django_compares_them(linden: Cast) -> None:
    clara, dora = Client.objects.get(name="Clara Novak"), Client.objects.get(name="Dora Weiss")
    dora.born_on = date(1990, 5, 17)
    dora.created_at = clara.created_at + timedelta(minutes=1)
    dora.save()

    assert {
        "all": _names(_clients("")),
        "text": _names(_clients("Dora Weiss")),
        "key": _names(_clients("", keys=[clara.id])),
        "keys": _names(_clients("", keys={clara.id, dora.id})),
        "instant": _names(_clients("", since=dora.created_at)),
        "date": _names(_clients("", born=dora.born_on)),
        "another date": _names(_clients("", born=date(1990, 5, 18))),
        "columns": _called(["Dora Weiss", "Nobody"]),
        "nothing": _called([]),
    } == {
        "all": ["Clara Novak", "Dora Weiss"],
        "text": ["Dora Weiss"],
        "key": ["Clara Novak"],
        "keys": ["Clara Novak", "Dora Weiss"],
        "instant": ["Dora Weiss"],
        "date": ["Dora Weiss"],
        "another date": [],
        "columns": ["Dora Weiss"],
        "nothing": [],
    }


def test_it_is_worded_once_for_each_practice_and_answers_each_with_its_own(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        _clients("Una Marsh")
        _asked.clear()
        ours = [_names(_clients(name)) for name in ("Clara Novak", "Una Marsh")]
    again = len(_asked)
    with practice_scope(cast.other_practice.id):
        theirs = [_names(_clients(name)) for name in ("Clara Novak", "Una Marsh")]

    assert (ours, again) == ([["Clara Novak"], []], 0)
    assert (theirs, len(_asked)) == ([[], ["Una Marsh"]], 1)


def test_rows_that_changed_are_read_anew(linden: Cast) -> None:
    before = _names(_clients("Vera"))
    Client.objects.create(name="Vera", created_at=linden.practice.created_at)

    assert (before, _names(_clients("Vera"))) == ([], ["Vera"])


def test_without_a_practice_nothing_is_answered(cast: Cast) -> None:
    with pytest.raises(PracticeNotSet):
        _clients("Clara Novak")
