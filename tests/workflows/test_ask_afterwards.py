"""Asking after a session how it was: where the practice does, once, and not whoever said no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from tableside.records.clients.models import Client
from tableside.records.outbox.models import Message
from tableside.records.practice.queries import current_practice
from tableside.workflows.messages.choose_messages import choose_messages
from tableside.workflows.session.complete_session import complete_session
from tableside.workflows.session.stop_session import stop_session
from tests.personas import Cast
from tests.sessions import TEN, running

END = TEN + timedelta(hours=1)


def waiting() -> list[Message]:
    return list(Message.objects.filter(kind="review_request", withdrawn_at=None))


def asks(*, is_on: bool = True) -> None:
    practice = current_practice()
    practice.asks_afterwards = is_on
    practice.save()


def test_three_hours_after_a_session_the_client_is_asked_and_one_press_ends_it(linden: Cast, client: Browser) -> None:
    asks()
    complete_session(running(linden), by=linden.ana.actor, now=END)

    (asked,) = waiting()
    assert (asked.due_at, asked.address) == (END + timedelta(hours=3), "clara@clients.example")
    assert asked.content["subject"] == "Linden Massage: How was it?"
    assert "Swedish" not in asked.content["text"]

    stop = asked.content["leave_url"].split("/", 3)[3] + "stop/"
    assert client.get(f"/{stop}").status_code == 405
    assert client.post(f"/{stop}").status_code == 200
    assert waiting() == []
    clara = Client.objects.get(pk=linden.clara.client.id)
    assert (clara.asked_afterwards, clara.remind_by) == (False, "mail")


@pytest.mark.parametrize("has_ended", [True, False])
def test_nobody_with_whom_something_went_wrong_is_asked_how_it_was(linden: Cast, has_ended: bool) -> None:
    asks()
    session, by = running(linden), linden.ana.actor
    if has_ended:
        complete_session(session, by=by, now=END)
        assert len(waiting()) == 1

    stop_session(session.appointment, "faint", by=by, now=END + timedelta(minutes=2))

    assert waiting() == []


@pytest.mark.parametrize(
    ("is_on", "chosen"),
    [
        (False, {"remind_by": "mail"}),
        (True, {"remind_by": "none"}),
        (True, {"remind_by": "mail", "asked_afterwards": False}),
    ],
)
def test_nobody_is_asked_where_the_practice_does_not_or_the_client_said_no(
    linden: Cast, is_on: bool, chosen: dict[str, Any]
) -> None:
    asks(is_on=is_on)
    session = running(linden)
    choose_messages(linden.clara.client, **chosen, by=linden.clara.actor, now=TEN)
    session.appointment.client.refresh_from_db()

    complete_session(session, by=linden.ana.actor, now=END)

    assert waiting() == []
