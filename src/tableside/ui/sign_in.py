"""Signing in somebody who has just set their password here, as if they had typed it on the sign-in page; and asking
once more who somebody is before what can lock others out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication  # the only way to note how
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tableside.ui.requests import ActorRequest


def sign_in(request: HttpRequest, user: Any, *, then: str) -> HttpResponse:  # Any: ui does not know the user's table
    """Answers with the way to ``then``. The mail address counts as verified; the caller has seen to that. The password
    is fresh, so nobody is asked for it again on the way to the second factor."""
    record_authentication(request, user, "password", email=user.email, reauthenticated=True)
    login = Login(user=user, email_verification="none", redirect_url=then, email=user.email)
    response: HttpResponse = perform_login(request, login)
    return response


def way_to_prove_it_again(request: ActorRequest, *, back: str) -> str:
    """Where whoever acts shows that it is still them and holds their second factor; then they come ``back``. Empty when
    they have done so in the last quarter of an hour."""
    if not request.has_second_factor:
        return "/welcome/"
    if did_recently_reauthenticate(request):
        return ""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
