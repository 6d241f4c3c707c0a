"""Our own error pages: what happened, that nothing was lost, what to do next.

They never read the request's body (it may be what failed), and the last one needs neither database nor session.
"""

from __future__ import annotations

import math
import sys
from datetime import timedelta

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader

from tableside.core.permissions.practice import PracticeFacts
from tableside.ui.guards import public

_PART = "ui/part_plain.html"


class TooOften(Http404):
    """There is nothing here, and whoever asked has been told so too often. Becomes the page of ``too_often``."""

    def __init__(self, why: str, practice: PracticeFacts, *, wait: timedelta) -> None:
        super().__init__(why)
        self.why, self.practice, self.wait = why, practice, wait


@public("an error page")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400.html", status=400)


@public("an error page")
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", status=403)


@public("an error page")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf.html", status=403)


@public("an error page")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TooOften):
        return too_often(request, exception.why, exception.practice, wait=exception.wait)
    return _page(request, "404.html", status=404)


@public("an error page")
def turned_down(request: HttpRequest, why: str) -> HttpResponse:
    """``why`` is a whole sentence that says what to do next."""
    return _page(request, "422.html", status=422, words={"why": why})


@public("an error page")
def too_often(request: HttpRequest, why: str, practice: PracticeFacts, *, wait: timedelta) -> HttpResponse:
    """``why`` is a whole sentence that says when to try again; how to reach the practice stands below it."""
    response = _page(request, "429.html", status=429, words={"why": why, "practice": practice})
    response["Retry-After"] = str(max(1, math.ceil(wait.total_seconds())))
    return response


@public("an error page")
def broken(request: HttpRequest) -> HttpResponse:
    """Drawn without context processors: whatever broke, this page still comes. A database that gave up before or after
    the view ran (sign-in, session) is no fault of the program either."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    return HttpResponse(loader.get_template("500.html").render(), status=500)


@public("an error page")
def unavailable(request: HttpRequest) -> HttpResponse:
    """The database gave up, so its transaction was undone. Drawn without context processors, which would ask it."""
    parent = {"parent": _PART} if _wants_part(request) else {}
    response = HttpResponse(loader.get_template("503.html").render(parent), status=503)
    response["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, template: str, *, status: int, words: dict[str, object] | None = None) -> HttpResponse:
    """A whole page; or the same words alone, where htmx asks for a part of a page."""
    context = {**(words or {}), **({"parent": _PART} if _wants_part(request) else {})}
    return HttpResponse(loader.render_to_string(template, context, request), status=status)


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
