"""What each address declares about who may use it. A view that declares nothing is never run."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from tableside.core.permissions.permission import Permission
from tableside.ui.requests import ActorRequest


@dataclass(frozen=True)
class Public:
    """Anyone may come; ``why`` says for what reason."""

    why: str


@dataclass(frozen=True)
class Needs:
    """Only people whose role holds this permission."""

    permission: Permission


_View = TypeVar("_View", bound=Callable[..., HttpResponse])
_P = ParamSpec("_P")
_ActorView = Callable[Concatenate[ActorRequest, _P], HttpResponse]
_PlainView = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def public(why: str) -> Callable[[_View], _View]:
    """The view answers anyone, or checks by itself, for instance by a one-time link."""

    def declare(view: _View) -> _View:
        setattr(view, "guard", Public(why))  # noqa: B010  (mypy does not let a function have attributes)
        return view

    return declare


def needs(permission: Permission) -> Callable[[_ActorView[_P]], _PlainView[_P]]:
    """The view runs only for a signed-in person who may; its answer is never stored by a browser or proxy."""

    def declare(view: _ActorView[_P]) -> _PlainView[_P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            response = _sent_elsewhere(request, permission) or view(cast(ActorRequest, request), *args, **kwargs)
            patch_cache_control(response, no_store=True, private=True)
            return response

        setattr(guarded, "guard", Needs(permission))  # noqa: B010
        return cast(Callable[Concatenate[HttpRequest, _P], HttpResponse], guarded)

    return declare


def guard_of(view: Callable[..., Any]) -> Public | Needs | None:  # Any: whatever a view returns
    return getattr(view, "guard", None)


def _sent_elsewhere(request: HttpRequest, permission: Permission) -> HttpResponse | None:
    """To the sign-in page, to the second factor, or (403) away."""
    actor = getattr(request, "actor", None)
    if actor is None:
        back = urlencode({"next": request.get_full_path() if request.method in {"GET", "HEAD"} else "/welcome/"})
        return HttpResponseRedirect(f"{reverse('account_login')}?{back}")
    if not actor.is_entitled_to(permission):
        raise PermissionDenied
    if not actor.may(permission):
        return HttpResponseRedirect("/welcome/")  # which says why, and offers to set one up or to enter it
    return None
