"""Processor time of the pages people open most, beside an empty view behind the same middleware."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench import stored
from bench.practice import ZONE, hire_as_many, make, set_up_django
from bench.report import Goal, Report, Row, in_turn_ms, processor_ms

_Ask = Callable[[], int]
_EMPTY = "an empty view"
_ANY = "booking: a month of times, any of ten therapists"
_BOARD = "day board: ten therapists, 60 bookings"
_W1 = "workload W1 as JSON: every start of 90 days"


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
        _BOARD: _page(application, "/desk/", cookie=cookie),
        "clients": _page(application, "/desk/clients/", cookie=cookie),
        "guide: a technique": _page(application, "/guide/techniques/swedish/"),
    }
    kept = stored.measure()
    pages[_W1] = _page(application, "/bare/times/", host=stored.HOST)
    took = in_turn_ms({_EMPTY: _page(application, "/bare/nothing/"), **pages}, times=60)
    queries = _queries(pages[_ANY])
    hire_as_many(now=datetime.now(UTC))
    took["a month of times, any of twenty"] = processor_ms(pages[_ANY], times=40)
    with_twenty = _queries(pages[_ANY])
    rows = (
        *(Row(name, value) for name, value in {**took, **kept.took}.items()),
        Row("a month of times, any of ten", queries, "queries"),
        Row("a month of times, any of twenty", with_twenty, "queries"),
        Row("W1, and with a hundred therapists", kept.queries, "queries"),
    )
    goals = (
        Goal("queries with twenty therapists / ten", with_twenty / queries, at_most=1),
        Goal("booking page / empty view", took[_ANY] / took[_EMPTY], at_most=15),
        Goal("day board / empty view", took[_BOARD] / took[_EMPTY], at_most=20),
        Goal("W1 over HTTP / empty view", took[_W1] / took[_EMPTY], at_most=5),
        Goal("W1 from the database to JSON / pure engine, cold", kept.ratio, at_most=2.5),
        Goal("queries for W1, whatever the number of therapists", kept.queries, at_most=3),
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


def _page(application: Callable[..., Any], address: str, *, cookie: str = "", host: str = "127.0.0.1") -> _Ask:
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
            "HTTP_HOST": host,
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
