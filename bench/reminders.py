"""Each reminder once, whoever dies: the server is killed while people book and their reminders are planned, then one
worker after another is killed while it sends them."""

from __future__ import annotations

import random
import time
from collections import Counter

from bench.report import Goal, Report, Row
from bench.served import Environment, begin, databases, practice
from bench.storm import kills
from tests.mail_server import MailServer, mail_server

SERVER_KILLS, WORKER_KILLS = 5, 25


def run() -> Report:
    rows: list[Row] = []
    goals: list[Goal] = []
    for name, environment in databases():
        with environment() as where:
            acknowledged = kills(where, times=SERVER_KILLS)[0]
            planned = practice("reminders", where)
            letters, copies = send_while_being_killed(where)
        rows += [
            Row(f"{name}: bookings acknowledged in {SERVER_KILLS} kills of the server", acknowledged, ""),
            Row(f"{name}: reminders sent in {WORKER_KILLS} kills of a worker", len(letters), ""),
            Row(f"{name}: copies, with the Message-ID of the first", copies, ""),
        ]
        goals += [
            Goal(f"{name}: appointments without one of each reminder", planned["wrong"], at_most=0),
            Goal(f"{name}: reminders that never came", planned["reminders"] - len(letters), at_most=0, at_least=0),
            Goal(f"{name}: copies a kill", copies / WORKER_KILLS, at_most=1),
        ]
    note = "A copy is only possible where a worker dies between the mail server's yes and our note of it."
    return Report("Reminders: once each, whoever is killed", tuple(rows), tuple(goals), note)


def send_while_being_killed(environment: Environment) -> tuple[Counter[str], int]:
    """How often each reminder came, by its Message-ID, and how many copies there were."""
    practice("remind_now", environment)
    with mail_server() as server:
        where = environment | {"TABLESIDE_SMTP_HOST": "127.0.0.1", "TABLESIDE_SMTP_PORT": str(server.port)}
        for number in range(WORKER_KILLS):
            _send_and_die(where, server, minutes_ahead=3 * number)
        practice("send_all", where | {"BENCH_MINUTES_AHEAD": str(3 * WORKER_KILLS + 30)})
        arrived = Counter(str(letter["Message-ID"]) for letter in server.letters)
    return arrived, arrived.total() - len(arrived)


def _send_and_die(environment: Environment, server: MailServer, *, minutes_ahead: int) -> None:
    """Killed soon after its first letter. Its clock is past the lease of the one that was killed before."""
    before = len(server.letters)
    worker = begin("send_all", environment | {"BENCH_MINUTES_AHEAD": str(minutes_ahead)})
    while len(server.letters) == before and worker.poll() is None:
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.05))
    worker.kill()
    worker.communicate()
