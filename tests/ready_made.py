"""A data folder and a database as a first start leaves them: made once for a run of several workers, while these still
look for their tests, and copied by whoever would wait for the same migrations. ``python -m tests.ready_made`` makes it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

NAME = "ready_made"
PATIENCE_SECONDS = 300


def begin(folder: Path) -> None:
    """Makes them in a process of its own, without waiting for it."""
    folder.mkdir()
    unlike_tests = {name: value for name, value in os.environ.items() if not name.startswith(("TABLESIDE_", "DJANGO_"))}
    where = {"TABLESIDE_DATA": str(folder)}
    if "DATABASE_URL" in os.environ:
        where |= {"DATABASE_URL": _created(NAME, template="template1")}
    with (folder / "said").open("wb") as said:
        making = subprocess.Popen([sys.executable, "-m", __name__], env=unlike_tests | where, stdout=said, stderr=said)
    atexit.register(making.wait)
    os.environ["TABLESIDE_TEST_READY_MADE"] = str(folder)


def ready_made() -> Path | None:
    """The folder, once it is made; none where each makes its own."""
    if "TABLESIDE_TEST_READY_MADE" not in os.environ:
        return None
    folder = Path(os.environ["TABLESIDE_TEST_READY_MADE"])
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (folder / "made").exists():
        if (folder / "failed").exists() or time.monotonic() > deadline:
            raise RuntimeError(f"The database could not be made:\n{(folder / 'said').read_text()}")
        time.sleep(0.1)
    return folder


def copied(ready: Path, folder: Path) -> dict[str, str]:
    """The surroundings of a server that is to serve a copy of its own."""
    shutil.copytree(ready, folder, dirs_exist_ok=True)
    if "DATABASE_URL" not in os.environ:
        return {"TABLESIDE_DATA": str(folder)}
    return {"TABLESIDE_DATA": str(folder), "DATABASE_URL": _created(f"copy_{uuid.uuid4().hex}", template=NAME)}


def _created(name: str, *, template: str) -> str:
    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(user="postgres", host=parts.query.removeprefix("host="), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return parts._replace(path=f"/{name}").geturl()


def _make() -> None:
    from tableside.records.foundation.sqlite_library import use_recent_sqlite

    use_recent_sqlite()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tableside.config.settings"
    import django

    django.setup()
    from tableside.console.ready import bring_up_to_date, collect_static_files

    bring_up_to_date()
    collect_static_files()


if __name__ == "__main__":
    made_in = Path(os.environ["TABLESIDE_DATA"])
    try:
        _make()
    except BaseException:
        (made_in / "failed").touch()
        raise
    (made_in / "made").touch()
