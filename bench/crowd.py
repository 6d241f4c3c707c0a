"""People who book over HTTP, each with a browser of their own."""

from __future__ import annotations

import http.client
import random
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench.practice import CLOSES, OPENS, OTHER_DAYS, ZONE

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OTHER_TIME = b'<a class="link-arrow" href="/book/details/'  # what leads to one of the times instead


@dataclass(frozen=True)
class Attempt:
    """One form, sent. ``form["key"]`` is the same for each try of one wish."""

    path: str
    form: dict[str, str]


def some_start(draw: random.Random, *, days: int) -> datetime:
    """A start inside the hours of the practice, from tomorrow on."""
    on = datetime.now(ZONE).date() + timedelta(days=draw.randrange(1, days))
    minute = draw.randrange(OPENS, CLOSES - 75, 15)
    return datetime(on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=ZONE)


def free_start(draw: random.Random, *, days: int) -> datetime:
    """A start at which most of the therapists of the practice have nothing yet."""
    while True:
        start = some_start(draw, days=days)
        minute = start.hour * 60 + start.minute
        if all(abs(minute - (60 * hour + past)) >= 75 for hour, past in OTHER_DAYS):
            return start


def details() -> dict[str, str]:
    who = secrets.token_hex(6)
    return {"name": f"Guest {who}", "email": f"{who}@bench.example", "agree": "on", "key": secrets.token_urlsafe(16)}


def booking(made: dict[str, Any], start: datetime, *, therapist: str = "") -> Attempt:
    chosen = {"service": made["service"], "minutes": 60, "start": start.astimezone(UTC).isoformat()}
    if therapist:
        chosen["therapist"] = therapist
    return Attempt(f"/book/details/?{urlencode(chosen)}", details())


class Contender:
    """One browser: it keeps its connection, opened with the first form, and its cookie."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._token = ""

    def __enter__(self) -> Contender:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def send(self, attempt: Attempt) -> str:
        """``booked``, ``refused in words`` with other times, ``refused without other times``, or the status.

        ``OSError`` or ``http.client.HTTPException`` when the connection breaks: nobody knows then what happened.
        """
        try:
            self._token = self._token or self._fresh_token()
            body = urlencode({**attempt.form, "csrfmiddlewaretoken": self._token})
            self._connection.request("POST", attempt.path, body, {**FORM, "Cookie": f"csrftoken={self._token}"})
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()  # the next try opens a new one
            raise
        if answer.status == 302 and "/book/" not in (answer.getheader("Location") or ""):
            return "booked"
        if answer.status == 422 and b'class="notice__title"' in text:
            return "refused in words" if OTHER_TIME in text else "refused without other times"
        return f"status {answer.status}"

    def _fresh_token(self) -> str:
        self._connection.request("GET", "/accounts/login/")
        answer = self._connection.getresponse()
        answer.read()
        return (answer.getheader("Set-Cookie") or "").partition("csrftoken=")[2].partition(";")[0]
