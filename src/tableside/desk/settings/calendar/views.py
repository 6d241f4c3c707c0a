"""Make the address under which a therapist's own calendar program reads their appointments, see it once, end it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.permissions.permission import Permission
from tableside.records.calendars.access import own_feed
from tableside.records.calendars.actions import make_feed, revoke_feed
from tableside.ui.calendar_choice import CalendarChoiceForm
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_SCHEDULE)
def own_calendar(request: ActorRequest) -> HttpResponse:
    known = own_feed(request.actor)
    form = CalendarChoiceForm(
        request.POST or None, initials=_("The initials of your clients"), initial={"shows": "busy"}
    )
    context: dict[str, object] = {"form": form, "known": known}
    if request.method == "POST" and form.is_valid():
        token = make_feed(shows=form.cleaned_data["shows"], by=request.actor, now=timezone.now())
        context["address"] = request.build_absolute_uri(reverse("portal:calendar-feed", args=[token]))
        return render(request, "desk/settings/calendar.html", context)
    return render(request, "desk/settings/calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.SEE_SCHEDULE)
def end(request: ActorRequest) -> HttpResponse:
    revoke_feed(by=request.actor, now=timezone.now())
    messages.success(request, gettext("Ended. The address opens nothing any more."))
    return redirect("desk:own-calendar")
