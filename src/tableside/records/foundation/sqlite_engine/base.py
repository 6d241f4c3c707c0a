"""The engine itself. The way into and out of a transaction differs from Django's; see also operations.py.

The ignored type errors are the private methods that the stubs leave out; tests hold us to them.
"""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from tableside.records.foundation.sqlite_engine.operations import DatabaseOperations
from tableside.records.foundation.sqlite_engine.queue import WaitedTooLong, WriterQueue, queue_for


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _queue: WriterQueue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        queue = queue_for(str(self.settings_dict["NAME"]))
        try:
            queue.enter(seconds=self.settings_dict["OPTIONS"].get("timeout", 20))
        except WaitedTooLong:
            raise OperationalError("database is locked: other writers kept it for too long") from None
        self._queue = queue
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_queue()
            raise

    def _leave_queue(self) -> None:
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.leave()

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave_queue_when_done()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_queue_when_done()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_queue()

    def _leave_queue_when_done(self) -> None:
        """A failed COMMIT leaves the transaction open; Django rolls back next, and that is when we leave."""
        if self.connection is None or not self.connection.in_transaction:
            self._leave_queue()
