"""The public home of the practice."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.site.home.page import Home
from tableside.ui.guards import public
from tableside.ui.requests import PublicRequest


@public("the front door")
@require_safe
def home(request: PublicRequest) -> HttpResponse:
    page = Home.of(request.practice, now=timezone.now())
    return render(request, "site/home/home.html", {"page": page, "practice": request.practice})
