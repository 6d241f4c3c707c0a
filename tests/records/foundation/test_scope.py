"""Rows of a practice cannot be had without saying whose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.db import models

from tableside.records.clients.models import Client
from tableside.records.foundation.scope import (
    PracticeNotSet,
    PracticeOwned,
    ScopedManager,
    current_practice_id,
    is_practice_set,
    practice_scope,
)
from tests.personas import Cast

SCOPED = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("tableside.") and isinstance(model._meta.default_manager, ScopedManager)
]


def test_every_row_that_belongs_to_a_practice_is_scoped() -> None:
    named = {
        model
        for model in apps.get_models()
        if model.__module__.startswith("tableside.")
        and any(field.attname == "practice_id" for field in model._meta.concrete_fields)
    }

    assert (set(SCOPED), all(issubclass(model, PracticeOwned) or model in named for model in SCOPED)) == (named, True)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_asking_without_a_practice_is_a_bug_and_never_an_answer(db: None, model: type[models.Model]) -> None:
    with pytest.raises(PracticeNotSet):
        model._default_manager.count()


def test_one_practice_does_not_see_another(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        mine = set(Client.objects.values_list("name", flat=True))
    with practice_scope(cast.other_practice.id):
        theirs = set(Client.objects.values_list("name", flat=True))

    assert (mine, theirs) == ({"Clara Novak", "Dora Weiss"}, {"Una Marsh"})


def test_what_a_row_points_to_from_another_practice_is_not_reached_backwards(cast: Cast) -> None:
    with practice_scope(cast.other_practice.id):
        assert list(cast.clara.user.clients.all()) == []


def test_a_new_row_belongs_to_the_practice_that_is_set(linden: Cast) -> None:
    with practice_scope(linden.other_practice.id):
        client = Client.objects.create(name="Vera", created_at=linden.practice.created_at)

    assert client.practice_id == linden.other_practice.id


def test_a_scope_inside_another_gives_it_back(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        with pytest.raises(ZeroDivisionError), practice_scope(cast.other_practice.id):
            assert current_practice_id() == cast.other_practice.id
            1 / 0  # noqa: B018
        assert current_practice_id() == cast.practice.id
    assert not is_practice_set()


def test_another_thread_starts_without_a_practice(cast: Cast) -> None:
    with practice_scope(cast.practice.id), ThreadPoolExecutor(1) as pool:
        assert pool.submit(is_practice_set).result() is False
