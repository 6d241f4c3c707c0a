"""Each message once, however often the worker is killed: none is missing, and a copy can be recognised."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tableside.records.outbox.actions import Letter, post
from tableside.records.outbox.models import Message
from tableside.workflows.send_due_messages import send_due_messages
from tests.mail_server import MailServer, mail_server
from tests.personas import Cast

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
