"""``tableside run`` as an operator meets it: a real process, a real port."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ready_made import ready_made

COMMAND = [sys.executable, "-m", "tableside"]


@pytest.fixture(scope="session")
def database(worker_id: str) -> dict[str, str]:
    """On PostgreSQL one of our own, beside the test database; SQLite's lies in the data folder."""
    if os.environ["TABLESIDE_TEST_DB"] == "sqlite":
        return {}
    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(user="postgres", host=parts.query.removeprefix("host="), autocommit=True) as server:
        server.execute(f"CREATE DATABASE console_{worker_id}".encode())
    return {"DATABASE_URL": parts._replace(path=f"/console_{worker_id}").geturl()}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    if not database and (ready := ready_made()):
        return shutil.copytree(ready, folder, dirs_exist_ok=True)
    answer = _run("migrate", "--data", str(folder), **database)
    assert answer.returncode == 0, answer.stderr
    return folder


@pytest.fixture
def data(tmp_path: Path, migrated: Path) -> Path:
    """A data folder that has been migrated, so that each test need not wait for it."""
    return shutil.copytree(migrated, tmp_path / "data")


@pytest.fixture
def port() -> int:
    return _free_port()


@dataclass(frozen=True)
class Served:
    """A practice that is open, in a folder that was there before."""

    data: Path
    port: int
    said: list[str]


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]) -> Iterator[Served]:
    data, port = tmp_path_factory.mktemp("there-before"), _free_port()
    data.chmod(0o755)
    with _serving(data, port, database) as (_, said):
        yield Served(data, port, said)


def test_the_first_start_shows_an_address_with_a_token_and_answers_there(first_start: Served) -> None:
    port, token = first_start.port, (first_start.data / "setup.token").read_text()

    assert _setup_address(first_start.said) == f"http://127.0.0.1:{port}/setup/?token={token}"
    assert _get(port, f"/setup/?token={token}")[0] == 200


def test_what_a_practice_writes_is_nobody_elses_to_read(first_start: Served) -> None:
    assert (first_start.data / "setup.token").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in first_start.data.iterdir() if path.stat().st_mode & 0o077] == []


@pytest.mark.once
def test_a_page_names_style_sheets_that_are_there(first_start: Served) -> None:
    _, page = _get(first_start.port, "/setup/no-such-page/")
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)

    assert sheets != []
    assert [_get(first_start.port, sheet)[0] for sheet in sheets] == [200] * len(sheets)


@pytest.mark.once
def test_a_data_folder_is_served_once(first_start: Served) -> None:
    answer = _run("migrate", "--data", str(first_start.data))

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"!! {first_start.data} is already being served.")


def test_it_ends_cleanly_when_asked_and_shows_the_same_token_again(
    data: Path, port: int, database: dict[str, str]
) -> None:
    addresses = []
    for end, workers in ((signal.SIGTERM, 1), (signal.SIGINT, 2)):
        with _serving(data, port, database | {"TABLESIDE_WORKERS": str(workers)}) as (process, said):
            assert _workers(process.pid) == workers
            process.send_signal(end)

            assert process.wait(timeout=20) == 0
        addresses.append(_setup_address(said))
        assert said[-1] == ">> Closed."
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert addresses[0] == addresses[1]


@pytest.mark.once
def test_the_port_is_free_again_soon_after_the_process_was_killed(
    data: Path, port: int, database: dict[str, str]
) -> None:
    with _serving(data, port, database) as (process, _):
        process.kill()
        process.wait(timeout=20)

    deadline = time.monotonic() + 10
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        while True:
            try:
                probe.bind(("127.0.0.1", port))
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)


@pytest.mark.once
def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken: int = other.getsockname()[1]

        answer = _run("run", "--data", str(tmp_path), "--port", str(taken))

    expected = f"!! Port {taken} is in use by another program. Choose another one: --port {taken + 1}\n"
    assert (answer.returncode, answer.stderr) == (1, expected)


@pytest.mark.once
def test_the_demo_never_touches_a_folder_that_holds_something_else(tmp_path: Path, port: int) -> None:
    precious = tmp_path / "tableside.sqlite3"
    precious.write_text("years of work")

    answer = _run("demo", "--reset", "--data", str(tmp_path), "--port", str(port))

    assert (answer.returncode, precious.read_text()) == (1, "years of work")
    assert "holds something that is not the demo" in answer.stderr


@pytest.mark.once
def test_a_database_out_of_reach_is_said_in_a_sentence(tmp_path: Path) -> None:
    nowhere = "postgres://nobody@127.0.0.1:9/nothing"

    answer = _run("migrate", "--data", str(tmp_path), DATABASE_URL=nowhere)

    assert answer.returncode == 1
    assert answer.stderr.startswith("!! The database cannot be used: ")
    assert "Traceback" not in answer.stderr


@pytest.mark.once
def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "tableside.sqlite3").write_text("years of work, but not in a database " * 40)

    answer = _run("migrate", "--data", str(tmp_path))

    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)
    assert answer.stderr.startswith("!! The database cannot be used: ")


@pytest.mark.once
def test_a_start_that_was_cut_short_before_the_cache_had_its_table_is_made_good(tmp_path: Path) -> None:
    _run("migrate", "--data", str(tmp_path))
    with closing(sqlite3.connect(tmp_path / "tableside.sqlite3")) as database:
        database.execute("DROP TABLE shared_cache")

        assert _run("migrate", "--data", str(tmp_path)).returncode == 0
        assert database.execute("SELECT count(*) FROM shared_cache").fetchall() == [(0,)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _environment(**more: str) -> dict[str, str]:
    ours = {name for name in os.environ if name.startswith(("TABLESIDE_", "DJANGO_"))} | {"DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours} | more


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@contextmanager
def _serving(data: Path, port: int, database: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Until the end of the block; what it says collects in the list, which is complete once it has ended."""
    command = [*COMMAND, "run", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, env=_environment(**database), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said: list[str] = []
    is_open = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                is_open.set()
        is_open.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert is_open.wait(timeout=60)
        assert process.poll() is None, said
        yield process, said
    finally:
        process.terminate()
        process.wait(timeout=20)
        listener.join(timeout=20)
        process.stderr.close()


def _setup_address(said: list[str]) -> str:
    beginning = ">> Set up your practice at "
    return next(line.removeprefix(beginning) for line in said if line.startswith(beginning))


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def _workers(pid: int) -> int:
    """The processes below this one that answer requests."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes() for child in below)
