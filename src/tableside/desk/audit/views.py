"""The audit log, and whether it is still whole."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.audit.page import AuditList
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_safe
@needs(Permission.READ_AUDIT)
def entries(request: ActorRequest) -> HttpResponse:
    return render(request, "desk/audit/list.html", {"list": AuditList.of(request)})
