"""Answers kept under an idempotency key, so that a request sent twice is done once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from tableside.core.decision import Refusal
from tableside.records.foundation.locks import lock
from tableside.records.foundation.prepared import prepared
from tableside.records.foundation.scope import current_practice_id
from tableside.records.scheduling.models import KeptAnswer


def wait_for_keys(*keys: str) -> None:
    """Until nobody else answers a request with one of these."""
    lock(f"key:{current_practice_id()}:{key}" for key in keys)


def answer_of(key: str, *, body_sha256: str) -> dict[str, object] | None:
    """What this request was answered before; None when it is new."""
    kept = next(iter(_kept(key)), None)
    if kept is not None and kept.body_sha256 != body_sha256:
        raise Refusal("key_reused", "This form has been sent before with other choices. Please start again.")
    return kept.answer if kept else None


@prepared
def _kept(key: str) -> QuerySet[KeptAnswer]:
    return KeptAnswer.objects.filter(key=key)


def is_answered(key: str) -> bool:
    """Whether this key has come before, with whatever body."""
    return bool(key) and KeptAnswer.objects.filter(key=key).exists()


def keep_answer(key: str, *, body_sha256: str, answer: dict[str, object], now: datetime) -> None:
    KeptAnswer.objects.create(key=key, body_sha256=body_sha256, answer=answer, created_at=now)
