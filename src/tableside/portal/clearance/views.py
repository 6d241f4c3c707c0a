"""A healthcare provider answers one question. Opening the link changes nothing; the POST spends it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.portal.clearance.forms import ReplyForm
from tableside.portal.links import turned_away
from tableside.records.clients.models import Link
from tableside.records.clients.queries import link_of_token, spent_link_of_token
from tableside.records.intake.access import clearance_of_link
from tableside.ui.guards import public
from tableside.ui.requests import PublicRequest
from tableside.workflows.clearance.ask_provider import take_reply
from tableside.workflows.clearance.clearance_question import ClearanceQuestion


@require_http_methods(["GET", "HEAD", "POST"])
@public("the link in the practice's letter is the key; it is checked here")
@never_cache
def clearance(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = link_of_token(token, purpose=Link.Purpose.CLEARANCE, now=now)
    if link is None and spent_link_of_token(token, purpose=Link.Purpose.CLEARANCE, now=now):
        return _answered(request)
    if link is None:
        raise turned_away(request)
    asked = ClearanceQuestion.of(clearance_of_link(link, now=now))
    if not asked.is_needed:
        return render(request, "portal/clearance/no_longer.html")
    form = ReplyForm(request.POST or None, longest_days=asked.longest_days, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            take_reply(asked.clearance, form.reply(), longest_days=asked.longest_days, through=link, now=now)
            return redirect("portal:clearance", token=token)
        except Refusal as refusal:
            if refusal.code in _ANSWERED:  # somebody else was quicker by a moment
                return _answered(request)
            form.add_error("expires_on" if refusal.code in _ABOUT_ITS_END else None, refusal.detail)
    context = {"asked": asked, "form": form}
    return render(request, "portal/clearance/question.html", context, status=422 if request.method == "POST" else 200)


def _answered(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/clearance/answered.html", {"practice": cast(PublicRequest, request).practice})


_ANSWERED = frozenset({"link_spent", "clearance_answered"})
_ABOUT_ITS_END = frozenset({"no_end", "ends_before_it_begins", "holds_too_long"})
