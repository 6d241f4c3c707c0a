"""django-allauth's addresses, each with the guard that ours declare themselves."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver

from tableside.ui.guards import public

_WHY = "signing in comes before having a role; each of these pages checks the session itself"


def guarded_allauth() -> list[URLPattern | URLResolver]:
    from allauth import urls  # reads the settings, so not before they are there

    return _declared(urls.urlpatterns)


def _declared(patterns: list[Any]) -> list[Any]:  # Any: Django's patterns and resolvers
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _declared(pattern.url_patterns)
        else:
            pattern.callback = public(_WHY)(pattern.callback)
    return patterns
