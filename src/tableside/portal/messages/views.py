"""Choose how to be reminded, by the link in a reminder or signed in. Opening a page changes nothing."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.core.permissions.practice import PracticeFacts
from tableside.portal.messages.answer import read_answer
from tableside.records.clients.access import guest, own_client
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import link_of_token
from tableside.records.practice.queries import current_practice, facts_of
from tableside.ui.guards import needs, public
from tableside.ui.message_choice import MessageChoiceForm
from tableside.ui.requests import ActorRequest
from tableside.workflows.messages.choose_messages import choose_messages, messages_chosen
from tableside.workflows.messages.take_answer import take_answer
from tableside.workflows.messages.text_gateway import offers_texts

_BY_LINK = "the link in the reminder is the key; it is checked here"


@require_http_methods(["GET", "POST"])
@public(_BY_LINK)
@never_cache
def choice_by_link(request: HttpRequest, token: str) -> HttpResponse:
    client = _client_of(token, now=timezone.now())
    return _choice(request, client, practice=facts_of(current_practice()), by=guest(client), done=request.path)


@csrf_exempt  # a mail program sends it, which knows the token and nothing else (RFC 8058)
@require_POST
@public(_BY_LINK)
@never_cache
def stop_by_mail_program(request: HttpRequest, token: str) -> HttpResponse:
    client = _client_of(token, now=timezone.now())
    choose_messages(client, remind_by=Client.RemindBy.NONE, by=guest(client), now=timezone.now())
    return HttpResponse(gettext("No more reminders will come."), content_type="text/plain; charset=utf-8")


@csrf_exempt  # as above
@require_POST
@public(_BY_LINK)
@never_cache
def stop_asking_afterwards(request: HttpRequest, token: str) -> HttpResponse:
    client = _client_of(token, now=timezone.now())
    by, now = guest(client), timezone.now()
    choose_messages(client, remind_by=client.remind_by, asked_afterwards=False, by=by, now=now)
    return HttpResponse(gettext("You will not be asked any more."), content_type="text/plain; charset=utf-8")


@csrf_exempt  # the gateway sends it, which knows the secret and nothing else
@require_POST
@public("the secret in the address is the key; it is checked here")
@never_cache
def text_answered(request: HttpRequest, token: str) -> HttpResponse:
    if not settings.SMS_INBOUND_TOKEN or not constant_time_compare(token, settings.SMS_INBOUND_TOKEN):
        raise Http404
    number, text = read_answer(request)
    take_answer(number, text, now=timezone.now())
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@needs(Permission.BOOK_OWN)
def own_choice(request: ActorRequest) -> HttpResponse:
    client = own_client(request.actor)
    return _choice(request, client, practice=request.practice, by=request.actor, done="/my/")


def _client_of(token: str, *, now: datetime) -> Client:
    link = link_of_token(token, purpose=Link.Purpose.MESSAGES, now=now)
    if link is None:
        raise Http404
    return link.client


def _choice(request: HttpRequest, client: Client, *, practice: PracticeFacts, by: Actor, done: str) -> HttpResponse:
    form = MessageChoiceForm(
        request.POST or None, initial=messages_chosen(client), practice=practice, offers_texts=offers_texts()
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_messages(client, **form.cleaned_data, by=by, now=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect(done)
        except Refusal as refusal:
            form.add_error("remind_by", refusal.detail)
    return render(request, "portal/messages/choice.html", {"form": form}, status=422 if form.is_bound else 200)
