"""How one audit row follows from the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from tableside.records.audit.models import AuditEntry

FIRST_HASH = "0" * 64


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over everything the row says and the hash before it."""
    said = [
        str(entry.practice_id),
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.actor_label,
        entry.deed,
        entry.subject_kind,
        entry.subject_id,
        entry.client_id,
        entry.detail,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
