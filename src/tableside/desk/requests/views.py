"""Say yes or no to what clients asked for online."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.page import AppointmentPage, safe_next
from tableside.records.scheduling.access import appointment_to_manage
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.booking.answer_request import MOST_CHARACTERS, accept_request, decline_request


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def accept(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_manage(request.actor, appointment_id)
    try:
        accept_request(appointment, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        appointment = appointment_to_manage(request.actor, appointment_id)
        page = AppointmentPage.of(appointment, request, now=timezone.now())
        context = {"page": page, "appointment": appointment, "refusal": refusal}
        return render(request, "desk/appointment/show.html", context, status=422)
    words = gettext("Accepted: %(client)s is booked. The confirmation is on its way.")
    messages.success(request, words % {"client": appointment.client.name})
    return HttpResponseRedirect(safe_next(request, default=reverse("desk:appointment", args=[appointment.id])))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def decline(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_manage(request.actor, appointment_id)
    refusal = None
    if request.method == "POST":
        try:
            decline_request(appointment, said=request.POST.get("said", ""), by=request.actor, now=timezone.now())
            messages.success(request, gettext("Declined. The time is free again."))
            return redirect("desk:appointment", appointment_id=appointment.id)
        except Refusal as reason:
            refusal = reason
    context = {"appointment": appointment, "refusal": refusal, "most": MOST_CHARACTERS}
    return render(request, "desk/appointment/decline.html", context, status=422 if refusal else 200)
