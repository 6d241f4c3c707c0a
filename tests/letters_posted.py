"""A letter in the outbox, and its row."""

from __future__ import annotations

from datetime import datetime

from tableside.records.outbox.actions import Letter, post
from tableside.records.outbox.models import Message


def posted(letter: Letter, *, now: datetime) -> Message:
    post(letter, now=now)
    return Message.objects.get(key=letter.key)
