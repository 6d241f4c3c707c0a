"""The first run: set up the practice, or look around the demo first. Both need the token from the terminal."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.records.practice.queries import is_set_up
from tableside.site.setup.demo import HOST, State, command, demo
from tableside.site.setup.forms import Setup
from tableside.site.setup.token import is_token, throw_away
from tableside.ui.guards import public
from tableside.ui.sign_in import sign_in
from tableside.workflows.practice.set_up_practice import set_up_practice

_BY_TOKEN = "the token printed in the terminal is the key; it is checked here"
_AGAIN_AFTER_SECONDS = 2


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@public(_BY_TOKEN)
@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    if is_set_up():
        return redirect("site:home")
    if not is_token(_word(request)):
        return _ask_for_token(request)
    page = Setup(request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        try:
            owner = set_up_practice(page.first_day(), now=timezone.now())
        except Refusal as refusal:
            page.form.add_error(None, refusal.detail)
        else:
            throw_away()
            next_page = urlencode({"next": reverse("site:welcome")})
            return sign_in(request, owner, then=f"{reverse('mfa_activate_totp')}?{next_page}")
    context = {"page": page, "token": _word(request), "can_start_demo": _is_here(request), "command": command()}
    return render(request, "site/setup/setup.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public(_BY_TOKEN)
@never_cache
def look_around(request: HttpRequest) -> HttpResponse:
    if is_set_up():
        return redirect("site:home")
    if not is_token(_word(request)):
        return _ask_for_token(request)
    if request.method == "POST":
        demo.start()
        return HttpResponseRedirect(f"{request.path}?{urlencode({'token': _word(request)})}")
    state = demo.state()
    context = {"state": state, "address": demo.address, "command": command(), "token": _word(request)}
    response = render(request, "site/setup/demo.html", context)
    if state is State.STARTING:
        response["Refresh"] = str(_AGAIN_AFTER_SECONDS)
    return response


def _ask_for_token(request: HttpRequest) -> HttpResponse:
    """The door: where the token is found, and a box to type it into."""
    word = _word(request)
    return render(request, "site/setup/door.html", {"is_wrong": bool(word)}, status=403 if word else 200)


def _word(request: HttpRequest) -> str:
    return request.POST.get("token") or request.GET.get("token", "")


def _is_here(request: HttpRequest) -> bool:
    """The demo listens on this machine only, so only a browser on it can look around."""
    return request.get_host().rsplit(":", 1)[0] in (HOST, "localhost")
