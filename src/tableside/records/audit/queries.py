"""Reading the audit trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tableside.records.audit.chain import FIRST_HASH, hash_of
from tableside.records.audit.models import AuditEntry


def newest_entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.order_by("-number")


def newest_changes() -> QuerySet[AuditEntry]:
    """What was done, without what was only read; newest first."""
    return newest_entries().exclude(deed__endswith=".read")


def entries_about(client_id: UUID) -> QuerySet[AuditEntry]:
    """Everything done and read about one client, newest first."""
    return newest_entries().filter(client_id=str(client_id))


def who_did(deed: str, *, subject_id: UUID, client_id: UUID) -> str:
    """The label of whoever did this first; empty where the log says nothing."""
    rows = entries_about(client_id).filter(deed=deed, subject_id=str(subject_id))
    return rows.order_by("number").values_list("actor_label", flat=True).first() or ""


def is_recorded_since(deed: str, *, subject_id: UUID, since: datetime) -> bool:
    """Whether this was done to this subject at or after that moment."""
    return AuditEntry.objects.filter(deed=deed, subject_id=str(subject_id), at__gte=since).exists()


def first_broken_number() -> int | None:
    """The number of the first row that does not follow from the one before it; None when the chain is whole."""
    expected, previous = 1, FIRST_HASH
    for entry in AuditEntry.objects.order_by("number").iterator():
        if entry.number != expected or entry.previous_hash != previous or entry.hash != hash_of(entry):
            return expected
        expected, previous = expected + 1, entry.hash
    return None
