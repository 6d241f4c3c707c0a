"""A question to a provider that nobody answers: one mail a week later, and none once an answer is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tableside.records.clients.models import Client
from tableside.records.intake.models import Clearance
from tableside.records.outbox.models import Message
from tableside.workflows.clearance.give_clearance import ProviderAnswer, give_clearance
from tableside.workflows.clearance.take_letter import take_letter
from tableside.workflows.messages.send_due_messages import send_due_messages
from tests.factories import answered, recent_surgery
from tests.hostile_pdf import pdf
from tests.personas import Cast, signed_in, today_at_linden

WEEK = timedelta(days=8)


@pytest.fixture
def asked(linden: Cast) -> Clearance:
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))
    return Clearance.objects.get()


def waiting() -> list[Message]:
    return list(Message.objects.filter(kind="clearance_waits", withdrawn_at=None, done_at=None))


def sent_by(after: timedelta) -> int:
    """How many have left by then."""
    send_due_messages(now=lambda: timezone.now() + after)
    return Message.objects.filter(kind="clearance_waits", done_at__isnull=False).count()


def test_it_is_reminded_of_once_and_says_nothing_of_health(linden: Cast, asked: Clearance) -> None:
    (letter,) = waiting()
    answered(linden.clara, now=timezone.now() + timedelta(hours=1), **recent_surgery(today_at_linden()))

    sent = [sent_by(after) for after in (timedelta(days=6), WEEK, 2 * WEEK)]

    said = letter.content["subject"] + letter.content["text"]
    assert "/my/intake/file/" in said
    assert not [word for word in ("surg", "operation", "health") if word in said.lower()]
    assert sent == [0, 1, 1]


def test_a_guest_gets_a_link_that_takes_the_letter(linden: Cast) -> None:
    Client.objects.filter(pk=linden.clara.client.id).update(user=None)
    linden.clara.client.refresh_from_db()
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))

    assert "/intake/" in waiting()[0].content["text"]
    assert "/my/" not in waiting()[0].content["text"]


@pytest.mark.parametrize("how", ["letter", "recorded"])
def test_an_answer_takes_it_back(linden: Cast, asked: Clearance, how: str) -> None:
    now = timezone.now()
    before = len(waiting())

    if how == "letter":
        take_letter(linden.clara.client, pdf(), by=linden.clara.actor, now=now)
    else:
        day = today_at_linden()
        give_clearance(asked, ProviderAnswer(False, "Dr. Low", day, day), by=linden.ana.actor, now=now)

    assert (before, waiting()) == (1, [])


def test_the_queue_says_how_long_it_has_waited(linden: Cast, asked: Clearance) -> None:
    Clearance.objects.update(asked_at=timezone.now() - timedelta(days=12))

    assert "waiting for 12 days" in signed_in(linden.ana).get("/desk/intake/?tab=waiting").content.decode()
