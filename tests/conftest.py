"""Fixtures every test may use. Nothing here imports Django before a test that needs it asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import find_chromium
from tests.ready_made import NAME, ready_made

if TYPE_CHECKING:
    from tests.personas import Cast

NEEDS_DJANGO = os.environ["TABLESIDE_TEST_DB"] != "none"
BROWSER_FLAGS = [
    "--no-sandbox",  # tests run as root in containers, and visit only ourselves
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    if NEEDS_DJANGO:
        from django.conf import settings

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real one takes 0.3 s
        _empty_tables_quickly()
        if os.environ["TABLESIDE_TEST_DB"] == "postgresql":
            _end_with_whoever_is_still_connected()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # Any: xdist is not always there
    """Each test goes to whichever worker is free, but for files in which all tests stand on something made slowly."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class TestByTest(LoadScopeScheduling):  # type: ignore[misc]  # for mypy it is Any
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in _TOGETHER else nodeid

    return TestByTest(config, log)


_TOGETHER = {f"tests/console/{name}.py" for name in ("test_demo", "test_demo_run", "test_run")}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow ones begin first, so that in the end no worker waits for another's. Where all tests run on one database
    after the other, PostgreSQL is only asked what may differ there."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if os.environ["TABLESIDE_TEST_DB"] != "postgresql" or "TABLESIDE_TEST_ALL" not in os.environ:
        return
    config.hook.pytest_deselected(items=[item for item in items if not _may_differ(item)])
    items[:] = filter(_may_differ, items)


def _may_differ(item: pytest.Item) -> bool:
    """Records and workflows, whatever commits and so meets somebody else, hostile text, and the whole care loop; not
    what asks no database, and not once more what pages and a browser show of it."""
    names, place = set(getattr(item, "fixturenames", ())), item.path.relative_to(Path(__file__).parent).parts[0]
    marker = item.get_closest_marker("django_db")
    if item.get_closest_marker("once") or ("playwright" in names and place != "journeys"):
        return False
    if place in _PAGES and not (marker and marker.kwargs.get("transaction")):
        return False
    return marker is not None or not _ASKING.isdisjoint(names)


_PAGES = {"accounts", "authorisation", "browser", "desk", "portal", "site", "ui"}
_ASKING = {"db", "transactional_db", "live_server", "database"}


def _empty_tables_quickly() -> None:
    """After each test with real commits. Django's own way writes content types and permissions anew every time, which
    takes longer than most tests; and on SQLite triggers refuse to empty what may only be added to."""
    from django.db import connection, transaction
    from django.test import TransactionTestCase

    def empty(self: Any) -> None:
        names = set(connection.introspection.django_table_names()) - {"django_content_type", "auth_permission"}
        tables = sorted(f'"{name}"' for name in names)
        statements = [f"DELETE FROM {table}" for table in tables]
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")  # neither triggers nor foreign keys
                wait = f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"  # for who is still writing
                cursor.execute("; ".join((wait, *statements)))
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            drop = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            for statement in (*drop, *statements, *(sql for _, sql in triggers)):
                cursor.execute(statement)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]  # there is no setting for it


def _end_with_whoever_is_still_connected() -> None:
    """The last request of a browser that was closed may still be on its way when the run is over."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    def destroy(self: Any, name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = destroy  # type: ignore[attr-defined]  # there is no setting for it


@pytest.fixture(autouse=NEEDS_DJANGO)
def _forget_rate_limits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Counts live in the shared cache table, which the flush after a test with real commits leaves alone, and in the
    memory of the process."""
    from django.core.cache import caches

    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    is_for_real = commits or not {"live_server", "transactional_db"}.isdisjoint(request.fixturenames)
    if is_for_real:
        request.getfixturevalue("transactional_db")
    yield
    caches["in_memory"].clear()
    if is_for_real:
        caches["default"].clear()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite a copy is there already. Either is thrown away with its folder or server, so nobody has to empty it."""
    return ready_made() is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where one database is made for all workers, each begins with a copy of it."""
    from django.db import connection

    if (ready := ready_made()) is None:
        return
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = NAME
    else:
        shutil.copy(ready / "tableside.sqlite3", connection.settings_dict["TEST"]["NAME"])


@pytest.fixture
def cast(db: None) -> Cast:
    """One small practice with its people, and another one. See ``tests/personas.py``."""
    from tests.personas import make_cast

    return make_cast()


@pytest.fixture
def linden(cast: Cast) -> Iterator[Cast]:
    """The same, with Linden Massage as the practice that everything inside the test sees."""
    from tableside.records.foundation.scope import practice_scope

    with practice_scope(cast.practice.id):
        yield cast


@pytest.fixture(scope="session", autouse=NEEDS_DJANGO)
def _static_folder() -> None:
    """WhiteNoise warns without one, and warnings are errors."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    return {
        **browser_type_launch_args,
        "executable_path": chromium.path,
        "args": BROWSER_FLAGS,
        "env": {**os.environ, **chromium.environment},
    }


@pytest.fixture
def new_context(new_context: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """A browser window of its own for one person. Errors in its scripts, and what the CSP blocks, fail the test."""
    problems: list[str] = []

    def note(message: Any) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(message.text)

    def window(**options: Any) -> Any:
        context = new_context(**options)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", note)
        return context

    yield window
    assert problems == []
