"""How a client has been: scores over sessions, what was found where, and the notes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.chart.page import ChartPage
from tableside.records.clients.access import client_to_see
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_safe
@needs(Permission.READ_HEALTH)
def show(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    page = ChartPage.of(client, request, now=timezone.now())
    return render(request, "desk/chart/chart.html", {"page": page})
