"""Where signing in leads: to one's own place, by way of the second factor for whoever reads health records."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tableside.core.permissions.roles import Role, needs_second_factor
from tableside.ui.guards import public
from tableside.ui.navigation import address_of
from tableside.ui.requests import PublicRequest


@public("everybody comes by here after signing in, whatever their role, even without one")
@require_safe
@never_cache
def welcome(request: PublicRequest) -> HttpResponse:
    role = request.actor.role if request.actor else None
    if not request.user.is_authenticated:
        return redirect("account_login")
    if role is None:
        return render(request, "site/welcome/nowhere.html")
    if role is Role.CLIENT:
        return redirect("portal:home")
    if needs_second_factor(role) and not request.has_second_factor:
        return render(request, "site/welcome/second_factor.html", {"has_one": is_mfa_enabled(request.user)})
    return HttpResponseRedirect(address_of("desk:day") or "/")
