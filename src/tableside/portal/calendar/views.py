"""Make the address of one's calendar, see it once, end it; and what calendar programs read there."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.permissions.permission import Permission
from tableside.portal.links import turned_away
from tableside.records.calendars.access import own_feed
from tableside.records.calendars.actions import make_feed, revoke_feed
from tableside.records.calendars.queries import feed_of_token
from tableside.records.practice.queries import current_practice, facts_of
from tableside.ui.calendar_choice import CalendarChoiceForm
from tableside.ui.guards import needs, public
from tableside.ui.requests import ActorRequest
from tableside.workflows.calendars.calendar_feed import calendar_of


@require_safe
@public("the address is the key; it is checked here")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Calendar programs ask every few minutes: as long as nothing has changed, they get no body."""
    found = feed_of_token(token)
    if found is None:
        raise turned_away(request)
    body = calendar_of(found, practice=facts_of(current_practice()), now=timezone.now())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_OWN_CARE)
def own_calendar(request: ActorRequest) -> HttpResponse:
    known = own_feed(request.actor)
    form = CalendarChoiceForm(
        request.POST or None, initials=_("The initials of your therapist"), initial={"shows": "busy"}
    )
    context: dict[str, object] = {"form": form, "known": known}
    if request.method == "POST" and form.is_valid():
        token = make_feed(shows=form.cleaned_data["shows"], by=request.actor, now=timezone.now())
        context["address"] = request.build_absolute_uri(reverse("portal:calendar-feed", args=[token]))
        return render(request, "portal/calendar/own.html", context)
    return render(request, "portal/calendar/own.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.READ_OWN_CARE)
def end(request: ActorRequest) -> HttpResponse:
    revoke_feed(by=request.actor, now=timezone.now())
    messages.success(request, gettext("Ended. The address opens nothing any more."))
    return redirect("portal:own-calendar")
