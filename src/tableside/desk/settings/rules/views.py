"""Read the rules of screening; make one stricter here, after seeing what that changes; take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.screening.house_rules import BLOOD_PRESSURE
from tableside.desk.settings.rules.forms import HouseRuleForm, PressureLimitsForm
from tableside.desk.settings.rules.page import RulePage, RulesPage, is_changed, pressure_versions, rule_to_show
from tableside.records.intake.queries import house_rules
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.intake.change_house_rules import (
    Change,
    Effect,
    as_ours,
    change_house_rules,
    effect_of,
    lower_limits,
    stricter,
)


@require_safe
@needs(Permission.READ_HEALTH)
def rules(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    page = RulesPage.of(words, only_stricter=request.GET.get("stricter") == "1")
    return render(request, "desk/settings/rules.html", {"page": page, "can_change": _can_change(request)})


@require_safe
@needs(Permission.READ_HEALTH)
def rule(request: ActorRequest, rule_id: str) -> HttpResponse:
    page = RulePage.of(rule_id)
    return render(request, "desk/settings/rule.html", {"page": page, "can_change": _can_change(request)})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def change(request: ActorRequest, rule_id: str) -> HttpResponse:
    chosen = rule_to_show(rule_id)
    form = HouseRuleForm(request.POST or None, rule=chosen, house=house_rules().rules.get(rule_id))
    context = {"form": form, "heading": chosen.title, "back": reverse("desk:settings-rule", args=[rule_id])}
    effect = None
    if request.method == "POST" and form.is_valid():
        house = form.house_rule()
        try:
            effect = _saved_or_shown(request, stricter(house), changed=rule_id, reason=house.reason)
        except Refusal as refusal:
            form.add_error("reason" if refusal.code == "reason_missing" else None, refusal.detail)
        else:
            if effect is None:
                return redirect("desk:settings-rule", rule_id)
    return _form_page(request, {**context, "effect": effect})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def pressure_limits(request: ActorRequest) -> HttpResponse:
    known = house_rules().pressure
    form = PressureLimitsForm(request.POST or None, limits=known)
    back, effect = reverse("desk:settings-rules"), None
    if request.method == "POST" and form.is_valid():
        limits = form.limits()
        try:
            effect = _saved_or_shown(request, lower_limits(limits), changed=BLOOD_PRESSURE, reason=limits.reason)
        except Refusal as refusal:
            form.add_error("reason" if refusal.code == "reason_missing" else None, refusal.detail)
        else:
            if effect is None:
                return redirect(back)
    context = {"form": form, "heading": gettext("Limits of blood pressure"), "back": back, "effect": effect}
    return _form_page(request, {**context, "versions": pressure_versions(), "can_take_back": known is not None})


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def ours(request: ActorRequest, rule_id: str) -> HttpResponse:
    """Take back what is stricter here: a version of its own, and what is booked is screened anew."""
    if not is_changed(rule_id):
        raise Http404
    reason = request.POST.get("reason", "").strip()[:300] or gettext("Taken back to the rule as it is.")
    change_house_rules(as_ours(rule_id), changed=rule_id, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, gettext("The rule holds as it is written. What is booked was screened anew."))
    return redirect("desk:settings-rules")


def _saved_or_shown(request: ActorRequest, wanted: Change, *, changed: str, reason: str) -> Effect | None:
    """The effect, until it has been seen; None once it is saved."""
    now = timezone.now()
    if request.POST.get("confirmed") != "yes":
        return effect_of(wanted, now=now)
    change_house_rules(wanted, changed=changed, reason=reason, by=request.actor, now=now)
    messages.success(request, gettext("Saved. What is booked was screened anew."))
    return None


def _form_page(request: ActorRequest, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, HouseRuleForm | PressureLimitsForm)
    return render(request, "desk/settings/rule_form.html", context, status=422 if form.errors else 200)


def _can_change(request: ActorRequest) -> bool:
    return request.actor.may(Permission.MANAGE_PRACTICE)
