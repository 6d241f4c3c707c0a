"""Writing the audit trail. Called last in a transaction, because on PostgreSQL it holds the practice's chain until
the transaction ends."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tableside.core.permissions.actor import Actor
from tableside.records.audit.chain import FIRST_HASH, hash_of
from tableside.records.audit.models import AuditEntry
from tableside.records.foundation.locks import lock
from tableside.records.foundation.prepared import prepared


def record(
    deed: str,
    *,
    subject: tuple[str, UUID | str],
    by: Actor,
    now: datetime,
    client_id: UUID | None = None,
    detail: dict[str, object] | None = None,
) -> AuditEntry:
    """Add one row to the chain: ``by`` did ``deed`` to ``subject`` (its kind and key) of this client.

    ``detail`` holds ids, codes and times; never names, notes or answers.
    """
    with transaction.atomic(savepoint=False):  # whatever fails here undoes the deed as well
        lock([f"audit:{by.practice_id}"])
        last = next(iter(_last()), (0, FIRST_HASH))
        entry = AuditEntry(
            practice_id=by.practice_id,
            number=last[0] + 1,
            at=now,
            actor_id=str(by.user_id or by.client_id or ""),
            actor_label=by.label,
            deed=deed,
            subject_kind=subject[0],
            subject_id=str(subject[1]),
            client_id=str(client_id or ""),
            detail=detail or {},
            previous_hash=last[1],
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
    return entry


@prepared
def _last() -> QuerySet[AuditEntry, tuple[int, str]]:
    return AuditEntry.objects.order_by("-number").values_list("number", "hash")[:1]
