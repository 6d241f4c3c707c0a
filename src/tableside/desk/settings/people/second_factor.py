"""The second factor of a colleague whose phone is lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.records.practice.access import membership_to_manage
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.ui.sign_in import way_to_prove_it_again
from tableside.workflows.practice.reset_second_factor import reset_second_factor


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def remove(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    membership = membership_to_manage(request.actor, membership_id)
    proof = way_to_prove_it_again(request, back=request.path)
    context = {"membership": membership, "proof": proof}
    if request.method != "POST":
        return render(request, "desk/settings/second_factor.html", context)
    if proof:
        return redirect(proof)
    try:
        reset_second_factor(membership, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return render(request, "desk/settings/second_factor.html", context | {"refusal": refusal}, status=422)
    messages.success(
        request, gettext("%(name)s sets up a new second factor at the next sign-in.") % {"name": membership.user.name}
    )
    return redirect("desk:settings-people")
