"""Change when reminders leave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.permissions.permission import Permission
from tableside.desk.settings.messages.forms import RemindersForm
from tableside.records.practice.actions import change_reminders
from tableside.records.practice.queries import current_practice
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def reminders(request: ActorRequest) -> HttpResponse:
    form = RemindersForm(request.POST or None, practice=current_practice())
    if request.method == "POST" and form.is_valid():
        change_reminders(form.rules(), by=request.actor, now=timezone.now())
        messages.success(request, gettext("Saved. It holds for what is booked or moved from now on."))
        return redirect("desk:settings")
    return render(request, "desk/settings/reminders.html", {"form": form}, status=422 if form.is_bound else 200)
