"""Review findings, record clearances, hand the tablet over. Each reading leaves an audit row."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.intake.forms import ClearanceForm
from tableside.desk.intake.pages import FindingShown, sent_in_words
from tableside.desk.intake.queue import QueueShown
from tableside.records.clients.access import NotFound, client_to_see
from tableside.records.intake.access import (
    clearance_to_answer,
    letter_to_read,
    newest_screening_to_read,
    screening_to_read,
)
from tableside.records.intake.actions import note_review
from tableside.records.intake.queries import letters_of
from tableside.records.scheduling.access import appointment_to_see
from tableside.ui.errors import turned_down
from tableside.ui.guards import needs
from tableside.ui.pdf import paper_answer
from tableside.ui.requests import ActorRequest
from tableside.workflows.clearance.ask_provider import make_provider_link, reply_to_review
from tableside.workflows.clearance.clearance_question import ClearanceQuestion
from tableside.workflows.clearance.give_clearance import ask_again, ask_for_more, give_clearance
from tableside.workflows.clearance.provider_letter import provider_letter
from tableside.workflows.intake.hand_over import hand_over
from tableside.workflows.letters.wording import address_of


@require_safe
@needs(Permission.READ_HEALTH)
def queue(request: ActorRequest) -> HttpResponse:
    shown = QueueShown.of(request.actor, request.practice, tab=request.GET.get("tab", ""), now=timezone.now())
    return render(request, "desk/intake/queue.html", {"page": shown})


@require_safe
@needs(Permission.READ_HEALTH)
def finding(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_see(request.actor, appointment_id)
    shown = FindingShown.of(appointment, request.actor, now=timezone.now())
    return render(request, "desk/intake/finding.html", {"page": shown})


@require_POST
@needs(Permission.READ_HEALTH)
def reviewed(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    screening = screening_to_read(request.actor, appointment_id, now=timezone.now())
    if screening is None:
        raise NotFound
    note_review(screening, by=request.actor, now=timezone.now())
    messages.success(request, gettext("Noted: you have seen these findings."))
    return redirect("desk:finding", appointment_id=appointment_id)


@require_safe
@needs(Permission.READ_HEALTH)
def client_finding(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    shown = FindingShown.of_client(client, request.actor, now=timezone.now())
    return render(request, "desk/intake/finding.html", {"page": shown})


@require_POST
@needs(Permission.READ_HEALTH)
def client_reviewed(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    screening = newest_screening_to_read(request.actor, client.id, now=timezone.now())
    if screening is None:
        raise NotFound
    note_review(screening, by=request.actor, now=timezone.now())
    messages.success(request, gettext("Noted: you have seen these findings."))
    return redirect("desk:client-finding", client_id=client_id)


@require_http_methods(["GET", "POST"])
@needs(Permission.REVIEW_CLEARANCE)
def clearance(request: ActorRequest, clearance_id: UUID) -> HttpResponse:
    asked = clearance_to_answer(request.actor, clearance_id, now=timezone.now())
    shown, received = ClearanceQuestion.of(asked), reply_to_review(asked)
    form = ClearanceForm(
        request.POST or None, longest_days=shown.longest_days, today=timezone.localdate(), received=received
    )
    if request.method == "POST" and form.is_valid():
        try:
            give_clearance(asked, form.answer(), by=request.actor, now=timezone.now())
            messages.success(request, gettext("Recorded. What this client has booked was screened again with it."))
            return redirect("desk:intake_queue")
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
    context = {"page": shown, "form": form, "sent": sent_in_words(received) if received else None}
    context["letters"] = list(letters_of(asked.client_id)[:20])
    return render(request, "desk/intake/clearance.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REVIEW_CLEARANCE)
def letter(request: ActorRequest, clearance_id: UUID) -> HttpResponse:
    """The POST puts a new link into the letter, which is shown this once."""
    now = timezone.now()
    asked = clearance_to_answer(request.actor, clearance_id, now=now)
    link, refusal = "", None
    if request.method == "POST":
        try:
            link = address_of("clearance", make_provider_link(asked, by=request.actor, now=now))
        except Refusal as reason:
            refusal = reason
    context = {"page": ClearanceQuestion.of(asked), "practice": request.practice, "today": timezone.localdate()}
    context |= {"link": link, "refusal": refusal}
    return render(request, "desk/intake/letter.html", context, status=200 if refusal is None else 422)


@require_POST
@needs(Permission.REVIEW_CLEARANCE)
def letter_pdf(request: ActorRequest, clearance_id: UUID) -> HttpResponse:
    now = timezone.now()
    asked = clearance_to_answer(request.actor, clearance_id, now=now)
    try:
        link = address_of("clearance", make_provider_link(asked, by=request.actor, now=now))
    except Refusal as refusal:
        return turned_down(request, str(refusal.detail))
    content = provider_letter(ClearanceQuestion.of(asked), practice=request.practice, link=link, now=now)
    return paper_answer(content, name="letter")


@require_safe
@needs(Permission.READ_HEALTH)
def received_letter(request: ActorRequest, provider_letter_id: UUID) -> HttpResponse:
    """Somebody else made this file: it is handed over to be kept, and never becomes part of a page of ours."""
    kept, content = letter_to_read(request.actor, provider_letter_id, now=timezone.now())
    kinds = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
    headers = {
        "Content-Disposition": f'attachment; filename="letter.{kept.kind}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, kinds[kept.kind], headers=headers)


@require_POST
@needs(Permission.REVIEW_CLEARANCE)
def ask(request: ActorRequest, client_id: UUID, rule_id: str) -> HttpResponse:
    """What a provider may open although treatment can do without."""
    client = client_to_see(request.actor, client_id)
    try:
        asked = ask_for_more(client, rule_id, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.detail)
        return redirect("desk:client-finding", client_id=client_id)
    return redirect("desk:clearance", clearance_id=asked.id)


@require_POST
@needs(Permission.REVIEW_CLEARANCE)
def again(request: ActorRequest, clearance_id: UUID) -> HttpResponse:
    refused = clearance_to_answer(request.actor, clearance_id, now=timezone.now())
    asked = ask_again(refused, by=request.actor, now=timezone.now())
    return redirect("desk:clearance", clearance_id=asked.id)


@require_POST
@needs(Permission.READ_HEALTH)
def tablet(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    token = hand_over(client, by=request.actor, now=timezone.now())
    logout(request)  # whoever holds the tablet now is the client, and must not be able to go on as their therapist
    return redirect("portal:intake-by-link", token=token)
