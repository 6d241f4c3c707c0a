"""A sealed cell opens with its key, in its place, in its practice; and nowhere else."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy
from tableside.records.foundation.scope import practice_scope
from tableside.records.foundation.sealed import SealedTextField, Unreadable, seal, unseal
from tableside.records.intake.models import Clearance, Intake
from tests.personas import Cast

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
SECRET = "Prefers the ground floor, Zwiebelkuchen éß"


def cell(client: Client) -> str:
    """The column as it lies in the database."""
    with connection.cursor() as cursor:
        key = client.pk.hex if connection.vendor == "sqlite" else client.pk
        cursor.execute("SELECT desk_note FROM clients_client WHERE id = %s", [key])
        return str(cursor.fetchone()[0])


def put(client: Client, text: str) -> None:
    with connection.cursor() as cursor:
        key = client.pk.hex if connection.vendor == "sqlite" else client.pk
        cursor.execute("UPDATE clients_client SET desk_note = %s WHERE id = %s", [text, key])


def written(cast: Cast) -> Client:
    client = cast.clara.client
    client.desk_note = SECRET
    client.save()
    return client


def test_what_is_sealed_comes_back_as_it_was(linden: Cast) -> None:
    client = written(linden)

    assert Client.objects.get(pk=client.pk).desk_note == SECRET
    assert "Zwiebel" not in cell(client)


def test_json_and_nothing_come_back_as_they_were(linden: Cast) -> None:
    answers = {"heart": "yes", "since": 2019, "list": [1, None, "ß"]}
    intake = Intake.objects.create(
        client=linden.clara.client, answers=answers, questions_version="1", started_at=NOW, saved_at=NOW
    )

    assert Intake.objects.get(pk=intake.pk).answers == answers


def test_the_same_text_looks_different_each_time(linden: Cast) -> None:
    client = written(linden)
    once = cell(client)
    client.save()

    assert cell(client) != once


def test_a_cell_does_not_open_with_another_key(linden: Cast, settings: Any) -> None:
    client = written(linden)
    settings.MASTER_KEYS = (secrets.token_hex(32),)

    with pytest.raises(Unreadable):
        Client.objects.get(pk=client.pk)


def test_an_older_key_still_opens_what_it_sealed_and_seals_nothing_new(linden: Cast, settings: Any) -> None:
    client = written(linden)
    old = cell(client)
    settings.MASTER_KEYS = (secrets.token_hex(32), *settings.MASTER_KEYS)

    again = Client.objects.get(pk=client.pk)
    again.save()

    assert again.desk_note == SECRET
    assert cell(again).split(":")[1] != old.split(":")[1]


def test_a_cell_moved_to_another_column_does_not_open(linden: Cast) -> None:
    clearance = Clearance.objects.create(
        client=linden.clara.client, rule_id="heart", status="asked", scope={}, asked_at=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_clearance SET note = rule_id")

    with pytest.raises(Unreadable):
        Clearance.objects.get(pk=clearance.pk)


def test_a_cell_moved_to_another_practice_does_not_open(linden: Cast) -> None:
    moved = cell(written(linden))
    put(linden.other_client.client, moved)

    with practice_scope(linden.other_practice.id), pytest.raises(Unreadable):
        Client.objects.get(pk=linden.other_client.client.pk)


@pytest.mark.parametrize("damage", ["", "plain text", "s1:00000000:AAAA", "last letter"])
def test_a_damaged_cell_does_not_open_and_does_not_tell_what_it_held(linden: Cast, damage: str) -> None:
    client = written(linden)
    whole = cell(client)
    put(client, whole[:-6] + ("AAAAAA" if whole[-6:] != "AAAAAA" else "BBBBBB") if damage == "last letter" else damage)

    with pytest.raises(Unreadable) as reason:
        Client.objects.get(pk=client.pk)

    assert str(reason.value) == "A sealed cell of clients.client.desk_note does not open."


def test_the_database_is_never_asked_to_compare_a_sealed_column(linden: Cast) -> None:
    with pytest.raises(TypeError, match="is sealed"):
        Client.objects.filter(desk_note="x").exists()


def test_a_seal_is_bound_to_the_practice_that_was_set(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        sealed = seal("text", place="a.b")
        assert unseal(sealed, place="a.b") == "text"
    with practice_scope(cast.other_practice.id), pytest.raises(Unreadable):
        unseal(sealed, place="a.b")


def test_free_text_about_health_is_sealed_everywhere() -> None:
    """Codes, numbers and places of the body stay readable for the database; what somebody wrote does not."""
    open_text = sorted(
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for name, kind in getattr(model, "privacy", {}).items()
        if kind is Privacy.HEALTH
        and model._meta.get_field(name).get_internal_type() in {"TextField", "JSONField"}
        and not isinstance(model._meta.get_field(name), SealedTextField)
    )

    assert open_text == ["audit.AuditEntry.detail", "charting.RegionWork.strokes"]  # ids, codes and times
