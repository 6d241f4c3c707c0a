"""Our own error pages: what happened, that nothing was lost, what to do next.

They never read the request's body (it may be what failed), and the last one needs neither database nor session.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import loader

from tableside.ui.guards import public


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
    return _page(request, "404.html", status=404)


@public("an error page")
def broken(request: HttpRequest) -> HttpResponse:
    """Drawn without context processors: whatever broke, this page still comes."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


@public("an error page")
def unavailable(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, {}, request), status=status)
