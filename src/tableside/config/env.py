"""Typed readers for the environment. A value that cannot be read stops the start with a sentence."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: A yes is on the disk before it is given, whatever the server's default; and nobody waits for a lock for ever.
_POSTGRESQL = "-c synchronous_commit=on -c lock_timeout=20s"


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def truth(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "0", "true", "false", "yes", "no", "on", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} is {value!r}: say yes or no.")


def number(name: str, default: int, *, at_least: int | None = None) -> int:
    value = os.environ.get(name, "").strip()
    try:
        chosen = int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: a whole number is needed.") from None
    if at_least is not None and chosen < at_least:
        raise ImproperlyConfigured(f"{name} is {value!r}: at least {at_least} is needed.")
    return chosen


def names(name: str, ours: dict[str, str]) -> dict[str, str]:
    """``ours`` with some names replaced: ``to=recipient text=message``."""
    theirs = dict(ours)
    for pair in os.environ.get(name, "").split():
        ours_is, _, theirs_is = pair.partition("=")
        if ours_is not in ours or not theirs_is:
            raise ImproperlyConfigured(f"{name} holds {pair!r}: one of {', '.join(ours)}, =, and a name is needed.")
        theirs[ours_is] = theirs_is
    return theirs


def secret(name: str, *, kept_in: Path, size: int = 32) -> str:
    """The value of NAME, or of the file named by NAME_FILE, or of ``kept_in``, which is made on first use."""
    if value := os.environ.get(name):
        return value
    path = Path(os.environ.get(f"{name}_FILE") or kept_in)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(size))
        with suppress(FileExistsError):
            os.link(part, path)  # the first of several starting processes wins
        part.unlink()
    return path.read_text().strip()


def database(name: str, *, folder: Path) -> dict[str, object]:
    """Django's description of ``postgres://user:password@host:port/name?options``, or of SQLite in ``folder``."""
    url = os.environ.get(name, "")
    if not url:
        return _sqlite(folder / "tableside.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"{name} starts with {parts.scheme!r}: postgres://... is needed, or nothing for SQLite."
        )
    options = {"options": _POSTGRESQL, **dict(parse_qsl(parts.query))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "tableside.records.foundation.sqlite_engine",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000",
        },
        "TEST": {"NAME": path.with_name("test.sqlite3")},  # a file: the live server's thread must see it
    }
