"""Texts through a real HTTP server that answers what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tableside.records.outbox.actions import Letter
from tableside.records.outbox.models import Message
from tableside.workflows.messages.send_due_messages import send_due_messages
from tests.letters_posted import posted
from tests.personas import Cast

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Gateway:
    """Keeps what it is asked, as headers and body, and answers ``status``."""

    status: int = 202
    asked: list[tuple[Headers, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    gateway = Gateway()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.asked.append((self.headers, json.loads(body)))
            self.send_response(gateway.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/messages"
        settings.SMS_TOKEN, settings.SMS_SENDER = "secret", "Linden"
        settings.SMS_FIELDS = {"to": "recipient", "from": "from", "text": "text", "key": "key"}
        yield gateway
        server.shutdown()


def text_waits() -> Message:
    return posted(Letter("one", "test", "+4312345678", "Subject", "See you soon.", channel="sms"), now=NOW)


def test_a_text_goes_out_as_the_contract_says_and_once(linden: Cast, gateway: Gateway) -> None:
    message = text_waits()

    assert [send_due_messages(now=lambda: NOW), send_due_messages(now=lambda: NOW + MINUTE)] == [1, 0]

    ((headers, body),) = gateway.asked
    assert body == {
        "recipient": "+4312345678",
        "from": "Linden",
        "text": "See you soon.",
        "key": str(message.pk),
    }
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", str(message.pk))
    message.refresh_from_db()
    assert (message.went, message.done_at) == ("sms", NOW)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_busy_gateway_is_asked_again_later_with_the_same_key(linden: Cast, gateway: Gateway, status: int) -> None:
    message = text_waits()
    gateway.status = status
    assert send_due_messages(now=lambda: NOW) == 0
    gateway.status = 200

    assert send_due_messages(now=lambda: NOW + MINUTE) == 1
    assert [headers["Idempotency-Key"] for headers, _body in gateway.asked] == [str(message.pk)] * 2


@pytest.mark.parametrize("status", [302, 400, 401, 422])
def test_what_the_gateway_will_not_take_is_final_and_no_redirect_is_followed(
    linden: Cast, gateway: Gateway, status: int
) -> None:
    message = text_waits()
    gateway.status = status

    assert send_due_messages(now=lambda: NOW) == 0

    message.refresh_from_db()
    assert (message.failed_at, message.error) == (NOW, f"The SMS gateway refused it ({status}).")
    assert len(gateway.asked) == 1


def test_a_gateway_that_is_away_is_no_reason_to_stop(linden: Cast, gateway: Gateway, settings: Any) -> None:
    message = text_waits()
    settings.SMS_URL = "http://127.0.0.1:9/messages"

    assert send_due_messages(now=lambda: NOW) == 0

    message.refresh_from_db()
    assert (message.failed_at, message.due_at) == (None, NOW + MINUTE)
