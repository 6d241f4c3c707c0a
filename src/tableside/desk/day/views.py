"""The page staff have open all day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.day.page import DayPage
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_safe
@needs(Permission.SEE_SCHEDULE)
def day(request: ActorRequest) -> HttpResponse:
    return render(request, "desk/day/day.html", {"page": DayPage.of(request, now=timezone.now())})
