"""What the database keeps is still kept after a table has been rebuilt."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RemoveConstraint

from tableside.records.audit.models import AuditEntry
from tableside.records.scheduling.models import Reservation, Resource
from tests.personas import Cast


def guards() -> set[tuple[str, str]]:
    """Table and name of each trigger and exclusion constraint."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'x' "
                "UNION SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
            )
        return set(cursor.fetchall())


def alter(model: type[models.Model], name: str, *, max_length: int) -> None:
    """What a later migration does when it makes a column longer. SQLite builds the table anew for it."""
    old = model._meta.get_field(name)
    assert isinstance(old, models.CharField)
    new = models.CharField(max_length=max_length, choices=old.choices, blank=old.blank)
    new.set_attributes_from_name(name)
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)


def test_every_table_that_asks_for_one_has_its_guard(db: None) -> None:
    expected = (
        {
            ("audit_auditentry", "audit_append_only_update"),
            ("audit_auditentry", "audit_append_only_delete"),
            ("clients_consent", "consent_append_only_update"),
            ("clients_consent", "consent_append_only_delete"),
            ("intake_knowledgeversion", "knowledge_version_append_only_update"),
            ("intake_knowledgeversion", "knowledge_version_append_only_delete"),
            ("practice_policyversion", "policy_version_append_only_update"),
            ("practice_policyversion", "policy_version_append_only_delete"),
            ("scheduling_reservation", "reservation_no_overlap_insert"),
            ("scheduling_reservation", "reservation_no_overlap_update"),
        }
        if connection.vendor == "sqlite"
        else {
            ("audit_auditentry", "audit_append_only"),
            ("clients_consent", "consent_append_only"),
            ("intake_knowledgeversion", "knowledge_version_append_only"),
            ("practice_policyversion", "policy_version_append_only"),
            ("scheduling_reservation", "reservation_no_overlap"),
        }
    )

    assert guards() == expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("model", "column", "length"), [(Reservation, "why", 20), (AuditEntry, "deed", 60)])
def test_a_table_that_was_rebuilt_has_its_guards_again(model: type[models.Model], column: str, length: int) -> None:
    before = guards()

    alter(model, column, max_length=length + 20)
    after = guards()
    alter(model, column, max_length=length)

    assert (after, guards()) == (before, before)


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_still_refuses(linden: Cast) -> None:
    alter(Reservation, "why", max_length=40)
    alter(AuditEntry, "deed", max_length=80)
    try:
        ana = Resource.objects.create(therapist=linden.ana.as_therapist)
        Reservation.objects.create(resource=ana, start_minute=600, end_minute=660, why="break")
        with pytest.raises(IntegrityError, match="reservation_no_overlap"), transaction.atomic():
            Reservation.objects.create(resource=ana, start_minute=630, end_minute=690, why="break")
        with pytest.raises(IntegrityError, match="audit_append_only"), transaction.atomic():
            AuditEntry.objects.update(at=datetime(2027, 1, 1, tzinfo=UTC))
    finally:
        alter(Reservation, "why", max_length=20)
        alter(AuditEntry, "deed", max_length=60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("app", "model", "name"),
    [("scheduling", Reservation, "reservation_no_overlap"), ("audit", AuditEntry, "audit_append_only")],
)
def test_a_migration_can_take_a_guard_away_and_put_it_back(app: str, model: type[models.Model], name: str) -> None:
    whole = guards()
    before = MigrationExecutor(connection).loader.project_state()
    after = before.clone()
    removal = RemoveConstraint(model_name=model._meta.model_name or "", name=name)
    removal.state_forwards(app, after)

    with connection.schema_editor() as editor:
        removal.database_forwards(app, editor, before, after)
    without = guards()
    with connection.schema_editor() as editor:
        removal.database_backwards(app, editor, after, before)

    assert (without, guards()) == ({guard for guard in whole if guard[0] != model._meta.db_table}, whole)
