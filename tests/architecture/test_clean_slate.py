"""The ground that tests with real commits stand on."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import IntegrityError

from tableside.records.audit.models import AuditEntry


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_with_real_commits_leaves_nothing_behind(turn: str) -> None:
    assert (AuditEntry.everywhere.count(), cache.get("attempts")) == (0, None)

    entry = AuditEntry.everywhere.create(
        practice_id=uuid.uuid4(),
        number=1,
        at=datetime(2027, 2, 1, 9, 0, tzinfo=UTC),
        actor_label="Ana",
        deed=turn,
        subject_kind="client",
        subject_id="1",
        previous_hash="",
        hash="a",
    )
    cache.set("attempts", 6)

    with pytest.raises(IntegrityError):
        entry.delete()
