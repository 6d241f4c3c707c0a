"""The real addresses, and some whose views end in the ways that a page has to survive."""

from __future__ import annotations

from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tableside.config.urls import handler400, handler403, handler404, handler500
from tableside.config.urls import urlpatterns as real
from tableside.core.decision import Refusal
from tableside.records.accounts.models import User
from tableside.records.clients.access import NotFound
from tableside.ui.guards import public

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@public("a test")
def missing(request: HttpRequest) -> HttpResponse:
    raise NotFound


@public("a test")
def turned_down(request: HttpRequest) -> HttpResponse:
    raise Refusal("too_late", "It is too late to move this <appointment>. Please call us.")


@public("a test")
def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


@public("a test")
def faulty(request: HttpRequest) -> HttpResponse:
    raise IntegrityError("a bug of ours")


@public("a test")
def writing(request: HttpRequest) -> HttpResponse:
    """Changes a row and then loses its database, as ``in_transaction`` would see it."""
    from tableside.records.foundation.transactions import in_transaction

    def deed() -> None:
        User.objects.create_user("half@linden.example", name="Half")
        raise OperationalError("disk I/O error")

    in_transaction(deed)
    return HttpResponse()


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("anyone can read this")


urlpatterns = [
    path("missing/", missing),
    path("turned-down/", turned_down),
    path("locked/", locked),
    path("faulty/", faulty),
    path("writing/", writing),
    path("undeclared/", undeclared),
    *real,
]
