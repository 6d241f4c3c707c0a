"""See, move or cancel one appointment by link, and undo that. Opening the link changes nothing; only a POST does."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.portal.appointment.page import Opened, move_choice
from tableside.portal.booking.forms import chosen_from
from tableside.records.practice.queries import current_practice
from tableside.ui import moments
from tableside.ui.form_key import new_key, sent_key
from tableside.ui.guards import public
from tableside.workflows.calendars.calendar_entry import calendar_entry
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change

_BY_LINK = "the link in the mail is the key; it is checked here"


@require_safe
@public(_BY_LINK)
@never_cache
def show(request: HttpRequest, token: str) -> HttpResponse:
    opened = Opened.by(request, token, now=timezone.now())
    return render(request, "portal/appointment/show.html", {"opened": opened})


@require_safe
@public(_BY_LINK)
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    opened = Opened.by(request, token, now=timezone.now())
    text = calendar_entry([opened.appointment], practice=opened.practice, now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
@public(_BY_LINK)
@never_cache
def as_before(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    opened = Opened.by(request, token, now=now)
    try:
        undo_change(opened.appointment, by=opened.actor, now=now)
    except Refusal as refusal:
        context = {"opened": Opened.by(request, token, now=now), "refusal": refusal.detail}
        return render(request, "portal/appointment/show.html", context, status=422)
    messages.success(request, gettext("Undone. Your appointment is as it was before."))
    return redirect("portal:appointment", token=token)


@require_http_methods(["GET", "POST"])
@public(_BY_LINK)
@never_cache
def move(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    opened = Opened.by(request, token, now=now)
    refusal = opened.move_refusal
    start = chosen_from(request.POST).get("start")
    if request.method == "POST" and start is not None:
        try:
            reschedule(
                opened.appointment,
                starts_at=start,
                therapist_id=opened.therapist_id,
                by=opened.actor,
                now=now,
                key=sent_key(request),
            )
            delay = moments.minutes(current_practice().undo_minutes)
            messages.success(request, gettext("Moved. A new confirmation follows in %(delay)s.") % {"delay": delay})
            return redirect("portal:appointment", token=token)
        except Refusal as reason:
            refusal = reason.detail
    context = {"opened": opened, "page": move_choice(opened, request, now=now), "refusal": refusal, "key": new_key()}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/appointment/move.html", context, status=status)


@require_http_methods(["GET", "POST"])
@public(_BY_LINK)
@never_cache
def cancellation(request: HttpRequest, token: str) -> HttpResponse:
    opened = Opened.by(request, token, now=timezone.now())
    refusal = opened.cancel_refusal
    if request.method == "POST":
        try:
            shown, key = request.POST.get("shown", ""), sent_key(request)
            both = request.POST.get("which") == "both"
            cancel(opened.appointment, shown=shown, for_both=both, by=opened.actor, now=timezone.now(), key=key)
            messages.success(request, gettext("Cancelled. You can book another time whenever you like."))
            return redirect("portal:appointment", token=token)
        except Refusal as reason:
            opened, refusal = Opened.by(request, token, now=timezone.now()), reason.detail
    context = {"opened": opened, "refusal": refusal, "key": new_key()}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/appointment/cancellation.html", context, status=status)
