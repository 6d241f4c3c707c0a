"""Something is wrong with the client: what to do first; pressing what it is keeps the time and ends the session."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.session.incident import AccountForm, IncidentList, IncidentPage, WrongPage
from tableside.records.charting.access import appointment_to_chart, incident_to_read
from tableside.records.charting.incident_actions import describe_incident, note_call
from tableside.records.charting.models import Incident
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.session.stop_session import stop_session


@require_safe
@needs(Permission.WRITE_NOTES)
def wrong(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_chart(request.actor, appointment_id)
    return render(request, "desk/session/wrong.html", {"page": WrongPage(appointment, request.practice)})


@require_POST
@needs(Permission.WRITE_NOTES)
def stop(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_chart(request.actor, appointment_id)
    try:
        incident = stop_session(appointment, request.POST.get("sign", ""), by=request.actor, now=timezone.now())
    except Refusal as refusal:
        page = WrongPage(appointment, request.practice, refusal)
        return render(request, "desk/session/wrong.html", {"page": page}, status=422)
    return redirect("desk:incident", appointment_id=appointment_id, incident_id=incident.id)


@require_safe
@needs(Permission.READ_HEALTH)
def show(request: ActorRequest, appointment_id: UUID, incident_id: UUID) -> HttpResponse:
    incident = incident_to_read(request.actor, appointment_id, incident_id, now=timezone.now())
    return _page(request, incident, AccountForm())


@require_safe
@needs(Permission.READ_HEALTH)
def incidents(request: ActorRequest) -> HttpResponse:
    return render(request, "desk/session/incidents.html", {"list": IncidentList.of(request, now=timezone.now())})


@require_POST
@needs(Permission.WRITE_NOTES)
def call(request: ActorRequest, appointment_id: UUID, incident_id: UUID) -> HttpResponse:
    now = timezone.now()
    incident = incident_to_read(request.actor, appointment_id, incident_id, now=now)
    try:
        note_call(incident, by=request.actor, now=now)
    except Refusal as refusal:
        return _page(request, incident, AccountForm(), refusal)
    return redirect("desk:incident", appointment_id=appointment_id, incident_id=incident_id)


@require_POST
@needs(Permission.WRITE_NOTES)
def describe(request: ActorRequest, appointment_id: UUID, incident_id: UUID) -> HttpResponse:
    now, form = timezone.now(), AccountForm(request.POST)
    incident = incident_to_read(request.actor, appointment_id, incident_id, now=now)
    if not form.is_valid():
        return _page(request, incident, form, status=422)
    try:
        describe_incident(incident, form.cleaned_data["account"], by=request.actor, now=now)
    except Refusal as refusal:
        return _page(request, incident, form, refusal)
    return redirect("desk:incident", appointment_id=appointment_id, incident_id=incident_id)


def _page(
    request: ActorRequest, incident: Incident, form: AccountForm, refusal: Refusal | None = None, *, status: int = 0
) -> HttpResponse:
    page = IncidentPage(incident, request.practice, form, refusal)
    code = status or (422 if refusal else 200)
    return render(request, "desk/session/incident.html", {"page": page}, status=code)
