"""The note: read, save as it is typed, fill from the record, sign, add to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.session.answers import done, is_auto_save, not_taken
from tableside.desk.session.forms import AddendumForm, NoteForm
from tableside.desk.session.given import Given
from tableside.desk.session.page import NotePage
from tableside.records.charting.access import session_to_add_to, session_to_write
from tableside.records.charting.actions import StaleNote, add_addendum, save_draft
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.session.draft_note import filled
from tableside.workflows.session.sign_note import sign_note


@require_safe
@needs(Permission.READ_HEALTH)
def read(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    page = NotePage.of(request, appointment_id, now=timezone.now())
    return render(request, "desk/session/note.html", {"page": page})


@require_POST
@needs(Permission.WRITE_NOTES)
def save(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session, form = session_to_write(request.actor, appointment_id), NoteForm(request.POST)
    if not form.is_valid():
        return not_taken(request, appointment_id, "note", Given(note=form))
    try:
        revision = save_draft(
            session, form.note(), revision=form.cleaned_data["revision"], by=request.actor, now=timezone.now()
        )
    except Refusal as refusal:
        return _refused(request, appointment_id, form, refusal)
    response = done(request, appointment_id, "note")
    response["X-Revision"] = str(revision)  # what is typed next builds on this one
    return response


@require_POST
@needs(Permission.WRITE_NOTES)
def fill(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Save what was typed, with drafted words in the parts that are still empty."""
    session, form = session_to_write(request.actor, appointment_id), NoteForm(request.POST)
    if not form.is_valid():
        return not_taken(request, appointment_id, "note", Given(note=form))
    note = filled(form.note(), session)
    try:
        save_draft(session, note, revision=form.cleaned_data["revision"], by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _refused(request, appointment_id, form, refusal)
    return done(request, appointment_id, "note")


@require_POST
@needs(Permission.WRITE_NOTES)
def sign(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session, form = session_to_write(request.actor, appointment_id), NoteForm(request.POST)
    if not form.is_valid():
        return not_taken(request, appointment_id, "note", Given(note=form))
    try:
        sign_note(session, form.note(), revision=form.cleaned_data["revision"], by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _refused(request, appointment_id, form, refusal)
    messages.success(request, gettext("Signed. From now on, changes are dated additions."))
    return redirect("desk:note", appointment_id=appointment_id)


@require_POST
@needs(Permission.WRITE_NOTES)
def add(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session, form = session_to_add_to(request.actor, appointment_id), AddendumForm(request.POST)
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            add_addendum(session, form.cleaned_data["text"], by=request.actor, now=timezone.now())
            return redirect("desk:note", appointment_id=appointment_id)
        except Refusal as reason:
            refusal = reason
    page = NotePage.of(request, appointment_id, now=timezone.now(), given=Given(refusal=refusal, addendum=form))
    return render(request, "desk/session/note.html", {"page": page}, status=422)


def _refused(request: ActorRequest, appointment_id: UUID, form: NoteForm, refusal: Refusal) -> HttpResponse:
    """The text stays in the form. Saved elsewhere meanwhile: both texts are shown, and saving again takes this one."""
    is_stale = isinstance(refusal, StaleNote)
    if is_auto_save(request):
        return HttpResponse(status=409 if is_stale else 422)
    if is_stale:
        data = request.POST.copy()
        data["revision"] = str(refusal.data["revision"])
        form = NoteForm(data)
    return not_taken(request, appointment_id, "note", Given(refusal=refusal, note=form, is_stale=is_stale))
