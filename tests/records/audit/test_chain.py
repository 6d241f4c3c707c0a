"""The audit log: each row follows from the one before it, and who changes one by hand is found out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tableside.records.audit.actions import record
from tableside.records.audit.chain import FIRST_HASH, hash_of
from tableside.records.audit.models import AuditEntry
from tableside.records.audit.queries import first_broken_number, newest_entries
from tableside.records.foundation.scope import practice_scope
from tests.personas import Cast

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def deed(cast: Cast, word: str, *, minute: int = 0, detail: dict[str, object] | None = None) -> AuditEntry:
    subject = ("client", cast.clara.client.id)
    return record(
        word,
        subject=subject,
        by=cast.ana.actor,
        now=NOW + timedelta(minutes=minute),
        client_id=cast.clara.client.id,
        detail=detail,
    )


def without_guard(statement: str, values: list[Any]) -> None:  # Any: what a column holds
    """What somebody with the database's own tools can do: take the trigger away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_append_only_update")
            cursor.execute("DROP TRIGGER audit_append_only_delete")
        else:
            cursor.execute("DROP TRIGGER audit_append_only ON audit_auditentry")
        cursor.execute(statement, values)


def test_a_row_says_who_did_what_to_whom_when(linden: Cast) -> None:
    entry = deed(linden, "note.read", detail={"screen": "chart"})

    kept = AuditEntry.objects.get(pk=entry.pk)
    assert (kept.actor_label, kept.actor_id, kept.deed) == ("Ana Lindqvist", str(linden.ana.user.id), "note.read")
    assert (kept.subject_kind, kept.subject_id) == ("client", str(linden.clara.client.id))
    assert (kept.client_id, kept.at, kept.detail) == (str(linden.clara.client.id), NOW, {"screen": "chart"})
    assert kept.hash == hash_of(kept)


def test_numbers_have_no_gap_and_each_row_holds_the_hash_before_it(linden: Cast) -> None:
    deed(linden, "first")
    deed(linden, "second")

    rows = list(AuditEntry.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.previous_hash for row in rows] == [FIRST_HASH, *(row.hash for row in rows[:-1])]
    assert first_broken_number() is None


def test_each_practice_has_a_chain_of_its_own(linden: Cast) -> None:
    deed(linden, "here")
    with practice_scope(linden.other_practice.id):
        theirs = list(AuditEntry.objects.order_by("number").values_list("number", flat=True))
        assert first_broken_number() is None

    assert theirs == list(range(1, len(theirs) + 1))
    assert newest_entries()[0].deed == "here"


def test_a_deed_that_is_undone_leaves_no_row_and_no_gap(linden: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        deed(linden, "undone")
        1 / 0  # noqa: B018
    deed(linden, "done")

    assert (first_broken_number(), AuditEntry.objects.filter(deed="undone").count()) == (None, 0)


CHANGES: dict[str, Callable[[AuditEntry], tuple[str, list[Any]]]] = {
    "another deed": lambda e: ("UPDATE audit_auditentry SET deed = %s WHERE hash = %s", ["nothing", e.hash]),
    "another person": lambda e: ("UPDATE audit_auditentry SET actor_label = %s WHERE hash = %s", ["Finn", e.hash]),
    "another time": lambda e: (
        "UPDATE audit_auditentry SET at = %s WHERE hash = %s",
        [e.at + timedelta(days=1), e.hash],
    ),
    "another detail": lambda e: ("UPDATE audit_auditentry SET detail = %s WHERE hash = %s", ['{"a": 1}', e.hash]),
    "taken out": lambda e: ("DELETE FROM audit_auditentry WHERE hash = %s", [e.hash]),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_row_changed_by_hand_is_found_out(linden: Cast, change: str) -> None:
    entry = deed(linden, "note.read")
    deed(linden, "note.signed", minute=1)

    without_guard(*CHANGES[change](entry))

    assert first_broken_number() == entry.number


def test_a_row_that_was_written_over_with_a_hash_of_its_own_breaks_the_next_one(linden: Cast) -> None:
    entry = deed(linden, "note.read")
    deed(linden, "note.signed", minute=1)
    was = entry.hash
    entry.deed = "nothing"
    entry.hash = hash_of(entry)

    without_guard("UPDATE audit_auditentry SET deed = %s, hash = %s WHERE hash = %s", ["nothing", entry.hash, was])

    assert first_broken_number() == entry.number + 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_still_make_one_chain(linden: Cast) -> None:
    before = AuditEntry.objects.count()

    def write(number: int) -> None:
        try:
            with practice_scope(linden.practice.id):
                deed(linden, f"deed {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    assert (AuditEntry.objects.count(), first_broken_number()) == (before + 40, None)
