"""django-allauth's addresses, each with the guard that ours declare themselves."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.cache import patch_cache_control

from tableside.ui.guards import public

_View = Callable[..., HttpResponse]
_SETS_UP_A_SECOND_FACTOR = {"mfa_activate_totp", "mfa_add_webauthn"}
_WHY = "signing in comes before having a role; each of these pages checks the session itself"


def guarded_allauth() -> list[URLPattern | URLResolver]:
    from allauth import urls  # reads the settings, so not before they are there

    return _declared(urls.urlpatterns)


def _declared(patterns: list[Any]) -> list[Any]:  # Any: Django's patterns and resolvers
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _declared(pattern.url_patterns)
        else:
            view = _counting(pattern.callback) if pattern.name in _SETS_UP_A_SECOND_FACTOR else pattern.callback
            pattern.callback = public(_WHY)(_never_stored(view))
    return patterns


def _counting(view: _View) -> _View:
    """Whoever sets up a second factor here has just shown that they hold it, so this sign-in has one from now on.
    Without this they would be asked to set one up for ever, or to sign out and in again."""

    @functools.wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from allauth.account.internal.flows.login import record_authentication
        from allauth.mfa.models import Authenticator

        before = set(_factors(request))
        response = view(request, *args, **kwargs)
        for key in set(_factors(request)) - before:
            kind = Authenticator.objects.get(pk=key).type
            if kind != Authenticator.Type.RECOVERY_CODES:
                record_authentication(request, request.user, method="mfa", type=kind)
        return response

    return counted


def _factors(request: HttpRequest) -> list[int]:
    from allauth.mfa.models import Authenticator

    if request.method != "POST" or not request.user.is_authenticated:
        return []
    return list(Authenticator.objects.filter(user=request.user).values_list("pk", flat=True))


def _never_stored(view: _View) -> _View:
    """Secrets, codes and mail addresses stand on these pages: no browser and no proxy keeps them."""

    @functools.wraps(view)
    def unstored(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return unstored
