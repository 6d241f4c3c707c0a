"""Change when messages leave and what they say."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.messages.forms import RemindersForm
from tableside.desk.settings.messages.page import WordingPage, kind_and_language, rows_of, words_here
from tableside.desk.settings.messages.wording_form import WordingForm
from tableside.desk.settings.undo import undoable
from tableside.records.practice.queries import current_practice
from tableside.records.practice.wording_actions import put_former_wording_back, save_wording
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.messages.change_reminders import change_reminders


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def reminders(request: ActorRequest) -> HttpResponse:
    form = RemindersForm(request.POST or None, practice=current_practice())
    if request.method == "POST" and form.is_valid():
        with undoable(request, "reminders"):
            change_reminders(form.rules(), by=request.actor, now=timezone.now())
        messages.success(
            request, gettext("Saved. Reminders that wait leave at the new times; what has left is not sent again.")
        )
        return redirect("desk:settings")
    context = {"form": form, "rows": rows_of(request.practice)}
    return render(request, "desk/settings/messages.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def wording(request: ActorRequest, kind: str, language: str) -> HttpResponse:
    """Read it, see how it would read ("Preview"), or save it."""
    now = timezone.now()
    known, language = kind_and_language(kind, language, practice=request.practice)
    form = WordingForm(request.POST or None, kind=known, language=language, words=words_here(known, language))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        save_wording(known, language=language, **form.cleaned_data, by=request.actor, now=now)
        messages.success(request, gettext("Saved. It holds for messages that are written from now on."))
        return redirect("desk:settings-message", known, language)
    page = WordingPage.of(known, language, form, practice=request.practice, now=now)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "desk/settings/message.html", {"page": page, "form": form}, status=status)


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def ours(request: ActorRequest, kind: str, language: str) -> HttpResponse:
    known, language = kind_and_language(kind, language, practice=request.practice)
    by, now = request.actor, timezone.now()
    save_wording(known, language=language, subject="", mail="", text="", by=by, now=now)
    messages.success(request, gettext("It is in our words again."))
    return redirect("desk:settings-message", known, language)


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def former(request: ActorRequest, kind: str, language: str) -> HttpResponse:
    known, language = kind_and_language(kind, language, practice=request.practice)
    try:
        put_former_wording_back(known, language=language, by=request.actor, now=timezone.now())
        messages.success(request, gettext("The former text holds again."))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("desk:settings-message", known, language)
