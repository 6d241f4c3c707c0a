"""SQLite before 3.51.3 can corrupt a WAL database that has two connections. The wheel we ship is newer than the
system's library on most machines, so it takes the place of Python's own module before Django loads it."""

from __future__ import annotations

import sys


def use_recent_sqlite() -> None:
    """Where no such wheel exists for the kind of machine, the console refuses to serve on an unsound library."""
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ModuleNotFoundError:
        return

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
