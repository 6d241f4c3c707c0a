"""A real server on a database of its own, as the scripts here measure it: started, stopped, killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

Environment = dict[str, str]


def databases() -> Iterator[tuple[str, Callable[[], AbstractContextManager[Environment]]]]:
    """SQLite, and PostgreSQL where the packages of the tests are there. Each is thrown away afterwards."""
    yield "SQLite", sqlite
    try:
        from tests.postgresql import ThrowAwayServer  # noqa: F401  (only whether it is there)
    except ImportError:
        return
    yield "PostgreSQL", postgresql


@contextmanager
def sqlite() -> Iterator[Environment]:
    with tempfile.TemporaryDirectory(prefix="tableside-bench-") as folder:
        yield {"TABLESIDE_DATA": folder}


@contextmanager
def postgresql() -> Iterator[Environment]:
    from tests.postgresql import ThrowAwayServer

    server = ThrowAwayServer()
    try:
        with tempfile.TemporaryDirectory(prefix="tableside-bench-") as folder:
            yield {"TABLESIDE_DATA": folder, "DATABASE_URL": server.url}
    finally:
        server.stop()


def practice(command: str, environment: Environment) -> dict[str, Any]:  # Any: each command has an answer of its own
    """``python -m bench.practice``, in a process of its own: each database needs its own Django."""
    process = begin(command, environment)
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"bench.practice {command} ended with {process.returncode}.")
    answer: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answer


def begin(command: str, environment: Environment) -> subprocess.Popen[str]:
    """The same, without waiting for its answer."""
    arguments = [sys.executable, "-m", "bench.practice", command]
    return subprocess.Popen(arguments, cwd=ROOT, env=_around(environment), stdout=subprocess.PIPE, text=True)


class Server:
    """granian with one worker and the same port again after each start."""

    def __init__(self, environment: Environment) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        granian = Path(sys.executable).with_name("granian")
        options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "8", "--log-level", "error"]
        self._process = subprocess.Popen(
            [granian, *options, "--host", "127.0.0.1", "--port", str(self.port), "bench.bare:application"],
            cwd=ROOT,
            env=_around(self._environment),
            stdout=sys.stderr,  # what it has to say is no part of the figures
            start_new_session=True,  # so that a kill takes its worker along
        )
        self._wait(self._process)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def kill(self) -> None:
        """As a power cut does it: no word to anybody, the worker included."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=20)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.request("GET", "/bare/nothing/")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.05)
            else:
                return
            finally:
                connection.close()
        raise RuntimeError("The server to measure did not start.")


@contextmanager
def serving(environment: Environment) -> Iterator[Server]:
    server = Server(environment)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _around(environment: Environment) -> Environment:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TABLESIDE_", "DATABASE_URL"))}
    unlimited = {"TABLESIDE_BOOKINGS_PER_ADDRESS": "0"}  # all contenders come from one address
    return {**kept, **unlimited, **environment}
