"""Open the session page, start the session, end it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.session.answers import done, whole_page
from tableside.desk.session.given import Given
from tableside.records.charting.access import appointment_to_chart, session_to_write
from tableside.records.clients.access import NotFound
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.session.complete_session import complete_session
from tableside.workflows.session.start_session import start_session


@require_safe
@needs(Permission.READ_HEALTH)
def show(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return whole_page(request, appointment_id)


@require_POST
@needs(Permission.WRITE_NOTES)
def start(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    try:
        start_session(appointment_to_chart(request.actor, appointment_id), by=request.actor, now=timezone.now())
    except NotFound:
        raise
    except Refusal as refusal:
        return whole_page(request, appointment_id, Given(refusal=refusal), status=422)
    return redirect("desk:session", appointment_id=appointment_id)


@require_POST
@needs(Permission.WRITE_NOTES)
def end(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session = session_to_write(request.actor, appointment_id)
    try:
        complete_session(session, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return whole_page(request, appointment_id, Given(refusal=refusal), status=422)
    messages.success(request, gettext("The session has ended. Ask for the scores after it, then sign the note."))
    return done(request, appointment_id, "after")
