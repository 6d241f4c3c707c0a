"""Change who the practice is and what holds for bookings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.permissions.permission import Permission
from tableside.desk.settings.ahead import ahead_of
from tableside.desk.settings.practice.forms import DetailsForm, InitialsForm, PoliciesForm
from tableside.desk.settings.undo import undoable
from tableside.knowledge.load_consent import load_consent
from tableside.records.practice.actions import change_policies, change_practice, choose_initialled_clauses
from tableside.records.practice.policy_queries import promised_policy
from tableside.records.practice.queries import current_practice
from tableside.ui.guards import needs
from tableside.ui.parts import Fact
from tableside.ui.policy_words import policy_words
from tableside.ui.requests import ActorRequest
from tableside.workflows.intake.sign_consent import clauses_to_initial


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def details(request: ActorRequest) -> HttpResponse:
    practice = current_practice()
    form = DetailsForm(
        request.POST or None, initial={name: getattr(practice, name) for name in DetailsForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        with undoable(request, "practice"):
            change_practice(form.details(), by=request.actor, now=timezone.now())
        messages.success(request, gettext("Saved."))
        return redirect("desk:settings")
    fixed = (Fact(gettext("Time zone"), practice.time_zone), Fact(gettext("Currency"), practice.currency))
    context = {"form": form, "fixed": fixed}
    return render(request, "desk/settings/practice.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def policies(request: ActorRequest) -> HttpResponse:
    practice = current_practice()
    form = PoliciesForm(request.POST or None, practice=practice)
    is_only_asked = "words" in request.POST
    given = form.policies() if form.is_bound and form.is_valid() else None
    if given is not None and not is_only_asked:
        with undoable(request, "policies"):
            changed = change_policies(given, by=request.actor, now=timezone.now())
        words = gettext("Saved. Version %(number)s of the policies holds for new bookings.")
        messages.success(request, words % {"number": changed.policy_version})
        return redirect("desk:settings")
    sentences = policy_words(promised_policy(given or practice), currency=practice.currency)
    context = {"form": form, "version": practice.policy_version, "sentences": sentences, "is_typed": given is not None}
    context["ahead"] = ahead_of("policies")
    return render(request, "desk/settings/policies.html", context, status=422 if form.is_bound and not given else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def initials(request: ActorRequest) -> HttpResponse:
    """Beside which clauses of the consent clients write their initials."""
    consent = load_consent()
    form = InitialsForm(
        request.POST if request.method == "POST" else None, consent=consent, chosen=clauses_to_initial(consent)
    )
    if request.method == "POST" and form.is_valid():
        with undoable(request, "initials"):
            choose_initialled_clauses(form.cleaned_data["clauses"], by=request.actor, now=timezone.now())
        messages.success(request, gettext("Saved. It holds for whoever signs from now on."))
        return redirect("desk:settings")
    context = {"form": form, "consent": consent}
    return render(request, "desk/settings/consent.html", context, status=422 if form.is_bound else 200)
