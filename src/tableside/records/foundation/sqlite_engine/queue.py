"""Writers wait in the order in which they came: inside a process by tickets, between processes behind a file lock.

SQLite's own busy handler sleeps and tries again, and under load one unlucky writer can sleep for seconds while others
pass. Here whoever came first goes first, and nobody waits longer than the limit.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque


class WaitedTooLong(Exception):
    """Nobody let us write within the limit."""


class WriterQueue:
    def __init__(self, lock_path: str) -> None:
        self._lock_path = lock_path
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._busy = False
        self._file: int | None = None

    def enter(self, *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        turn = threading.Lock()
        turn.acquire()
        with self._guard:
            if not self._busy and not self._waiting:
                self._busy = True
                turn.release()
            else:
                self._waiting.append(turn)
        if not turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
            self._give_up(turn)
        try:
            self._lock_file(deadline)
        except BaseException:
            self._next()
            raise

    def leave(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._next()

    def _give_up(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise WaitedTooLong
        # our turn came while we were giving up: take it after all

    def _next(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False

    def _lock_file(self, deadline: float) -> None:
        if self._file is None:
            self._file = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        pause = 0.0005
        while True:
            try:
                return fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise WaitedTooLong from None
                time.sleep(pause)
                pause = min(pause * 2, 0.01)


_queues: dict[tuple[int, str], WriterQueue] = {}
_queues_guard = threading.Lock()


def queue_for(database: str) -> WriterQueue:
    """The queue of this database file in this process (a forked child gets its own)."""
    key = (os.getpid(), database)
    with _queues_guard:
        if key not in _queues:
            _queues[key] = WriterQueue(f"{database}-writers")
        return _queues[key]
