"""What is promised about booking when everything goes wrong at once: thousands race for the same times, the server is
killed in the middle, the network is cut and everybody tries again."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.crowd import Attempt, Contender, booking, some_start
from bench.cutting import CuttingNetwork
from bench.practice import DAYS
from bench.report import Goal, Report, Row
from bench.served import Environment, Server, databases, practice, serving

CONTENDERS = 16
ATTEMPTS = 5000
KILLS = 10
CUT_BOOKINGS = 200
CONTESTED = 60  # times that everybody wants


def run() -> Report:
    rows: list[Row] = []
    goals: list[Goal] = []
    for name, environment in databases():
        for part in (_race, _kill, _cut):
            with environment() as variables:
                found, promised = part(variables)
            rows += [Row(f"{name}: {row.what}", row.value, row.unit) for row in found]
            goals += [Goal(f"{name}: {goal.what}", goal.ratio, goal.at_most, goal.at_least) for goal in promised]
        with environment() as variables:
            sold_twice = race_without_guard(variables, attempts=ATTEMPTS // 5)
        goals.append(Goal(f"{name}: sold twice once the guard is taken away", sold_twice, at_least=1))
    note = f"{CONTENDERS} connections, granian with one worker; every second connection breaks in the cutting network."
    return Report("Storm: races, kills and a cutting network", tuple(rows), tuple(goals), note)


def _race(environment: Environment) -> tuple[list[Row], list[Goal]]:
    answers, sold = race(environment, attempts=ATTEMPTS)
    unclear = ATTEMPTS - answers["booked"] - answers["refused in words"]
    return [Row("racing attempts answered", ATTEMPTS, ""), Row("of them booked", answers["booked"], "")], [
        Goal("sold twice", sold["overlaps"], at_most=0),
        Goal("a yes without its appointment", answers["booked"] - sold["appointments"], at_most=0, at_least=0),
        Goal("losers without a sentence and other times", unclear, at_most=0),
    ]


def _kill(environment: Environment) -> tuple[list[Row], list[Goal]]:
    acknowledged, lost, slowest, overlaps = kills(environment, times=KILLS)
    return [Row("bookings acknowledged while being killed", acknowledged, "")], [
        Goal(f"acknowledged bookings lost in {KILLS} kills", lost, at_most=0),
        Goal("sold twice after the kills", overlaps, at_most=0),
        Goal("seconds until it serves again", slowest, at_most=5),
    ]


def _cut(environment: Environment) -> tuple[list[Row], list[Goal]]:
    yes, tries, counts = over_a_cutting_network(environment, bookings=CUT_BOOKINGS)
    return [Row(f"tries it took for {CUT_BOOKINGS} bookings", tries, "")], [
        Goal("people who got their yes", yes, at_least=CUT_BOOKINGS),
        Goal("people with one appointment, not two", sum(n == 1 for n in counts), at_least=CUT_BOOKINGS),
        Goal("appointments in all", sum(counts), at_most=CUT_BOOKINGS, at_least=CUT_BOOKINGS),
    ]


def race(environment: Environment, *, attempts: int, contested: int = CONTESTED) -> tuple[Counter[str], dict[str, int]]:
    """The answers, and ``overlaps`` and ``appointments`` as the tables hold them afterwards."""
    made = practice("make", environment)
    with serving(environment) as server:
        answers = _contend(server, wanted(made, attempts, contested=contested))
    return answers, practice("overlaps", environment)


def race_without_guard(environment: Environment, *, attempts: int, contested: int = CONTESTED) -> int:
    """How often something is sold twice when the database no longer keeps the promise: without the constraint, and on
    SQLite, where a transaction is alone from its first look, without transactions as well."""
    made = practice("make", environment)
    practice("unguard", environment)
    alone = {} if "DATABASE_URL" in environment else {"BENCH_WITHOUT_TRANSACTIONS": "yes"}
    with serving(environment | alone) as server:
        _contend(server, wanted(made, attempts, contested=contested))
    return int(practice("overlaps", environment)["overlaps"])


def wanted(made: dict[str, Any], attempts: int, *, contested: int) -> list[Attempt]:
    """Wishes for a few contested times, half of them for one therapist."""
    draw = random.Random(2027)
    starts = [some_start(draw, days=30) for _ in range(contested)]
    return [
        booking(made, draw.choice(starts), therapist=draw.choice([*made["therapists"][:2], "", ""]))
        for _ in range(attempts)
    ]


def _contend(server: Server, attempts: Iterable[Attempt]) -> Counter[str]:
    waiting, guard = iter(attempts), threading.Lock()
    answers: Counter[str] = Counter()

    def work(_: int) -> None:
        with Contender(server.port) as person:
            for attempt in _shared(waiting, guard):
                answer = person.send(attempt)
                with guard:
                    answers[answer] += 1

    with ThreadPoolExecutor(CONTENDERS) as pool:
        list(pool.map(work, range(CONTENDERS)))
    return answers


def _shared(waiting: Iterator[Attempt], guard: threading.Lock) -> Iterator[Attempt]:
    while True:
        with guard:
            attempt = next(waiting, None)
        if attempt is None:
            return
        yield attempt


def kills(environment: Environment, *, times: int, apart_seconds: float = 1.0) -> tuple[int, int, float, int]:
    """How many bookings were acknowledged, how many of those are gone, the slowest restart in seconds, and overlaps.

    Each wish is for a time of its own, and sent until it is answered, across the kills.
    """
    made = practice("make", environment)
    server = Server(environment)
    server.start()
    acknowledged: list[str] = []
    over = threading.Event()
    slowest = 0.0
    with ThreadPoolExecutor(CONTENDERS) as pool:
        jobs = [pool.submit(_book_on_and_on, server, made, over, acknowledged, n) for n in range(CONTENDERS)]
        try:
            for _ in range(times):
                time.sleep(apart_seconds)
                server.kill()
                began = time.monotonic()
                server.start()
                slowest = max(slowest, time.monotonic() - began)
            time.sleep(apart_seconds)
        finally:
            over.set()
        for job in jobs:
            job.result()
    server.stop()
    kept = practice("booked", environment)
    lost = sum(kept.get(email, 0) != 1 for email in acknowledged)
    return len(acknowledged), lost, slowest, practice("overlaps", environment)["overlaps"]


def _book_on_and_on(
    server: Server, made: dict[str, Any], over: threading.Event, acknowledged: list[str], number: int
) -> None:
    draw = random.Random(number)
    with Contender(server.port) as person:
        while not over.is_set():
            attempt = booking(made, some_start(draw, days=DAYS - 2))
            answer = ""
            while not answer and not over.is_set():
                try:
                    answer = person.send(attempt)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)
            if answer == "booked":
                acknowledged.append(attempt.form["email"])


def over_a_cutting_network(environment: Environment, *, bookings: int) -> tuple[int, int, list[int]]:
    """How many people got a yes in the end, how many tries that took, and how many appointments each then has."""
    made = practice("make", environment)
    draw = random.Random(7)
    attempts = [booking(made, start) for start in _distinct(lambda: some_start(draw, days=DAYS - 2), bookings)]
    with serving(environment) as server, CuttingNetwork(server.port, draw) as network, ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda attempt: _insist(network.port, attempt), attempts))
    kept = practice("booked", environment)
    yes = sum(answer == "booked" for answer, _ in outcomes)
    return yes, sum(tries for _, tries in outcomes), [kept.get(attempt.form["email"], 0) for attempt in attempts]


def _distinct(draw: Callable[[], Any], count: int) -> list[Any]:
    found: dict[Any, None] = {}
    while len(found) < count:
        found[draw()] = None
    return list(found)


def _insist(port: int, attempt: Attempt) -> tuple[str, int]:
    """Press the same button, with the same key, until somebody answers."""
    with Contender(port) as person:
        for tries in range(1, 61):
            try:
                return person.send(attempt), tries
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
    return "never answered", 60
