"""Each message once, however often whoever plans or sends them is killed: none is missing, and a copy can be
recognised."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tableside.records.outbox.actions import Letter, post
from tableside.records.outbox.models import Message
from tableside.records.practice.actions import ReminderRules
from tableside.workflows.letters.reminders import REMINDERS
from tableside.workflows.messages.change_reminders import change_reminders
from tableside.workflows.messages.send_due_messages import send_due_messages
from tests.mail_server import MailServer, mail_server
from tests.personas import Cast
from tests.workflows.booking_wishes import MONDAY_TEN, NOW, booked

LETTERS, KILLS = 40, 3
ROOT = Path(__file__).parents[2]


def kill_while_sending(server: MailServer, *, round_number: int) -> None:
    """A worker that is killed soon after its first letter. Each begins after the lease of the one before."""
    before = len(server.letters)
    variables = os.environ | {"TABLESIDE_SMTP_HOST": "127.0.0.1", "TABLESIDE_SMTP_PORT": str(server.port)}
    command = [sys.executable, "-m", "tests.workflows.sending_process", str(connection.settings_dict["NAME"])]
    worker = subprocess.Popen([*command, str(3 * round_number)], cwd=ROOT, env=variables)
    try:
        give_up_at = time.monotonic() + 60
        while len(server.letters) == before and worker.poll() is None and time.monotonic() < give_up_at:
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.03))
    finally:
        worker.kill()
        worker.wait()


def kill_while_planning(cast: Cast) -> str:
    """A process that is killed somewhere in its second round or later. Answers the last that it said."""
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.workflows.planning_process", name, str(cast.practice.id), NOW.isoformat()]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True) as planner:
        assert planner.stdout is not None
        try:
            said = [planner.stdout.readline() for _ in range(3)]
            time.sleep(random.uniform(0, 0.2))
        finally:
            planner.kill()
        said += planner.stdout.readlines()
    return said[-1].strip()


def waiting() -> Counter[tuple[UUID | None, str]]:
    rows = Message.objects.filter(kind__in=REMINDERS, withdrawn_at=None)
    return Counter(rows.values_list("subject_id", "kind"))


@pytest.mark.django_db(transaction=True)
def test_reminders_that_were_being_planned_when_the_process_was_killed_are_all_as_before_or_all_anew(
    linden: Cast, settings: Any
) -> None:
    appointments = [booked(linden, start=MONDAY_TEN + timedelta(days=day)).id for day in range(4)]
    both = Counter((key, kind) for key in appointments for kind in REMINDERS)
    first_alone = Counter((key, REMINDERS[0]) for key in appointments)
    assert waiting() == both

    last_words = []
    for _ in range(KILLS):
        last_words.append(kill_while_planning(linden))
        assert waiting() in (both, first_alone)
    assert "begins" in last_words  # it was in the middle of it

    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_HOST = settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        change_reminders(ReminderRules(2880, 180, 0, 0), by=linden.owner.actor, now=NOW)
        for hours in range(0, 12 * 24, 2):
            send_due_messages(now=partial(NOW.__add__, timedelta(hours=hours)))
        arrived = Counter(str(letter["Message-ID"]).partition("@")[0] for letter in server.letters)
    rows = Message.objects.filter(kind__in=REMINDERS).values_list("pk", "subject_id", "kind")
    told = {f"<{key}": (subject, kind) for key, subject, kind in rows}
    assert Counter(told[key] for key in arrived.elements() if key in told) == both


@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_random_lose_no_letter_and_repeat_at_most_the_one_in_hand(
    linden: Cast, settings: Any
) -> None:
    now = datetime.now(UTC)
    for number in range(LETTERS):
        post(Letter(f"{number}", "reminder_last", "clara@clients.example", f"Letter {number}", "Hello."), now=now)

    with mail_server() as server:
        for round_number in range(KILLS):
            kill_while_sending(server, round_number=round_number)
        left_by_killed = len(server.letters)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_HOST = settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        send_due_messages(now=lambda: now + timedelta(minutes=3 * KILLS + 30))
        arrived = Counter(str(letter["Message-ID"]) for letter in server.letters)
        subjects = {str(letter["Subject"]) for letter in server.letters}

    assert 0 < left_by_killed < LETTERS  # they were killed in the middle of it
    assert subjects == {f"Letter {number}" for number in range(LETTERS)}
    assert len(arrived) == LETTERS
    assert sum(arrived.values()) - LETTERS <= KILLS
    assert not Message.objects.filter(done_at=None).exists()
