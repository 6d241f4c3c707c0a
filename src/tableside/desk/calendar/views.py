"""The desk's calendar, and the feed that keeps it fresh."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.calendar.feed import feed_of
from tableside.desk.calendar.page import CalendarPage
from tableside.desk.calendar.revision import revision_of
from tableside.desk.calendar.view import CalendarView
from tableside.desk.calendar.wish import grant, insist_address
from tableside.records.scheduling.access import appointment_to_manage
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.changing.undo_change import undo_change


@require_safe
@needs(Permission.SEE_SCHEDULE)
def calendar(request: ActorRequest) -> HttpResponse:
    now = timezone.now()
    view = CalendarView.of(request, now=now)
    state = _state(request, view)  # before what it stands for: a change in between is seen again, not missed
    page = CalendarPage.of(view, request, now=now)
    return render(request, "desk/calendar/calendar.html", {"page": page, "state": state})


@require_safe
@needs(Permission.SEE_SCHEDULE)
def feed(request: ActorRequest) -> HttpResponse:
    """Asked every few seconds by every open calendar: as long as nothing has changed, one query and no body."""
    now = timezone.now()
    view = CalendarView.of(request, now=now)
    state = _state(request, view)
    if request.headers.get("If-None-Match") == state:
        return HttpResponseNotModified(headers={"ETag": state})
    return JsonResponse(feed_of(view, request, now=now), headers={"ETag": state})


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def wish(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """An appointment was dragged or pulled: what came of it, as a sentence."""
    appointment = appointment_to_manage(request.actor, appointment_id)
    try:
        said = grant(appointment, request, now=timezone.now())
    except Refusal as refusal:
        answer = {"refusal": refusal.detail} | insist_address(appointment, request, refusal)
        return JsonResponse(answer, status=422)
    undo = reverse("desk:calendar-as-before", args=[appointment.id])
    return JsonResponse({"said": said, "undo": undo, "revision": appointment.revision})


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def as_before(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """The toast was answered with "Move it back"."""
    appointment = appointment_to_manage(request.actor, appointment_id)
    try:
        undo_change(appointment, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return JsonResponse({"refusal": refusal.detail}, status=422)
    words = gettext("Undone: the appointment of %(client)s is as before.")
    return JsonResponse({"said": words % {"client": appointment.client.name}, "revision": appointment.revision})


def _state(request: ActorRequest, view: CalendarView) -> str:
    return f'"{revision_of(request, view.axis, view.feed_url)}"'
