"""Light, dark or as the device says: the reader's choice, kept in a cookie that says nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tableside.ui.guards import public

COOKIE = "theme"
_THEMES = ("light", "dark", "auto")
_YEAR = 365 * 24 * 3600


@public("anyone may choose how the pages look")
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "")
    if theme in _THEMES:
        response.set_cookie(COOKIE, theme, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response


def chosen_theme(request: HttpRequest) -> str:
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in _THEMES else "auto"


def hides_names(request: HttpRequest) -> bool:
    """Whether this browser stands where strangers see it. Its script sets the cookie: it says nothing of anybody."""
    return request.COOKIES.get("names") == "hidden"
