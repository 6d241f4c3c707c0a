"""Writing letters, taking them back, and what the worker notes on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from tableside.records.foundation.scope import practice_scope
from tableside.records.foundation.sealed import Unreadable
from tableside.records.outbox.models import Message

LEASE = timedelta(minutes=2)
GIVE_UP_AFTER = 8
ABOUT_ACCOUNT = "account"
ACCOUNT_LETTERS_LAST = timedelta(days=3)  # no code and no link in them is good for longer
_EMPTIED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it will be sent. ``calendar`` is the text of an .ics file, or empty. ``leave_url`` is where whoever
    wants no more of these says so with one press (RFC 8058)."""

    key: str
    kind: str
    address: str
    subject: str
    text: str
    calendar: str = ""
    client_id: UUID | None = None
    subject_id: UUID | None = None
    channel: str = "mail"
    leave_url: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A letter with when it leaves, and when it is of no use any more."""

    letter: Letter
    due_at: datetime
    expires_at: datetime | None = None


def post(letter: Letter, *, now: datetime, due_at: datetime | None = None) -> None:
    """Put a letter into the outbox, in the caller's transaction. The same key again changes nothing."""
    post_all([Due(letter, due_at or now)], now=now)


def post_all(letters: Iterable[Due], *, now: datetime) -> list[Message]:
    """Several at once, in one statement that passes over those whose key is there already."""
    return Message.objects.bulk_create([_message(due, now=now) for due in letters], ignore_conflicts=True)


def keep_waiting(letter: Letter, *, now: datetime, due_at: datetime, expires_at: datetime) -> None:
    """Have this letter leave at ``due_at``. One that waits under the same key, or was withdrawn, is written anew; one
    that a worker has begun to send stays as it is, so that nobody gets two."""
    keep_all_waiting([Due(letter, due_at, expires_at)], now=now)


def keep_all_waiting(letters: Iterable[Due], *, now: datetime) -> None:
    """The same for several at once."""
    wanted = post_all(letters, now=now)
    written = set(Message.objects.filter(pk__in=[one.pk for one in wanted]).values_list("pk", flat=True))
    for one in wanted:
        if one.pk not in written:
            Message.objects.filter(key=one.key, done_at=None, failed_at=None, attempts=0).update(
                address=one.address,
                channel=one.channel,
                content=one.content,
                due_at=one.due_at,
                expires_at=one.expires_at,
                withdrawn_at=None,
            )


def _message(due: Due, *, now: datetime) -> Message:
    letter = due.letter
    return Message(
        key=letter.key,
        kind=letter.kind,
        address=letter.address,
        content=_content(letter),
        channel=letter.channel,
        client_id=letter.client_id,
        subject_id=letter.subject_id,
        due_at=due.due_at,
        expires_at=due.expires_at,
        created_at=now,
    )


def _content(letter: Letter) -> dict[str, str]:
    content = {"subject": letter.subject, "text": letter.text, "calendar": letter.calendar}
    return content | {"leave_url": letter.leave_url} if letter.leave_url else content


def withdraw(*, subject_id: UUID, kinds: tuple[str, ...], now: datetime, keep_begun_by: str = "") -> int:
    """Take back what has not left yet about this subject, but for what a worker has begun to send by this channel.
    Answers how many letters that were."""
    waiting = Message.objects.filter(subject_id=subject_id, kind__in=kinds, done_at=None, withdrawn_at=None)
    if keep_begun_by:
        waiting = waiting.exclude(channel=keep_begun_by, attempts__gt=0)
    return waiting.update(withdrawn_at=now)


def withdraw_unheard(*, subject_id: UUID, first: tuple[str, ...], kinds: tuple[str, ...], now: datetime) -> bool:
    """Take back the ``first`` letters about this subject while they wait for their time. Answers whether there were any
    and nothing of these ``kinds`` has left or is leaving: then nobody has been written to about it."""
    about = Message.objects.filter(subject_id=subject_id, kind__in=kinds)
    waiting = about.filter(kind__in=first, done_at=None, withdrawn_at=None, failed_at=None)
    taken_back = waiting.filter(attempts=0, due_at__gt=now).update(withdrawn_at=now)
    return bool(taken_back) and not about.filter(Q(attempts__gt=0) | Q(done_at__isnull=False)).exists()


def rewrite(letter: Letter) -> None:
    """What waits under this key, or was taken back, says this instead; what a worker has begun to send stays."""
    waiting = Message.objects.filter(key=letter.key, done_at=None, failed_at=None, attempts=0)
    waiting.update(content=_content(letter), withdrawn_at=None)


def put_off(message_id: UUID, *, until: datetime) -> None:
    """This letter leaves then, unless a worker has begun to send it."""
    waiting = Message.objects.filter(pk=message_id, done_at=None, withdrawn_at=None, failed_at=None, attempts=0)
    waiting.update(due_at=until)


def withdraw_letter(key: str, *, now: datetime) -> None:
    """Take back the letter under this key, if it has not left yet."""
    Message.objects.filter(key=key, done_at=None, withdrawn_at=None).update(withdrawn_at=now)


def withdraw_from(client_id: UUID, *, now: datetime, channel: str = "", kinds: tuple[str, ...] = ()) -> int:
    """Take back what this person would still get by this channel, or of these kinds. Answers how many letters that
    were."""
    waiting = Message.objects.filter(client_id=client_id, done_at=None, withdrawn_at=None)
    waiting = waiting.filter(channel=channel) if channel else waiting
    waiting = waiting.filter(kind__in=kinds) if kinds else waiting
    return waiting.update(withdrawn_at=now)


def bring_back(*, subject_id: UUID, kinds: tuple[str, ...], withdrawn_at: datetime, now: datetime) -> int:
    """Have letters that one change took back wait again, because it has been undone. Those that it wrote itself stay
    where they are. Answers how many letters that were."""
    taken_back = Message.objects.filter(subject_id=subject_id, kind__in=kinds, done_at=None, failed_at=None)
    taken_back = taken_back.filter(withdrawn_at=withdrawn_at, created_at__lt=withdrawn_at)
    taken_back.filter(due_at__lt=now).update(due_at=now)  # a text that waits for the morning goes on waiting
    return taken_back.update(withdrawn_at=None)


def claim(*, now: datetime) -> Message | None:
    """The next letter that is due, in any practice, held for a lease. A worker that dies loses it to the next one."""
    due = Message.everywhere.filter(done_at=None, withdrawn_at=None, failed_at=None, due_at__lte=now)
    for key, due_at in due.order_by("due_at").values_list("pk", "due_at")[:20]:
        mine = Message.everywhere.filter(pk=key, done_at=None, withdrawn_at=None, failed_at=None, due_at=due_at)
        if mine.update(due_at=now + LEASE, attempts=F("attempts") + 1):
            return Message.everywhere.defer("content").get(pk=key)
    return None


def is_still_wanted(message: Message, *, now: datetime) -> bool:
    """Whether it should leave. What comes due too late, because no worker ran, is taken back."""
    waiting = Message.everywhere.filter(pk=message.pk, done_at=None, withdrawn_at=None)
    if message.expires_at is not None and message.expires_at <= now:
        waiting.update(withdrawn_at=now)
        return False
    return waiting.exists()


def note_sent(message: Message, *, went: str, now: datetime) -> None:
    """``went`` is "mail", "sms", or "page" where nothing is set to carry it and the owner reads it on a page instead.

    What a mail about somebody's account says opens that account (a sign-in code, a link for a new password): once it
    has been sent, nobody can read it here any more.
    """
    Message.everywhere.filter(pk=message.pk).update(done_at=now, went=went, error="")
    if message.kind == ABOUT_ACCOUNT and went == "mail":
        _empty(message, now=now)


def note_failure(message: Message, *, error: str, is_final: bool, now: datetime) -> None:
    """Try again after 1, 2, 4, ... minutes, at most eight times; then it stands on the owner's page. A letter about an
    account stands there without what it said: by then the reader has asked for another."""
    over = is_final or message.attempts >= GIVE_UP_AFTER
    Message.everywhere.filter(pk=message.pk).update(
        error=error[:200],
        failed_at=now if over else None,
        due_at=now + timedelta(minutes=2 ** min(message.attempts - 1, 8)),
    )
    if over and message.kind == ABOUT_ACCOUNT:
        _empty(message, now=now)


def empty_old_account_letters(*, now: datetime) -> int:
    """Letters about accounts whose codes and links have ended lose what they said, in any practice, some at a time. One
    that has not left by now never will. Answers how many that were."""
    old = Message.everywhere.filter(kind=ABOUT_ACCOUNT, emptied_at=None, created_at__lte=now - ACCOUNT_LETTERS_LAST)
    letters = list(old.defer("content").order_by("created_at")[:_EMPTIED_AT_ONCE])
    for letter in letters:
        waiting = Message.everywhere.filter(pk=letter.pk, done_at=None, withdrawn_at=None, failed_at=None)
        waiting.update(failed_at=now, error="It was too old to be of use.")
        _empty(letter, now=now)
    return len(letters)


def _empty(message: Message, *, now: datetime) -> None:
    with practice_scope(message.practice_id):
        try:
            subject = message.content["subject"]
        except Unreadable:  # its key is gone; so may the rest
            subject = ""
        nothing = {"subject": subject, "text": "", "calendar": ""}
        Message.objects.filter(pk=message.pk).update(content=nothing, emptied_at=now)


@transaction.atomic
def send_again(message: Message, *, now: datetime) -> None:
    Message.objects.filter(pk=message.pk).exclude(failed_at=None).update(
        failed_at=None, due_at=now, attempts=0, error=""
    )
