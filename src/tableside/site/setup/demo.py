"""The demo practice beside an installation that has none of its own yet: a second server on a free port, with data of
its own, that ends with this one."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
from enum import StrEnum
from pathlib import Path

from django.conf import settings

HOST = "127.0.0.1"
_ONLY_OURS = ("TABLESIDE_", "DATABASE_URL")  # neither our database, keys nor mail server: the demo has its own


class State(StrEnum):
    """The values are what the page asks for."""

    NOT_STARTED = "not_started"
    STARTING = "starting"
    OPEN = "open"
    FAILED = "failed"


class Demo:
    """At most one at a time. It reads the pipe that we hold: when this process ends, however it ends, the pipe closes
    and the demo ends too."""

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self.port = _free_port()
            command = [sys.executable, "-m", "tableside", "demo", "--until-closed"]
            place = ["--host", HOST, "--port", str(self.port), "--data", str(folder())]
            with (Path(settings.DATA) / "demo.log").open("wb") as log:
                self._process = subprocess.Popen(
                    [*command, *place], stdin=subprocess.PIPE, stdout=log, stderr=log, env=_environment()
                )

    def state(self) -> State:
        if self._process is None:
            return State.NOT_STARTED
        if self._process.poll() is not None:
            return State.FAILED
        return State.OPEN if _answers(self.port) else State.STARTING

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"


def folder() -> Path:
    return Path(settings.DATA) / "demo"


def command() -> str:
    """What to type instead, for whoever sits at another machine."""
    return "./tableside demo --port 8001"


demo = Demo()


def _environment() -> dict[str, str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith(_ONLY_OURS)}
    return told | {"TABLESIDE_DEMO_WEEKS": str(settings.DEMO_WEEKS)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
