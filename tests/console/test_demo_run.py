"""``tableside demo`` as somebody meets it who looks around: a real process, a real browser, a real second factor."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import violations

pytestmark = [pytest.mark.once, pytest.mark.slow]  # the demo keeps to SQLite
PATIENCE_SECONDS = 600  # a slow machine that does other things at the same time


@dataclass(frozen=True)
class Demo:
    process: subprocess.Popen[str]
    said: list[str]
    address: str


@dataclass(frozen=True)
class First:
    """The first start, which made everything and was ended; ``kept`` is a copy of its folder from then."""

    folder: Path
    kept: Path
    said: list[str]
    code: int


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    folder = tmp_path_factory.mktemp("demo")
    with _served(folder) as demo:
        demo.process.terminate()
        code = demo.process.wait(timeout=20)
    kept = shutil.copytree(folder, tmp_path_factory.mktemp("kept") / "demo")
    return First(folder, kept, demo.said, code)


@pytest.fixture(scope="module")
def demo(first: First) -> Iterator[Demo]:
    """The second start, served to all of these tests."""
    with _served(first.folder) as demo:
        yield demo


def test_the_terminal_says_how_to_get_in(demo: Demo) -> None:
    lines = [line.removeprefix(">>").strip() for line in demo.said]

    assert f"The demo practice is open at {demo.address}/" in lines
    assert "owner       marta@harbour.example  linen and warm stones" in lines
    assert "therapist   ines@harbour.example   slow hands never hurry" in lines
    assert "front desk  jonas@harbour.example  kettle on the counter" in lines
    assert "client      ruth@clients.example   an hour on a tuesday" in lines
    assert f"The second factor of owner and therapist: the six digits shown at {demo.address}/demo/" in lines


@pytest.mark.parametrize(
    ("email", "password"),
    [("marta@harbour.example", "linen and warm stones"), ("ines@harbour.example", "slow hands never hurry")],
)
def test_staff_sign_in_with_password_and_digits_and_stand_at_the_desk(
    new_context: Callable[..., Any], demo: Demo, email: str, password: str
) -> None:
    page: Page = new_context().new_page()
    page.goto(f"{demo.address}/accounts/login/")
    page.get_by_role("link", name="key ring").click()
    page.get_by_role("link", name="Sign in").first.click()

    _give_password(page, email, password)
    page.get_by_role("textbox").fill(_digits_of(demo, email))
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(f"{demo.address}/desk/")


@pytest.mark.parametrize(
    ("email", "password", "lands"),
    [
        ("jonas@harbour.example", "kettle on the counter", "/desk/"),
        ("ruth@clients.example", "an hour on a tuesday", "/my/"),
    ],
)
def test_who_reads_no_notes_needs_no_digits(
    new_context: Callable[..., Any], demo: Demo, email: str, password: str, lands: str
) -> None:
    page: Page = new_context().new_page()
    page.goto(f"{demo.address}/accounts/login/")

    _give_password(page, email, password)

    page.wait_for_url(f"{demo.address}{lands}")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_key_ring_fits_and_is_accessible(new_context: Callable[..., Any], demo: Demo, width: int) -> None:
    # axe tries inline styles while it measures, which the policy would rightly report
    page: Page = new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.goto(f"{demo.address}/demo/")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_digits_change_on_the_page_by_themselves(new_context: Callable[..., Any], demo: Demo) -> None:
    page: Page = new_context().new_page()
    page.goto(f"{demo.address}/demo/")
    shown = page.locator("code").all_inner_texts()

    page.wait_for_function(
        "old => document.querySelectorAll('code')[2].innerText !== old", arg=shown[2], timeout=40_000
    )


def test_it_ends_cleanly_when_asked(first: First) -> None:
    assert (first.code, first.said[-1]) == (0, ">> Closed.")


def test_a_second_start_makes_nothing_anew(first: First, demo: Demo) -> None:
    making = [any("Making the demo practice" in line for line in said) for said in (first.said, demo.said)]

    assert making == [True, False]


def test_a_reset_throws_away_what_was_there_and_begins_again(first: First, tmp_path: Path) -> None:
    (tmp_path / "demo.started").touch()
    (tmp_path / "demo.filled").touch()
    (tmp_path / "uploads").mkdir()

    with _started(tmp_path, "--reset") as (_, said):
        _wait_for("Making the demo practice", said)

    assert not (tmp_path / "demo.filled").exists()
    assert not (tmp_path / "uploads").exists()


def test_opened_from_the_first_page_of_another_server_it_ends_with_that(first: First, tmp_path: Path) -> None:
    data, port = tmp_path / "data", _free_port()
    shutil.copytree(first.kept, data / "demo")  # made already: here it is about who opens and ends it
    server = subprocess.Popen(
        [sys.executable, "-m", "tableside", "run", "--port", str(port), "--data", str(data)],
        env=os.environ | {"TABLESIDE_DEMO_WEEKS": "1"},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until(lambda: _answers(port))
        token = (data / "setup.token").read_text()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        here = f"http://127.0.0.1:{port}/setup"
        page = browser.open(f"{here}/?token={token}").read().decode()
        (csrf,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1])
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": csrf, "token": token}).encode()

        waiting = browser.open(f"{here}/demo/", form).read().decode()

        assert "The demo practice is getting ready" in waiting
        _wait_until(lambda: "is open" in browser.open(f"{here}/demo/?token={token}").read().decode())
        opened = browser.open(f"{here}/demo/?token={token}").read().decode()
        (other,) = re.findall(r'href="http://127\.0\.0\.1:(\d+)/"', opened)
        with urllib.request.urlopen(f"http://127.0.0.1:{other}/demo/") as keys:
            assert keys.status == 200
        assert (data / "setup.token").exists()

        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)

        _wait_until(lambda: not _answers(int(other)))
    finally:
        server.kill()


@contextmanager
def _served(folder: Path) -> Iterator[Demo]:
    """Open for visitors, until the end of the block."""
    port = _free_port()
    with _started(folder, "--port", str(port)) as (process, said):
        _wait_for("Ctrl-C", said)
        yield Demo(process, said, f"http://127.0.0.1:{port}")


@contextmanager
def _started(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """What it says collects in the list, which is complete after the block."""
    command = [sys.executable, "-m", "tableside", "demo", "--data", str(folder), *options]
    process = subprocess.Popen(command, env=_environment(), stderr=subprocess.PIPE, text=True)
    said: list[str] = []

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line.rstrip("\n"))

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        yield process, said
    finally:
        process.terminate()
        process.wait(timeout=20)
        listener.join(timeout=20)
        assert process.stderr is not None
        process.stderr.close()


def _wait_for(words: str, said: list[str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(words in line for line in said):
        assert time.monotonic() < deadline, said
        time.sleep(0.1)


def _environment() -> dict[str, str]:
    ours = {name for name in os.environ if name.startswith(("TABLESIDE_", "DJANGO_"))} | {"DATABASE_URL"}
    theirs = {name: value for name, value in os.environ.items() if name not in ours}
    return theirs | {"TABLESIDE_DEMO_WEEKS": "1"}  # a short past is made sooner


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _give_password(page: Page, email: str, password: str) -> None:
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _digits_of(demo: Demo, email: str) -> str:
    """As somebody reads them off the key ring, with at least some seconds left."""
    connection = http.client.HTTPConnection(demo.address.removeprefix("http://"), timeout=20)
    try:
        while True:
            connection.request("GET", "/demo/")
            text = connection.getresponse().read().decode()
            seconds_left = re.search(r"delay:(\d+)s", text)
            digits = re.search(re.escape(email) + r".*?<code>(\d{6})</code>", text, re.DOTALL)
            assert seconds_left is not None
            assert digits is not None
            if int(seconds_left.group(1)) > 5:
                return digits.group(1)
            time.sleep(1)
    finally:
        connection.close()


def _wait_until(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
