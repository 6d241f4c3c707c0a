"""A guest keeps their bookings in an account. Opening the link changes nothing; the POST spends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.portal.claim.forms import PasswordForm
from tableside.portal.claim.page import Claim, Way
from tableside.ui.guards import public
from tableside.ui.sign_in import sign_in
from tableside.workflows.clients.claim import claim_for, claim_with_password


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@public("the link in the mail is the key; it is checked here")
@never_cache
def claim(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    found = Claim.by(request, token, now=now)
    form = PasswordForm(request.POST or None, client=found.client)
    refusal = None
    try:
        if request.method == "POST" and found.way is Way.LINK and found.user is not None:
            claim_for(found.link, user=found.user, now=now)
            messages.success(request, gettext("Your appointments are now in your account."))
            return redirect("portal:home")
        if request.method == "POST" and found.way is Way.SET_PASSWORD and form.is_valid():
            user = claim_with_password(found.link, password=form.cleaned_data["password"], now=now)
            return sign_in(request, user, then=reverse("portal:home"))
    except Refusal as reason:
        refusal = reason
    context = {"claim": found, "form": form, "refusal": refusal}
    return render(request, "portal/claim/claim.html", context, status=422 if request.method == "POST" else 200)
