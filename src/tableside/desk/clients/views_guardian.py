"""Who speaks for a child: looked up by name or mail address, chosen, and ended again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.clients.forms import GuardianForm
from tableside.records.clients.access import client_to_see
from tableside.records.clients.queries import clients_matching
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.clients.change_guardian import change_guardian

_MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.READ_HEALTH)
def guardian(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client, refusal = client_to_see(request.actor, client_id), None
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["guardian"]
        try:
            whom = client_to_see(request.actor, chosen) if chosen else None
            change_guardian(client, guardian=whom, by=request.actor, now=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("desk:client", client_id=client.id)
        except Refusal as reason:
            refusal = reason.detail
    words = request.GET.get("q", "").strip()[:100]
    found = clients_matching(words).exclude(pk=client.id)[:_MOST_SHOWN] if words else ()
    context = {"client": client, "words": words, "found": found, "refusal": refusal}
    return render(request, "desk/clients/guardian.html", context, status=422 if request.method == "POST" else 200)
