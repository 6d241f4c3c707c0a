"""Reading the outbox."""

from __future__ import annotations

from django.db.models import QuerySet

from tableside.records.outbox.models import Message


def newest_messages() -> QuerySet[Message]:
    return Message.objects.order_by("-created_at", "-pk")


def failed_count() -> int:
    return Message.objects.exclude(failed_at=None).count()
