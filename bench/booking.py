"""Many people book at once, over HTTP, at a real server: how fast, compared with a bare Django view that writes the
same rows, and whether anything is ever sold twice."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.crowd import Attempt, Contender, booking, details, free_start, some_start
from bench.practice import DAYS
from bench.report import Goal, Report, Row
from bench.served import Environment, databases, practice, serving

CONTENDERS = 16
SECONDS = 4.0
#: Times what the bare view takes for half of its answers. The goals, two seconds and one, come from a machine on which
#: that is 31 ms: 16 contenders, 510 answers a second.
SLOWEST = {"SQLite": 64, "PostgreSQL": 32}


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


def run() -> Report:
    rows: list[Row] = []
    goals: list[Goal] = []
    attempts = 0
    for name, environment in databases():
        with environment() as variables:
            bare, spread, contested, found = _measure(variables)
        ratio = spread.a_second("booked") / bare.a_second("booked")
        usual, slowest = statistics.median(bare.latencies), max(contested.latencies)
        rows += [
            Row(f"{name}: bare view, the same rows", bare.a_second("booked"), "/s"),
            Row(f"{name}: bare view, half of the answers within", usual, "ms"),
            Row(f"{name}: bookings", spread.a_second("booked"), "/s"),
            Row(f"{name}: contested times, attempts answered", contested.a_second(), "/s"),
            Row(f"{name}: contested times, bookings", contested.a_second("booked"), "/s"),
            Row(f"{name}: half of the answers within", statistics.median(contested.latencies), "ms"),
            Row(f"{name}: the slowest answer", slowest, "ms"),
        ]
        sold = spread.answers["booked"] + contested.answers["booked"] + bare.answers["booked"]
        goals += [
            Goal(f"{name}: bookings / bare view", ratio, at_least=0.5),
            Goal(f"{name}: sold twice", found["overlaps"], at_most=0),
            Goal(f"{name}: a yes without its appointment", sold - found["appointments"], at_most=0, at_least=0),
            Goal(f"{name}: answers that are neither yes nor a clear no", spread.unclear + contested.unclear, at_most=0),
            Goal(f"{name}: slowest answer / bare view, half of the answers", slowest / usual, at_most=SLOWEST[name]),
        ]
        attempts += spread.attempts + contested.attempts
    note = (
        f"Bookings are of times that most therapists have free, contested ones of six times for all. "
        f"{attempts:,} attempts by {CONTENDERS} at once, {SECONDS:g} s each phase, granian with one worker; "
        "SQLite with synchronous=FULL, PostgreSQL thrown away afterwards and without fsync."
    )
    return Report("Booking at once: ten therapists, ten massage tables", tuple(rows), tuple(goals), note)


def _measure(environment: Environment) -> tuple[Storm, Storm, Storm, dict[str, int]]:
    made = practice("make", environment)
    draw = random.Random(2027)
    with serving(environment) as server, ExitStack() as browsers:
        people = [browsers.enter_context(Contender(server.port)) for _ in range(CONTENDERS)]
        before = _storm(people, lambda: Attempt("/bare/insert/", details()), seconds=SECONDS / 2)
        spread = _storm(people, lambda: booking(made, free_start(draw, days=DAYS - 2)))
        after = _storm(people, lambda: Attempt("/bare/insert/", details()), seconds=SECONDS / 2)
        few = [some_start(draw, days=10) for _ in range(6)]
        contested = _storm(people, lambda: booking(made, draw.choice(few)))
    bare = Storm(before.answers + after.answers, before.latencies + after.latencies, before.seconds + after.seconds)
    return bare, spread, contested, practice("overlaps", environment)


def _storm(people: list[Contender], attempt: Callable[[], Attempt], *, seconds: float = SECONDS) -> Storm:
    storm, guard = Storm(), threading.Lock()
    began = time.monotonic()

    def work(person: Contender) -> None:
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
