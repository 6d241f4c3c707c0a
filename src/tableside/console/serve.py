"""One process that has the pages served by workers, each a process of its own; in threads it sends the messages that
are due and reads therapists' other calendars."""

from __future__ import annotations

import http.client
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from tableside.console.address import reached_from_here
from tableside.console.talk import say

THREADS = 8
PATIENCE_SECONDS = 60


def serve(host: str, port: int, *, when_ready: Sequence[str]) -> None:
    """Serve until SIGTERM or SIGINT. The lines of ``when_ready`` appear once the first page has been answered."""
    from django.conf import settings

    from tableside.workflows.calendars.read_elsewhere import run_reader
    from tableside.workflows.messages.send_due_messages import run_worker

    # A forked worker would inherit our threads' locks and our connection to the database.
    multiprocessing.set_start_method("spawn")
    stop = threading.Event()
    threading.Thread(target=run_reader, args=(stop,), kwargs={"now": _now}, name="calendars", daemon=True).start()
    worker = threading.Thread(target=run_worker, args=(stop,), kwargs={"now": _now}, name="messages", daemon=True)
    worker.start()
    threading.Thread(target=_announce, args=(host, port, when_ready), daemon=True).start()
    try:
        _server(host, port).serve(target_loader=_application)
    finally:
        stop.set()
        # A letter that is being handed over is noted as sent first; cut off here, it would be sent once more.
        worker.join(timeout=settings.EMAIL_TIMEOUT + 5)
        say("Closed.")


def _server(host: str, port: int) -> MPServer:
    from django.conf import settings

    return MPServer(
        "tableside.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )


def _application(target: str) -> Callable[..., Any]:  # Any: WSGI
    """In the worker: what answers requests. A worker whose parent was killed ends too, and sets the port free."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return application


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def end_with_input() -> None:
    """End when whoever started this process ends and thereby closes its input."""

    def wait() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


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
