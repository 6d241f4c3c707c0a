"""The four steps of booking."""

from __future__ import annotations

import math
import secrets
from datetime import datetime, timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.practice import PracticeFacts
from tableside.portal.booking.holding import forget_hold, held_until, holder_of, remember_hold, token_of
from tableside.portal.booking.limits import count, full_until, may_hold
from tableside.portal.booking.steps import (
    Choices,
    details_page,
    service_cards,
    steps_before,
    therapist_cards,
)
from tableside.portal.booking.time_page import TimePage
from tableside.ui import moments
from tableside.ui.form_key import sent_key
from tableside.ui.guards import public
from tableside.workflows.booking.book import Booked, book
from tableside.workflows.times.hold_time import hold_time, holder, let_go

_ANYONE = "anyone may book, as a guest or signed in"


@require_safe
@public(_ANYONE)
def choose_service(request: HttpRequest) -> HttpResponse:
    context = {"cards": service_cards(Choices.of(request)), "steps": steps_before(0)}
    return render(request, "portal/booking/service.html", context)


@require_safe
@public(_ANYONE)
def choose_therapist(request: HttpRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.length is None:
        return redirect("portal:book")
    if choices.length.service.therapists_needed > 1:
        return HttpResponseRedirect(choices.address("book-time"))
    cards = therapist_cards(choices, now=timezone.now())
    anyone_url = choices.address("book-time", therapist=None)
    context = {"cards": cards, "choices": choices, "steps": steps_before(1, choices), "anyone_url": anyone_url}
    return render(request, "portal/booking/therapist.html", context)


@require_safe
@public(_ANYONE)
def choose_time(request: HttpRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.length is None:
        return redirect("portal:book")
    page = TimePage.of(choices, request.GET, now=timezone.now())
    one = choices.therapist.id if choices.therapist else None  # who waits names one therapist or none
    waitlist_url = choices.address("waitlist-join", therapist=one, add_on=None, on=None, start=None)
    context = {"page": page, "choices": choices, "steps": steps_before(2, choices), "waitlist_url": waitlist_url}
    return render(request, "portal/booking/time.html", context)


@require_http_methods(["GET", "POST"])
@public(_ANYONE)
def give_details(request: HttpRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.length is None or choices.start is None:
        return HttpResponseRedirect(choices.address("book-time") if choices.length else reverse("portal:book"))
    form = choices.form(request.POST if request.method == "POST" else None)
    key, refusal, held_by = sent_key(request), None, holder_of(request)
    if request.method == "POST" and form.is_valid() and choices.refusal is None:
        wanted, now = choices.request(form.cleaned_data, key=key), timezone.now()
        if free_at := full_until(request, wanted):
            return _too_often(request, choices, free_at, now=now, form=form, key=key)
        try:
            booked = book(wanted, by=choices.by, now=now, held_by=held_by, length=choices.length)
            count(request, wanted, now=now)
            messages.success(request, _said(booked, choices.practice))
            return forget_hold(redirect("portal:appointment", token=booked.token))
        except Refusal as reason:
            refusal = reason
    until = held_until(request, choices, now=timezone.now())
    context = details_page(choices, refusal, held_until=until) | {"form": form, "key": key}
    return render(request, "portal/booking/details.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@public(_ANYONE)
def hold(request: HttpRequest) -> HttpResponse:
    """Keep the chosen time while the details are filled in; without it, the booking goes on all the same."""
    choices = Choices.of(request, sent=request.POST)
    if choices.length is None or choices.start is None:
        return HttpResponseRedirect(choices.address("book-time") if choices.length else reverse("portal:book"))
    token, now = token_of(request) or secrets.token_urlsafe(32), timezone.now()
    answer = HttpResponseRedirect(choices.address("book-details"))
    if not may_hold(request, token, now=now):
        return answer
    try:
        if choices.refusal:
            raise choices.refusal
        hold_time(choices.search(), starts_at=choices.start, held_by=holder(token), now=now)
    except Refusal as refusal:
        around = details_page(choices, refusal, held_until=None)
        context = around | {"form": choices.form(None), "key": sent_key(request)}
        return render(request, "portal/booking/details.html", context, status=422)
    return remember_hold(answer, token, lasts=timedelta(minutes=choices.length.service.practice.hold_minutes))


@require_POST
@public(_ANYONE)
def release(request: HttpRequest) -> HttpResponse:
    """The page was left: what it held is free again. Sent by the browser on its way out, so nobody reads the answer."""
    let_go(holder_of(request))
    return HttpResponse(status=204)


def _said(booked: Booked, practice: PracticeFacts) -> str:
    if booked.is_request:
        return gettext("Your request has come in, and the time is kept for you. We write to you once it is answered.")
    delay = moments.minutes(practice.undo_minutes)
    return gettext("Booked. The confirmation follows by mail in %(delay)s.") % {"delay": delay}


def _too_often(
    request: HttpRequest, choices: Choices, free_at: datetime, *, now: datetime, form: Form, key: str
) -> HttpResponse:
    """The same page with all that was typed, so that it can be sent again later."""
    words = gettext(
        "Too many bookings in a short time, so this one was not made. What you typed is still here: send it again at "
        "%(time)s, or ask the practice to book for you: %(practice)s"
    )
    practice = choices.practice
    contact = ", ".join(filter(None, [practice.phone, practice.email]))
    why = Refusal("too_often", words % {"time": moments.clock(free_at, practice.zone), "practice": contact})
    context = details_page(choices, why, held_until=None) | {"form": form, "key": key}
    response = render(request, "portal/booking/details.html", context, status=429)
    response["Retry-After"] = str(max(1, math.ceil((free_at - now).total_seconds())))
    return response
