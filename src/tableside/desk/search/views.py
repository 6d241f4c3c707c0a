"""The search of the desk: a page, or only what was found for the window that opens over any page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.search.page import SearchPage
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_safe
@needs(Permission.SEE_SCHEDULE)
def search(request: ActorRequest) -> HttpResponse:
    template = "desk/search/_found.html" if request.GET.get("part") else "desk/search/search.html"
    return render(request, template, {"page": SearchPage.of(request, now=timezone.now())})
