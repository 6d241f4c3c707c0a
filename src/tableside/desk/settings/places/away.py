"""Take a room or a massage table away, and put it back into use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.undo import undoable
from tableside.records.practice.access import room_to_manage, table_to_manage
from tableside.records.practice.models import MassageTable, Room
from tableside.records.practice.place_actions import put_in_use
from tableside.records.scheduling.ahead_queries import appointments_ahead
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.take_away import take_away

_LISTED = 50


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def room(request: ActorRequest, room_id: UUID) -> HttpResponse:
    return _use(request, room_to_manage(request.actor, room_id))


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def table(request: ActorRequest, table_id: UUID) -> HttpResponse:
    return _use(request, table_to_manage(request.actor, table_id))


def _use(request: ActorRequest, place: Room | MassageTable) -> HttpResponse:
    now = timezone.now()
    try:
        with undoable(request, "standing"):
            if request.POST.get("use") == "yes":
                put_in_use(place, is_in_use=True, by=request.actor, now=now)
                words = gettext("%(place)s is in use again.")
            else:
                take_away(place, by=request.actor, now=now)
                words = gettext("%(place)s is taken away. What was there stays written.")
        messages.success(request, words % {"place": place.name})
        return redirect("desk:settings-places")
    except Refusal as refusal:
        ahead = appointments_ahead(str(refusal.data["of"]), place.id, now=now)[:_LISTED]
        context = {"place": place, "refusal": refusal, "appointments": ahead}
        return render(request, "desk/settings/move_first.html", context, status=422)
