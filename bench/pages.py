"""Processor time of the pages people open most, beside an empty view behind the same middleware."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench.practice import ZONE, hire_as_many, make, set_up_django
from bench.report import Goal, Report, Row, processor_ms

_Ask = Callable[[], int]
_ANY = "booking: a month of times, any of ten therapists"


def run() -> Report:
    with tempfile.TemporaryDirectory(prefix="tableside-bench-") as folder:
        before = {name: os.environ.get(name) for name in ("TABLESIDE_DATA", "DATABASE_URL")}
        os.environ["TABLESIDE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        try:
            set_up_django()
            return _measure(make(now=datetime.now(UTC), with_bookings=True))
        finally:
            os.environ.update({name: value for name, value in before.items() if value is not None})


def _measure(made: dict[str, Any]) -> Report:
    from bench.bare import application

    cookie = _signed_in(made["owner"])
    chosen = {"service": made["service"], "minutes": 60}
    tomorrow = (datetime.now(ZONE).date() + timedelta(days=1)).isoformat()
    times = f"/book/time/?{urlencode({**chosen, 'on': tomorrow})}"
    one = f"/book/time/?{urlencode({**chosen, 'on': tomorrow, 'therapist': made['therapists'][0]})}"
    pages = {
        "home": _page(application, "/"),
        "therapists": _page(application, "/therapists/"),
        _ANY: _page(application, times),
        "booking: times of one therapist": _page(application, one),
        "day board: ten therapists, 60 bookings": _page(application, "/desk/", cookie=cookie),
        "clients": _page(application, "/desk/clients/", cookie=cookie),
        "guide: a technique": _page(application, "/guide/techniques/swedish/"),
    }
    empty = processor_ms(_page(application, "/bare/nothing/"), times=200)
    took = {name: processor_ms(page, times=40) for name, page in pages.items()}
    queries = _queries(pages[_ANY])
    hire_as_many(now=datetime.now(UTC))
    took["the same with twenty therapists"] = processor_ms(pages[_ANY], times=40)
    rows = (
        Row("an empty view", empty),
        *(Row(name, value) for name, value in took.items()),
        Row("month of times, ten therapists", queries, "queries"),
        Row("month of times, twenty therapists", _queries(pages[_ANY]), "queries"),
    )
    goals = (
        Goal("queries with twenty therapists / ten", rows[-1].value / queries, at_most=1),
        Goal("booking page / empty view", took[_ANY] / empty, at_most=15),
        Goal("day board / empty view", took["day board: ten therapists, 60 bookings"] / empty, at_most=20),
    )
    note = "SQLite, 1,840 bookings in 90 days, 200 clients; whole requests through all middleware, templates cached."
    return Report("Pages: processor time", rows, goals, note)


def _queries(page: _Ask) -> int:
    """How often the page asks the database."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # Any: Django's own signature
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        page()
    return len(asked)


def _signed_in(user_key: str) -> str:
    """The cookie of somebody who signed in with a second factor."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tableside.records.accounts.models import User

    user = User.objects.get(pk=user_key)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": 0}, {"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return f"sessionid={session.session_key}"


def _page(application: Callable[..., Any], address: str, *, cookie: str = "") -> _Ask:
    """Asks for the page as a server would, and insists that it comes."""
    path, _, query = address.partition("?")

    def ask() -> int:
        environment = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        answered: list[str] = []
        body = application(environment, lambda status, headers: answered.append(status))
        length = sum(map(len, body))
        body.close()
        if not answered[0].startswith("200"):
            raise RuntimeError(f"{address} answered {answered[0]}, so there is nothing to measure.")
        return length

    return ask
