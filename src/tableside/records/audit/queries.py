"""Reading the audit trail."""

from __future__ import annotations

from django.db.models import QuerySet

from tableside.records.audit.chain import FIRST_HASH, hash_of
from tableside.records.audit.models import AuditEntry


def newest_entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.order_by("-number")


def first_broken_number() -> int | None:
    """The number of the first row that does not follow from the one before it; None when the chain is whole."""
    expected, previous = 1, FIRST_HASH
    for entry in AuditEntry.objects.order_by("number").iterator():
        if entry.number != expected or entry.previous_hash != previous or entry.hash != hash_of(entry):
            return expected
        expected, previous = expected + 1, entry.hash
    return None
