"""Looking around the demo from the first page: a second server that is there while the first one is."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.once, pytest.mark.slow]  # the demo keeps to SQLite
PATIENCE_SECONDS = 240


def test_the_demo_opens_beside_the_first_page_and_ends_with_its_server(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path / "data"
    server = subprocess.Popen(
        [sys.executable, "-m", "tableside", "run", "--port", str(port), "--data", str(data)],
        env=os.environ | {"TABLESIDE_DEMO_WEEKS": "1"},
        stderr=subprocess.DEVNULL,
    )
    try:
        waiting_until(lambda: answers(port))
        token = (data / "setup.token").read_text()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        here = f"http://127.0.0.1:{port}/setup"
        page = browser.open(f"{here}/?token={token}").read().decode()
        (csrf,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1])
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": csrf, "token": token}).encode()

        waiting = browser.open(f"{here}/demo/", form).read().decode()

        assert "The demo practice is getting ready" in waiting
        waiting_until(lambda: "is open" in browser.open(f"{here}/demo/?token={token}").read().decode())
        opened = browser.open(f"{here}/demo/?token={token}").read().decode()
        (demo,) = re.findall(r'href="http://127\.0\.0\.1:(\d+)/"', opened)
        with urllib.request.urlopen(f"http://127.0.0.1:{demo}/demo/") as keys:
            assert keys.status == 200
        assert (data / "setup.token").exists()

        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)

        waiting_until(lambda: not answers(int(demo)))
    finally:
        server.kill()


def waiting_until(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
