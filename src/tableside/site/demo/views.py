"""The demo's key ring: four sign-ins with the digits of this half minute. Outside the demo there is no such page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tableside.ui.guards import public
from tableside.ui.requests import PublicRequest
from tableside.workflows.practice.demo_keys import key_ring


@public("the demo's sign-ins are everybody's; a real practice has no such page")
@require_safe
@never_cache
def keys(request: PublicRequest) -> HttpResponse:
    if not (settings.DEMO and request.practice.is_demo):
        raise Http404
    return render(request, "site/demo/keys.html", {"ring": key_ring(now=timezone.now())})
