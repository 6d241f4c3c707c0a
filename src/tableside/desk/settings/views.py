"""The way to each part of the settings, with what stands there now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.settings.overview import parts_of
from tableside.desk.settings.undo import undo_on
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def overview(request: ActorRequest) -> HttpResponse:
    context = {"parts": parts_of(request), "undo": undo_on(request, "settings")}
    return render(request, "desk/settings/overview.html", context)
