"""Read what the practice wrote to people, and send again what failed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.mail.page import MailList, Shown
from tableside.records.outbox.access import message_to_see
from tableside.records.outbox.models import Message
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.messages.read_letter import note_letter_read
from tableside.workflows.messages.send_again import send_message_again


@require_safe
@needs(Permission.SEE_OUTBOX)
def messages(request: ActorRequest) -> HttpResponse:
    return render(request, "desk/mail/list.html", {"list": MailList.of(request)})


@require_safe
@needs(Permission.SEE_OUTBOX)
def message(request: ActorRequest, message_id: UUID) -> HttpResponse:
    return _page(request, message_to_see(request.actor, message_id))


@require_safe
@needs(Permission.SEE_OUTBOX)
def calendar(request: ActorRequest, message_id: UUID) -> HttpResponse:
    text = message_to_see(request.actor, message_id).content["calendar"]
    if not text:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
@needs(Permission.SEE_OUTBOX)
def again(request: ActorRequest, message_id: UUID) -> HttpResponse:
    message = message_to_see(request.actor, message_id)
    try:
        send_message_again(message, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, message, refusal=refusal)
    toasts.success(request, gettext("It is on its way again."))
    return redirect("desk:message", message_id=message.id)


def _page(request: ActorRequest, message: Message, *, refusal: Refusal | None = None) -> HttpResponse:
    shown = Shown.of(message, has_second_factor=request.has_second_factor)
    if not shown.closed:
        note_letter_read(message, by=request.actor, now=timezone.now())
    context = {"shown": shown, "message": message, "refusal": refusal}
    return render(request, "desk/mail/show.html", context, status=422 if refusal else 200)
