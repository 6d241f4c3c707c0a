"""What an installation promises by its settings, asked of a running one."""

from __future__ import annotations

import doctest
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client as Browser

from tableside.config import env, log_lines
from tableside.config.log_lines import WithoutTokens, without_tokens
from tableside.ui.guards import Needs, Public, guard_of
from tests import authenticator_app
from tests.authorisation.test_every_address import url_of
from tests.authorisation.world import make_world
from tests.personas import FOUNDED, Cast, signed_in
from tests.resolver import addresses

HTTPS = """
import json
from django.conf import settings as s
names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "CSRF_TRUSTED_ORIGINS",
         "ALLAUTH_TRUSTED_PROXY_COUNT", "DEBUG")
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def test_behind_https_cookies_are_bound_to_the_host_and_browsers_stay_on_https(tmp_path: Path) -> None:
    around = {**os.environ, "TABLESIDE_DATA": str(tmp_path), "TABLESIDE_HTTPS": "yes", "TABLESIDE_DEBUG": ""}
    around["TABLESIDE_HOSTS"] = "linden.example .mill.example"
    done = subprocess.run([sys.executable, "-c", HTTPS], env=around, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "CSRF_TRUSTED_ORIGINS": ["https://linden.example", "https://mill.example"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "DEBUG": False,
    }


def test_a_page_tells_the_browser_what_it_may_do(cast: Cast) -> None:
    answer = Browser().get("/guide/")
    policy = {part.split()[0]: part.split()[1:] for part in answer["Content-Security-Policy"].split("; ")}
    nonce = policy.pop("script-src")

    assert policy == {
        "default-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    assert nonce[0] == "'self'"
    assert f'nonce="{nonce[1][7:-1]}"' in answer.content.decode()
    assert nonce[1] not in Browser().get("/guide/")["Content-Security-Policy"]
    assert {name: answer[name] for name in ("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")} == {
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def test_a_page_has_no_style_and_no_script_of_its_own_without_the_nonce(cast: Cast) -> None:
    world = make_world(cast, now=FOUNDED)
    browser = signed_in(cast.owner)

    loose = {}
    for address in addresses():
        answer = browser.get(url_of(address, world.clara))
        if (
            answer.status_code == 200
            and "html" in answer["Content-Type"]
            and not address.route.startswith("accounts/2fa")
        ):
            text = answer.content.decode()
            loose[address.route] = (" style=" in text, "<style" in text, "<script>" in text, " onclick=" in text)

    assert {route: found for route, found in loose.items() if any(found)} == {}


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast: Cast) -> None:
    browser = Browser()
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", {"login": "clara@clients.example", "password": "linden-tree-42"})

    flags = {name: (morsel["httponly"], morsel["samesite"]) for name, morsel in browser.cookies.items()}
    assert flags["sessionid"] == flags["csrftoken"] == (True, "Lax")
    assert browser.cookies["sessionid"]["max-age"] == ""  # gone when the browser is closed


def test_a_session_that_somebody_else_knows_is_not_the_one_that_signs_in(cast: Cast) -> None:
    known = SessionStore()
    known["planted"] = True
    known.save()
    browser = Browser()
    browser.cookies["sessionid"] = str(known.session_key)

    browser.post("/accounts/login/", {"login": "clara@clients.example", "password": "linden-tree-42"})

    assert browser.cookies["sessionid"].value != known.session_key
    assert "_auth_user_id" not in SessionStore(known.session_key)


def test_what_only_some_may_read_is_kept_by_no_browser(cast: Cast) -> None:
    world = make_world(cast, now=FOUNDED)
    kept = []
    for who, persona in (("owner", cast.owner), ("clara", cast.clara)):
        browser = signed_in(persona)
        for address in addresses():
            guard = guard_of(address.view)
            private = isinstance(guard, Needs) or (isinstance(guard, Public) and "token" in address.parts)
            if private or address.route.startswith("accounts/"):
                answer = browser.get(url_of(address, world.clara, token=world.clara.tokens["appointment"]))
                if answer.status_code == 200 and "no-store" not in answer.get("Cache-Control", ""):
                    kept.append((who, address.route))

    assert kept == []


@pytest.mark.skipif(os.environ["TABLESIDE_TEST_DB"] != "sqlite", reason="these are SQLite's")
def test_sqlite_writes_a_yes_to_the_disk_before_it_is_given(db: None) -> None:
    asked = {}
    with connection.cursor() as cursor:
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            asked[name] = cursor.fetchone()[0]

    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20000}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.skipif(os.environ["TABLESIDE_TEST_DB"] != "postgresql", reason="these are PostgreSQL's")
def test_postgresql_writes_a_yes_to_the_disk_and_lets_nobody_wait_for_ever(db: None) -> None:
    asked = {}
    with connection.cursor() as cursor:
        for name in ("synchronous_commit", "lock_timeout"):
            cursor.execute(f"SHOW {name}")
            asked[name] = cursor.fetchone()[0]

    assert asked == {"synchronous_commit": "on", "lock_timeout": "20s"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://ana:s%3Acret@db.example:5433/linden", ("linden", "ana", "s:cret", "db.example", "5433")),
        ("postgresql:///linden?host=/run/postgresql", ("linden", "", "", "/run/postgresql", "")),
    ],
)
def test_a_database_is_named_by_one_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    found = env.database("DATABASE_URL", folder=tmp_path)

    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: env.truth("X"), "maybe", "X is 'maybe': say yes or no."),
        (lambda: env.number("X", 1), "ten", "X is 'ten': a whole number is needed."),
        (lambda: env.number("X", 1, at_least=1), "0", "X is '0': at least 1 is needed."),
        (
            lambda: env.database("X", folder=Path()),
            "mysql://x",
            "X starts with 'mysql': postgres://... is needed, or nothing for SQLite.",
        ),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, read: Any, value: str, sentence: str
) -> None:
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    assert str(refusal.value) == sentence


def test_a_secret_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret.key"

    first, again = (env.secret("NO_SUCH_VARIABLE", kept_in=path) for _ in range(2))

    assert (len(first), again, oct(path.stat().st_mode & 0o777)) == (64, first, "0o600")
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("module", [log_lines, authenticator_app], ids=lambda module: module.__name__)
def test_the_examples_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_the_log_holds_no_token(cast: Cast) -> None:
    token = "3nH2_x-kQ9vB7pLw0aZcD5rTfYgUjMkE1oIi8sVqXhA"
    try:
        raise ValueError(f"no pattern for {token}")
    except ValueError:
        record = logging.LogRecord(
            "django.request",
            logging.ERROR,
            __file__,
            1,
            "Internal Server Error: %s",
            (f"/appointment/{token}/",),
            sys.exc_info(),
        )

    line = WithoutTokens("{levelname} {message}", style="{").format(record)

    assert (token in line, "/appointment/(token)/" in line, "no pattern for (token)" in line) == (False, True, True)
    assert without_tokens("tableside.workflows.times.find_times") == "tableside.workflows.times.find_times"
