"""One process that serves the pages in a worker of its own and sends the messages that are due in a thread."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from tableside.console.address import reached_from_here
from tableside.console.talk import say

THREADS = 8
PATIENCE_SECONDS = 60


def serve(host: str, port: int, *, when_ready: Sequence[str]) -> None:
    """Serve until SIGTERM or SIGINT. The lines of ``when_ready`` appear once the first page has been answered."""
    from tableside.workflows.send_due_messages import run_worker

    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(stop,), kwargs={"now": _now}, name="messages", daemon=True)
    worker.start()
    threading.Thread(target=_announce, args=(host, port, when_ready), daemon=True).start()
    try:
        _server(host, port).serve()
    finally:
        stop.set()
        worker.join(timeout=5)
        say("Closed.")


def _server(host: str, port: int) -> MPServer:
    return MPServer(
        "tableside.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )


def _announce(host: str, port: int, lines: Sequence[str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(host, port):
        if time.monotonic() > deadline:
            return  # the server's own words on the terminal say why
        time.sleep(0.05)
    for line in lines:
        say(line)
    say("End it with Ctrl-C.")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(reached_from_here(host), port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _now() -> datetime:
    return datetime.now(UTC)
