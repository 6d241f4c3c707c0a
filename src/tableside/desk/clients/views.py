"""Find a client, add one, see who they are and what is booked, write the desk's note."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.clients.forms import ClientForm, NoteForm
from tableside.desk.clients.page import ClientList, ClientPage
from tableside.records.clients.access import client_to_see, consent_to_read
from tableside.records.clients.actions import add_client, write_desk_note
from tableside.records.clients.models import Client
from tableside.ui.errors import turned_down
from tableside.ui.guards import needs
from tableside.ui.message_choice import MessageChoiceForm
from tableside.ui.pdf import paper_answer
from tableside.ui.requests import ActorRequest
from tableside.workflows.clients.change_client import change_client
from tableside.workflows.intake.consent_paper import consent_paper
from tableside.workflows.messages.choose_messages import choose_messages, messages_chosen
from tableside.workflows.messages.text_gateway import offers_texts


@require_safe
@needs(Permission.SEE_CLIENTS)
def clients(request: ActorRequest) -> HttpResponse:
    return render(request, "desk/clients/list.html", {"list": ClientList.of(request, now=timezone.now())})


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CLIENTS)
def add(request: ActorRequest) -> HttpResponse:
    form = ClientForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        client = add_client(
            given["name"],
            email=given["email"],
            phone=given["phone"],
            born_on=given["born_on"],
            by=request.actor,
            now=now,
        )
        messages.success(request, gettext("Added."))
        return redirect("desk:client", client_id=client.id)
    return render(request, "desk/clients/edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@needs(Permission.SEE_CLIENTS)
def client(request: ActorRequest, client_id: UUID) -> HttpResponse:
    return _page(request, client_to_see(request.actor, client_id))


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CLIENTS)
def edit(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    known = {"name": client.name, "email": client.email, "phone": client.phone, "born_on": client.born_on}
    form = ClientForm(request.POST or None, initial=known, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            change_client(client, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("desk:client", client_id=client.id)
        except Refusal as refusal:
            form.add_error("email", refusal.detail)
    context = {"form": form, "client": client}
    return render(request, "desk/clients/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CLIENTS)
def reminders(request: ActorRequest, client_id: UUID) -> HttpResponse:
    """How this client is reminded, changed when they ask for it."""
    client = client_to_see(request.actor, client_id)
    form = MessageChoiceForm(
        request.POST or None, initial=messages_chosen(client), practice=request.practice, offers_texts=offers_texts()
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_messages(client, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("desk:client", client_id=client.id)
        except Refusal as refusal:
            form.add_error("remind_by", refusal.detail)
    context = {"form": form, "client": client}
    return render(request, "desk/clients/reminders.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs(Permission.READ_HEALTH)
def consent(request: ActorRequest, consent_id: UUID) -> HttpResponse:
    signed = consent_to_read(request.actor, consent_id, now=timezone.now())
    try:
        return paper_answer(consent_paper(signed), name="consent")
    except Refusal as refusal:
        return turned_down(request, str(refusal.detail))


@require_POST
@needs(Permission.SEE_CLIENTS)
def note(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, client, form=form)
    write_desk_note(client, form.cleaned_data["note"], by=request.actor, now=timezone.now())
    messages.success(request, gettext("The note is saved."))
    return redirect("desk:client", client_id=client.id)


def _page(request: ActorRequest, client: Client, *, form: NoteForm | None = None) -> HttpResponse:
    page = ClientPage.of(client, request, now=timezone.now())
    context = {"page": page, "client": client, "form": form or NoteForm(initial={"note": client.desk_note})}
    return render(request, "desk/clients/show.html", context, status=422 if form else 200)
