"""Letters in the outbox: written once, claimed by one worker at a time, taken back, given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tableside.core.decision import Refusal
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.access import message_to_see
from tableside.records.outbox.actions import (
    GIVE_UP_AFTER,
    LEASE,
    Due,
    Letter,
    claim,
    is_still_wanted,
    keep_all_waiting,
    note_failure,
    note_sent,
    post,
    post_all,
    send_again,
    withdraw,
)
from tableside.records.outbox.models import Message
from tableside.records.outbox.queries import failed_count, newest_messages
from tests.letters_posted import posted
from tests.personas import Cast

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def letter(key: str, *, subject_id: UUID | None = None, kind: str = "confirmation") -> Letter:
    return Letter(
        key=key,
        kind=kind,
        address="clara@clients.example",
        subject="Your appointment",
        text="On Tuesday.",
        subject_id=subject_id,
    )


def test_the_same_letter_twice_is_one_letter(linden: Cast) -> None:
    first = posted(letter("a"), now=NOW)
    again = posted(letter("a"), now=NOW + MINUTE)

    assert (again.pk, Message.objects.count(), again.created_at) == (first.pk, 1, NOW)


def test_only_a_letter_that_is_there_already_is_passed_over_and_not_one_that_lacks_something(linden: Cast) -> None:
    post(letter("there"), now=NOW)
    lacking = cast(datetime, None)

    with pytest.raises(IntegrityError), transaction.atomic():
        post_all([Due(letter("new"), NOW), Due(letter("lacks"), lacking), Due(letter("there"), NOW)], now=NOW)
    post_all([Due(letter("new"), NOW), Due(letter("there"), NOW)], now=NOW)

    assert sorted(Message.objects.values_list("key", flat=True)) == ["new", "there"]


def test_of_several_letters_one_that_waits_already_is_written_anew(linden: Cast) -> None:
    post(letter("waits"), now=NOW)
    begun = posted(letter("begun"), now=NOW - MINUTE)
    assert claim(now=NOW - MINUTE) == begun

    later = NOW + MINUTE
    keep_all_waiting([Due(letter(key), later, later) for key in ("new", "waits", "begun")], now=NOW)

    kept = {one.key: (one.due_at, one.expires_at) for one in Message.objects.all()}
    assert kept == {"new": (later, later), "waits": (later, later), "begun": (NOW - MINUTE + LEASE, None)}


def test_a_letter_is_gone_with_the_deed_that_caused_it(linden: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post(letter("a"), now=NOW)
        1 / 0  # noqa: B018

    assert (Message.objects.count(), claim(now=NOW)) == (0, None)


def test_letters_are_claimed_from_the_one_that_is_due_first(linden: Cast) -> None:
    post(letter("later"), now=NOW, due_at=NOW - MINUTE)
    post(letter("tomorrow"), now=NOW, due_at=NOW + timedelta(days=1))
    post(letter("first"), now=NOW, due_at=NOW - 2 * MINUTE)

    keys = []
    while message := claim(now=NOW):
        keys.append(message.key)

    assert keys == ["first", "later"]


def test_a_worker_serves_all_practices(linden: Cast) -> None:
    post(letter("a"), now=NOW)
    with practice_scope(linden.other_practice.id):
        post(letter("a"), now=NOW)

    claimed = [claim(now=NOW), claim(now=NOW)]

    assert {message.practice_id for message in claimed if message} == {linden.practice.id, linden.other_practice.id}


def test_a_claimed_letter_is_nobody_elses_until_the_lease_is_over(linden: Cast) -> None:
    post(letter("a"), now=NOW)
    first = claim(now=NOW)

    meanwhile = claim(now=NOW + LEASE - MINUTE)
    after = claim(now=NOW + LEASE)

    assert first is not None
    assert after is not None
    assert (meanwhile, after.pk, after.attempts) == (None, first.pk, 2)


def test_a_sent_letter_is_never_claimed_again(linden: Cast) -> None:
    post(letter("a"), now=NOW)
    message = claim(now=NOW)
    assert message is not None

    note_sent(message, went="mail", now=NOW)

    message.refresh_from_db()
    assert (claim(now=NOW + timedelta(days=30)), message.done_at, message.went) == (None, NOW, "mail")


def test_what_has_not_left_can_be_taken_back_by_subject_and_kind(linden: Cast) -> None:
    appointment = uuid4()
    sent = posted(letter("sent", subject_id=appointment), now=NOW)
    note_sent(sent, went="mail", now=NOW)
    post(letter("waiting", subject_id=appointment), now=NOW)
    post(letter("another kind", subject_id=appointment, kind="cancelled"), now=NOW)
    post(letter("another appointment", subject_id=uuid4()), now=NOW)

    count = withdraw(subject_id=appointment, kinds=("confirmation",), now=NOW)

    withdrawn = list(Message.objects.exclude(withdrawn_at=None).values_list("key", flat=True))
    assert (count, withdrawn) == (1, ["waiting"])
    left = {message.key for message in (claim(now=NOW), claim(now=NOW), claim(now=NOW)) if message}
    assert left == {"another kind", "another appointment"}


def test_a_letter_taken_back_after_it_was_claimed_is_not_wanted_any_more(linden: Cast) -> None:
    appointment = uuid4()
    post(letter("a", subject_id=appointment), now=NOW)
    message = claim(now=NOW)
    assert message is not None
    assert is_still_wanted(message, now=NOW)

    withdraw(subject_id=appointment, kinds=("confirmation",), now=NOW)

    assert not is_still_wanted(message, now=NOW)


def test_a_letter_that_fails_comes_back_later_and_later_until_it_is_given_up(linden: Cast) -> None:
    post(letter("a"), now=NOW)
    waited, now = [], NOW
    while message := claim(now=now):
        note_failure(message, error="The mail server could not be reached.", is_final=False, now=now)
        message.refresh_from_db()
        waited.append(int((message.due_at - now) / MINUTE))
        now = message.due_at

    assert (len(waited), waited) == (GIVE_UP_AFTER, [1, 2, 4, 8, 16, 32, 64, 128])
    assert (failed_count(), Message.objects.get().failed_at is not None) == (1, True)


def test_a_letter_that_was_given_up_can_be_sent_again(linden: Cast) -> None:
    post(letter("a"), now=NOW)
    message = claim(now=NOW)
    assert message is not None
    note_failure(message, error="The mail server refused the address.", is_final=True, now=NOW)
    assert claim(now=NOW + timedelta(days=1)) is None

    send_again(message, now=NOW + MINUTE)

    again = claim(now=NOW + MINUTE)
    assert again is not None
    assert (again.pk, again.attempts, again.error, failed_count()) == (message.pk, 1, "", 0)


def test_a_letter_that_was_sent_is_not_sent_again_by_mistake(linden: Cast) -> None:
    message = posted(letter("a"), now=NOW)
    note_sent(message, went="mail", now=NOW)

    send_again(message, now=NOW + MINUTE)

    assert claim(now=NOW + timedelta(days=1)) is None


def test_the_owner_sees_the_letters_of_the_own_practice_only(linden: Cast) -> None:
    mine = posted(letter("a"), now=NOW)
    with practice_scope(linden.other_practice.id):
        theirs = posted(letter("a"), now=NOW)

    assert message_to_see(linden.owner.actor, mine.pk) == mine
    assert list(newest_messages()) == [mine]
    for actor, key in (
        (linden.owner.actor, theirs.pk),
        (linden.ana.actor, mine.pk),
        (linden.front_desk.actor, mine.pk),
        (linden.clara.actor, mine.pk),
    ):
        with pytest.raises(Refusal) as refusal:
            message_to_see(actor, key)
        assert refusal.value.code == "not_found"
