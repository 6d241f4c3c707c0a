"""Writing letters, taking them back, and what the worker notes on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message

LEASE = timedelta(minutes=2)
GIVE_UP_AFTER = 8
ABOUT_ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it will be sent. ``calendar`` is the text of an .ics file, or empty."""

    key: str
    kind: str
    address: str
    subject: str
    text: str
    calendar: str = ""
    client_id: UUID | None = None
    subject_id: UUID | None = None


def post(letter: Letter, *, now: datetime, due_at: datetime | None = None) -> Message:
    """Put a letter into the outbox, in the caller's transaction. The same key again changes nothing."""
    message, _made = Message.objects.get_or_create(
        key=letter.key,
        defaults={
            "kind": letter.kind,
            "address": letter.address,
            "content": {"subject": letter.subject, "text": letter.text, "calendar": letter.calendar},
            "client_id": letter.client_id,
            "subject_id": letter.subject_id,
            "due_at": due_at or now,
            "created_at": now,
        },
    )
    return message


def withdraw(*, subject_id: UUID, kinds: tuple[str, ...], now: datetime) -> int:
    """Take back what has not left yet about this subject. Answers how many letters that were."""
    waiting = Message.objects.filter(subject_id=subject_id, kind__in=kinds, done_at=None, withdrawn_at=None)
    return waiting.update(withdrawn_at=now)


def claim(*, now: datetime) -> Message | None:
    """The next letter that is due, in any practice, held for a lease. A worker that dies loses it to the next one."""
    due = Message.everywhere.filter(done_at=None, withdrawn_at=None, failed_at=None, due_at__lte=now)
    for key, due_at in due.order_by("due_at").values_list("pk", "due_at")[:20]:
        mine = Message.everywhere.filter(pk=key, done_at=None, withdrawn_at=None, failed_at=None, due_at=due_at)
        if mine.update(due_at=now + LEASE, attempts=F("attempts") + 1):
            return Message.everywhere.defer("content").get(pk=key)
    return None


def is_still_wanted(message: Message) -> bool:
    return Message.everywhere.filter(pk=message.pk, done_at=None, withdrawn_at=None).exists()


def note_sent(message: Message, *, went: str, now: datetime) -> None:
    """``went`` is "mail", or "page" when there is no mail server and the owner reads the letter on a page instead.

    What a mail about somebody's account says opens that account (a sign-in code, a link for a new password): once it
    has been sent, nobody can read it here any more.
    """
    Message.everywhere.filter(pk=message.pk).update(done_at=now, went=went, error="")
    if message.kind == ABOUT_ACCOUNT and went == "mail":
        with practice_scope(message.practice_id):
            said = message.content
            Message.objects.filter(pk=message.pk).update(content={**said, "text": ""})


def note_failure(message: Message, *, error: str, is_final: bool, now: datetime) -> None:
    """Try again after 1, 2, 4, ... minutes, at most eight times; then it stands on the owner's page."""
    over = is_final or message.attempts >= GIVE_UP_AFTER
    Message.everywhere.filter(pk=message.pk).update(
        error=error[:200],
        failed_at=now if over else None,
        due_at=now + timedelta(minutes=2 ** min(message.attempts - 1, 8)),
    )


@transaction.atomic
def send_again(message: Message, *, now: datetime) -> None:
    Message.objects.filter(pk=message.pk).exclude(failed_at=None).update(
        failed_at=None, due_at=now, attempts=0, error=""
    )
