"""How a press is answered: with the part of the page it belongs to (htmx), with a bare yes or no (while typing), or
with the whole page."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tableside.desk.session.given import Given
from tableside.desk.session.opened import Opened
from tableside.desk.session.page import SessionPage
from tableside.desk.session.sections import FeedbackSection, WorkSection
from tableside.ui.requests import ActorRequest


def whole_page(
    request: ActorRequest, appointment_id: UUID, given: Given | None = None, *, status: int = 200
) -> HttpResponse:
    opened = Opened.to_read(request, appointment_id, now=timezone.now())
    return render(request, "desk/session/session.html", {"page": SessionPage.of(opened, given)}, status=status)


def done(request: ActorRequest, appointment_id: UUID, section: str) -> HttpResponse:
    """It is written down."""
    if is_auto_save(request):
        return HttpResponse(status=204)
    if is_htmx(request):
        return _part(request, appointment_id, section, Given())
    return HttpResponseRedirect(f"{reverse('desk:session', args=[appointment_id])}#{section}")


def not_taken(request: ActorRequest, appointment_id: UUID, section: str, given: Given) -> HttpResponse:
    """Nothing was written down; what was sent is shown again with why."""
    given = replace(given, section=section)
    if is_auto_save(request):
        return HttpResponse(status=422)
    if is_htmx(request):
        return _part(request, appointment_id, section, given, status=422)
    return whole_page(request, appointment_id, given, status=422)


def shown_again(request: ActorRequest, appointment_id: UUID, section: str, given: Given) -> HttpResponse:
    """Nothing was to be written: the same part, with what was chosen so far."""
    if is_htmx(request):
        return _part(request, appointment_id, section, given)
    return whole_page(request, appointment_id, given)


def is_auto_save(request: ActorRequest) -> bool:
    return request.headers.get("X-Auto-Save") == "1"


def is_htmx(request: ActorRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _part(
    request: ActorRequest, appointment_id: UUID, section: str, given: Given, *, status: int = 200
) -> HttpResponse:
    opened = Opened.to_write(request, appointment_id, now=timezone.now())
    part: WorkSection | FeedbackSection
    if section == "work":
        part = WorkSection.of(opened, form=given.work)
        if part.form is not None:
            part.form.fields["place"].widget.attrs["autofocus"] = True  # whoever works by keyboard goes on from here
    else:
        part = FeedbackSection.of(opened, form=given.feedback)
    context = {"opened": opened, "section": part, "given": given}
    return render(request, f"desk/session/_{section}.html", context, status=status)
