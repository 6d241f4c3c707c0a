"""Many people book at once, over HTTP, at a real server: how fast, compared with a bare Django view that writes the
same rows, and whether anything is ever sold twice."""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.practice import CLOSES, DAYS, OPENS, ZONE
from bench.report import Goal, Report, Row

ROOT = Path(__file__).resolve().parents[1]
CONTENDERS = 16
SECONDS = 4.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Storm:
    """What the contenders were answered. ``slowest`` and ``latencies`` are in milliseconds."""

    answers: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    seconds: float = SECONDS

    @property
    def attempts(self) -> int:
        return sum(self.answers.values())

    def a_second(self, *kinds: str) -> float:
        return sum(self.answers[kind] for kind in kinds or self.answers) / self.seconds

    @property
    def unclear(self) -> int:
        return self.attempts - self.answers["booked"] - self.answers["refused in words"]


@dataclass(frozen=True)
class Attempt:
    """One form, sent."""

    path: str
    form: dict[str, str]


def run() -> Report:
    rows: list[Row] = []
    goals: list[Goal] = []
    attempts = 0
    for name, environment in _databases():
        with environment() as variables:
            bare, spread, contested, found = _measure(variables)
        ratio = spread.a_second("booked") / bare.a_second("booked")
        rows += [
            Row(f"{name}: bare view, the same rows", bare.a_second("booked"), "/s"),
            Row(f"{name}: bookings", spread.a_second("booked"), "/s"),
            Row(f"{name}: contested times, attempts answered", contested.a_second(), "/s"),
            Row(f"{name}: contested times, bookings", contested.a_second("booked"), "/s"),
            Row(f"{name}: half of the answers within", statistics.median(contested.latencies), "ms"),
            Row(f"{name}: the slowest answer", max(contested.latencies), "ms"),
        ]
        sold = spread.answers["booked"] + contested.answers["booked"] + bare.answers["booked"]
        goals += [
            Goal(f"{name}: bookings / bare view", ratio, at_least=0.5),
            Goal(f"{name}: sold twice", found["overlaps"], at_most=0),
            Goal(f"{name}: a yes without its appointment", sold - found["appointments"], at_most=0, at_least=0),
            Goal(f"{name}: answers that are neither yes nor a clear no", spread.unclear + contested.unclear, at_most=0),
            Goal(f"{name}: seconds to the slowest answer", max(contested.latencies) / 1000, at_most=2),
        ]
        attempts += spread.attempts + contested.attempts
    note = (
        f"{attempts:,} attempts by {CONTENDERS} at once, {SECONDS:g} s each phase, granian with one worker; "
        "SQLite with synchronous=FULL, PostgreSQL thrown away afterwards and without fsync."
    )
    return Report("Booking at once: ten therapists, ten massage tables", tuple(rows), tuple(goals), note)


def _measure(environment: dict[str, str]) -> tuple[Storm, Storm, Storm, dict[str, int]]:
    made = _program("make", environment)
    draw = random.Random(2027)
    with _server(environment) as port:
        people = [_Contender(port) for _ in range(CONTENDERS)]
        before = _storm(people, lambda: Attempt("/bare/insert/", _details()), seconds=SECONDS / 2)
        spread = _storm(people, lambda: _booking(made, _some_start(draw, days=DAYS - 2)))
        after = _storm(people, lambda: Attempt("/bare/insert/", _details()), seconds=SECONDS / 2)
        few = [_some_start(draw, days=10) for _ in range(6)]
        contested = _storm(people, lambda: _booking(made, draw.choice(few)))
    bare = Storm(before.answers + after.answers, before.latencies + after.latencies, before.seconds + after.seconds)
    return bare, spread, contested, _program("overlaps", environment)


def _some_start(draw: random.Random, *, days: int) -> datetime:
    on = datetime.now(ZONE).date() + timedelta(days=draw.randrange(1, days))
    minute = draw.randrange(OPENS, CLOSES - 75, 15)
    return datetime(on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=ZONE)


def _details() -> dict[str, str]:
    who = secrets.token_hex(6)
    return {"name": f"Guest {who}", "email": f"{who}@bench.example", "agree": "on", "key": secrets.token_urlsafe(16)}


def _booking(made: dict[str, Any], start: datetime) -> Attempt:
    chosen = {"service": made["service"], "minutes": 60, "start": start.astimezone(UTC).isoformat()}
    return Attempt(f"/book/details/?{urlencode(chosen)}", _details())


class _Contender:
    """One browser: it keeps its connection and its cookie."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.request("GET", "/accounts/login/")
        answer = self._connection.getresponse()
        answer.read()
        self._token = (answer.getheader("Set-Cookie") or "").partition("csrftoken=")[2].partition(";")[0]

    def send(self, attempt: Attempt) -> str:
        body = urlencode({**attempt.form, "csrfmiddlewaretoken": self._token})
        self._connection.request("POST", attempt.path, body, {**FORM, "Cookie": f"csrftoken={self._token}"})
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status == 302 and "/book/" not in (answer.getheader("Location") or ""):
            return "booked"
        if answer.status == 422 and b'class="notice__title"' in text:
            return "refused in words"
        return f"status {answer.status}"


def _storm(people: list[_Contender], attempt: Callable[[], Attempt], *, seconds: float = SECONDS) -> Storm:
    storm, guard = Storm(), threading.Lock()
    began = time.monotonic()

    def work(person: _Contender) -> None:
        answers: Counter[str] = Counter()
        latencies = []
        while time.monotonic() < began + seconds:
            sent = time.monotonic()
            answers[person.send(attempt())] += 1
            latencies.append((time.monotonic() - sent) * 1000)
        with guard:
            storm.answers.update(answers)
            storm.latencies.extend(latencies)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    storm.seconds = time.monotonic() - began
    return storm


def _databases() -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "SQLite", _sqlite
    try:
        from tests.postgresql import ThrowAwayServer  # noqa: F401  (only whether it is there)
    except ImportError:
        return
    yield "PostgreSQL", _postgresql


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="tableside-bench-") as folder:
        yield {"TABLESIDE_DATA": folder}


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    from tests.postgresql import ThrowAwayServer

    server = ThrowAwayServer()
    try:
        with tempfile.TemporaryDirectory(prefix="tableside-bench-") as folder:
            yield {"TABLESIDE_DATA": folder, "DATABASE_URL": server.url}
    finally:
        server.stop()


def _program(command: str, environment: dict[str, str]) -> dict[str, Any]:
    """``python -m bench.practice``, in a process of its own: each database needs its own Django."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.practice", command],
        cwd=ROOT,
        env=_around(environment),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    granian = Path(sys.executable).with_name("granian")
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "8", "--log-level", "error"]
    process = subprocess.Popen(
        [granian, *options, "--host", "127.0.0.1", "--port", str(port), "bench.bare:application"],
        cwd=ROOT,
        env=_around(environment),
        stdout=sys.stderr,  # what it has to say is no part of the figures
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/bare/nothing/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("The server to measure did not start.")


def _around(environment: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TABLESIDE_", "DATABASE_URL"))}
    unlimited = {"TABLESIDE_BOOKINGS_PER_ADDRESS": "0"}  # all contenders come from one address
    return {**kept, **unlimited, **environment}
