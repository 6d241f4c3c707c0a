"""The open plans; write one, see where it stands, book its dates, end it."""

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
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.desk.plans.forms import PAIN, PlanForm, first_values
from tableside.desk.plans.limits import limits_shown
from tableside.records.clients.access import client_to_see
from tableside.records.outcomes.access import scores_to_read
from tableside.records.plans.access import plan_to_manage
from tableside.records.plans.actions import change_plan_status, propose_plan
from tableside.records.plans.models import TreatmentPlan
from tableside.ui.charts import VisitScore, pain_chart
from tableside.ui.date_choice import date_choices
from tableside.ui.form_key import new_key, sent_key
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.between_visits.plan_progress import open_plans_by_urgency, plan_progress
from tableside.workflows.series.book_series import read_starts
from tableside.workflows.series.plan_dates import book_dates, propose_dates


@require_safe
@needs(Permission.MANAGE_PLANS)
def plans(request: ActorRequest) -> HttpResponse:
    standings = open_plans_by_urgency(by=request.actor, now=timezone.now())
    return render(request, "desk/plans/list.html", {"standings": standings})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PLANS)
def write(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client = client_to_see(request.actor, client_id)
    visits = scores_to_read(request.actor, client.id, instrument=PAIN, now=timezone.now())
    form = PlanForm(request.POST or None, initial=first_values(request.actor.therapist_id, visits))
    if request.method == "POST" and form.is_valid():
        try:
            plan = propose_plan(client, form.new_plan(), by=request.actor, now=timezone.now())
            return redirect("desk:plan", plan_id=plan.id)
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "client": client, "limits": limits_shown(request, client.id, now=timezone.now())}
    return render(request, "desk/plans/write.html", context, status=status)


@require_safe
@needs(Permission.MANAGE_PLANS)
def show(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    return _page(request, plan_to_manage(request.actor, plan_id, now=timezone.now()))


@require_POST
@needs(Permission.MANAGE_PLANS)
def book(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_to_manage(request.actor, plan_id, now=timezone.now())
    try:
        starts = read_starts(request.POST)
        key = sent_key(request)
        insists = read_insistence(request)
        booked = book_dates(plan, starts, key=key, insists=insists, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, plan, refusal=refusal)
    messages.success(
        request, gettext("Booked: %(count)s. One letter tells the client all dates.") % {"count": len(booked)}
    )
    return redirect("desk:plan", plan_id=plan.id)


@require_POST
@needs(Permission.MANAGE_PLANS)
def end(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_to_manage(request.actor, plan_id, now=timezone.now())
    is_done = request.POST.get("reached") == "yes"
    to = TreatmentPlan.Status.DONE if is_done else TreatmentPlan.Status.STOPPED
    try:
        change_plan_status(plan, to=to, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, plan, refusal=refusal)
    return redirect("desk:plan", plan_id=plan.id)


def _page(request: ActorRequest, plan: TreatmentPlan, *, refusal: Refusal | None = None) -> HttpResponse:
    standing = plan_progress(plan)
    zone = request.practice.zone
    scores = [VisitScore(visit.at.astimezone(zone).date(), visit.before, visit.after) for visit in standing.visits]
    is_open = plan.status in (TreatmentPlan.Status.PROPOSED, TreatmentPlan.Status.ACCEPTED)
    proposed = propose_dates(plan, by=request.actor, now=timezone.now()) if is_open else ()
    context = {
        "plan": plan,
        "standing": standing,
        "chart": pain_chart(scores, target=standing.goal.target, title=standing.instrument.name),
        "dates": date_choices(proposed, sent=request.POST),
        "limits": limits_shown(request, plan.client_id, plan=plan, now=timezone.now()) if is_open else None,
        "is_open": is_open,
        "refusal": refusal,
        "insist": Insist.of(refusal, request),
        "key": new_key(),
    }
    return render(request, "desk/plans/show.html", context, status=422 if refusal else 200)
