"""What has to be true before the first page can be served: one server, a current database, collected files."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tableside.console.talk import CannotGoOn, say

SOUND_SQLITE = (3, 51, 3)  # before it, two connections to one WAL database can damage it
MIGRATING = 0x7AB1E51DE  # key of the lock that machines sharing a PostgreSQL database take


@contextmanager
def alone_with_the_data(folder: Path | None = None) -> Iterator[None]:
    """No second server, migration or reset on the same data folder."""
    path = (folder or Path(os.environ["TABLESIDE_DATA"])) / "running.lock"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotGoOn(
                f"{path.parent} is already being served. End that one first, or name another folder: --data DIR"
            ) from None
        yield


def check_sqlite() -> None:
    import sqlite3

    from django.db import connection

    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < SOUND_SQLITE:
        raise CannotGoOn(
            f"This machine's SQLite {sqlite3.sqlite_version} can damage a database under load, and there is no newer "
            "one for this kind of machine. Use PostgreSQL: DATABASE_URL=postgres://user:password@host/name"
        )


def bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        with _only_migration(connection.vendor):
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                say("Bringing the database up to date ...")
                call_command("migrate", verbosity=0, interactive=False)
            # Every time: a start that ended between the two would otherwise leave sign-in without its table.
            call_command("createcachetable", verbosity=0)
    except DatabaseError as reason:
        raise CannotGoOn(f"The database cannot be used: {str(reason).strip()}") from None
    finally:
        connection.close()


@contextmanager
def _only_migration(vendor: str) -> Iterator[None]:
    from django.db import connection

    if vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def collect_static_files() -> None:
    """Copy and compress them when one has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    facts = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            facts.update(f"{name} {state.st_mtime_ns} {state.st_size}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == facts.hexdigest():
        return
    say("Collecting the files that browsers fetch ...")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(facts.hexdigest())


def setup_token() -> str:
    """The word that lets its bearer set up the practice, once; empty when that has been done."""
    from django.conf import settings

    from tableside.records.practice.queries import is_set_up

    path = Path(settings.DATA) / "setup.token"
    if is_set_up():
        path.unlink(missing_ok=True)
        return ""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()
