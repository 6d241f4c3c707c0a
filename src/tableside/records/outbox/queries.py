"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tableside.records.outbox.models import Message


def newest_messages() -> QuerySet[Message]:
    return Message.objects.order_by("-created_at", "-pk")


def failed_count() -> int:
    return Message.objects.exclude(failed_at=None).count()


def messages_about(subject_id: UUID) -> QuerySet[Message]:
    """What was written about it, without its words, in the order in which it leaves."""
    return Message.objects.filter(subject_id=subject_id).defer("content").order_by("due_at", "pk")


def leaves_at(subject_id: UUID, *, kinds: tuple[str, ...], now: datetime) -> datetime | None:
    """When the first letter of these kinds about it leaves, while that is still to come."""
    waiting = Message.objects.filter(subject_id=subject_id, kind__in=kinds, done_at=None, withdrawn_at=None)
    waiting = waiting.filter(failed_at=None, attempts=0, channel="mail", due_at__gt=now)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def was_ahead(key: str, *, at: datetime) -> bool:
    """Whether the letter under this key had still to come due at that moment, and has not left since."""
    waiting = Message.objects.filter(key=key, done_at=None, failed_at=None, attempts=0)
    return waiting.filter(due_at__gt=at).exists()


def waiting_by_subject(subject_ids: Collection[UUID], *, kinds: tuple[str, ...]) -> dict[UUID, dict[str, UUID]]:
    """What nobody has begun to send about each of them: its kinds, each with the key of its letter."""
    rows = Message.objects.filter(kind__in=kinds, done_at=None, withdrawn_at=None, failed_at=None, attempts=0)
    wanted, found = set(subject_ids), dict[UUID, dict[str, UUID]]()
    for key, kind, subject_id in rows.values_list("pk", "kind", "subject_id"):
        if subject_id in wanted:
            found.setdefault(subject_id, {})[kind] = key
    return found
