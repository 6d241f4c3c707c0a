"""My care: what is ahead, how it goes, and the plan."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.portal.home.forms import TodayForm
from tableside.portal.home.page import MyCare, instrument_of
from tableside.records.clients.access import child_to_care_for, on_behalf_of, own_client, own_consent
from tableside.records.plans.access import own_plan
from tableside.records.scheduling.access import appointment_to_manage
from tableside.ui.date_choice import date_choices
from tableside.ui.errors import turned_down
from tableside.ui.form_key import sent_key
from tableside.ui.guards import needs
from tableside.ui.pdf import paper_answer
from tableside.ui.requests import ActorRequest
from tableside.workflows.between_visits.score_between_visits import score_between_visits
from tableside.workflows.intake.consent_paper import consent_paper
from tableside.workflows.letters.links import link_to_appointment
from tableside.workflows.series.book_series import read_starts
from tableside.workflows.series.plan_dates import book_dates


@require_safe
@needs(Permission.READ_OWN_CARE)
def home(request: ActorRequest) -> HttpResponse:
    return _page(request)


@require_safe
@needs(Permission.READ_OWN_CARE)
def child(request: ActorRequest, client_id: UUID) -> HttpResponse:
    """A child's care, for its guardian."""
    found = child_to_care_for(request.actor, client_id, on=timezone.localdate())
    page = MyCare.of(on_behalf_of(found, request.actor), request.practice, now=timezone.now())
    return render(request, "portal/home/child.html", {"page": page})


@require_POST
@needs(Permission.BOOK_OWN)
def book_plan_dates(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    plan = own_plan(request.actor, plan_id)
    try:
        starts = read_starts(request.POST)
        key = sent_key(request)
        book_dates(plan, starts, key=key, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    messages.success(request, gettext("Booked. A letter with all dates is on its way."))
    return redirect("portal:home")


@require_POST
@needs(Permission.BOOK_OWN)
def manage(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """Open an appointment, their own or one they booked for somebody else, the way its link does."""
    appointment = appointment_to_manage(request.actor, appointment_id)
    token = link_to_appointment(appointment, to=own_client(request.actor), now=timezone.now())
    return redirect("portal:appointment", token=token)


@require_safe
@needs(Permission.READ_OWN_CARE)
def consent(request: ActorRequest, consent_id: UUID) -> HttpResponse:
    signed = own_consent(request.actor, consent_id)
    try:
        return paper_answer(consent_paper(signed), name="consent")
    except Refusal as refusal:
        return turned_down(request, str(refusal.detail))


@require_POST
@needs(Permission.READ_OWN_CARE)
def score_today(request: ActorRequest) -> HttpResponse:
    instrument = instrument_of(request.actor)
    form = TodayForm(request.POST, instrument=instrument)
    if not form.is_valid():
        return _page(request, form=form)
    try:
        score_between_visits(instrument.id, form.cleaned_data["score"], by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    messages.success(request, gettext("Thank you. Your therapist sees it before your next session."))
    return redirect("portal:home")


def _page(request: ActorRequest, *, refusal: Refusal | None = None, form: TodayForm | None = None) -> HttpResponse:
    page = MyCare.of(request.actor, request.practice, now=timezone.now())
    context = {
        "page": page,
        "dates": date_choices(page.proposals, sent=request.POST),
        "refusal": refusal,
        "form": form or TodayForm(instrument=page.instrument),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "portal/home/home.html", context, status=422 if request.method == "POST" else 200)
