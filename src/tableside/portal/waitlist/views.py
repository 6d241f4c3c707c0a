"""Join the waitlist, change or leave it, and answer when a time opens. Opening a link changes nothing; a POST does."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.portal.booking.limits import Sent, count, full_until
from tableside.portal.booking.steps import Choices
from tableside.portal.waitlist.page import EntryPage, OfferPage, WhoForm, person_of
from tableside.records.clients.access import guest
from tableside.records.scheduling.access import waitlist_entry_to_manage
from tableside.records.scheduling.waitlist_queries import windows_of
from tableside.ui.form_key import sent_key
from tableside.ui.guards import needs, public
from tableside.ui.requests import ActorRequest
from tableside.ui.windows import WindowForms
from tableside.workflows.waitlist.answer_offer import accept, decline
from tableside.workflows.waitlist.join_waitlist import Wanted, change, join, leave, link_to_entry

_BY_LINK = "the link in the mail is the key; it is checked here"


@require_http_methods(["GET", "POST"])
@public("anyone may wait for a time, as a guest or signed in")
def join_list(request: HttpRequest) -> HttpResponse:
    choices = Choices.of(request).without_add_ons()
    if choices.length is None:
        return redirect("portal:book")
    posted, refusal = request.POST if request.method == "POST" else None, None
    who, rows = (None if choices.is_known else WhoForm(posted)), WindowForms(posted)
    key = sent_key(request)
    if posted is not None and all([rows.is_valid(), who is None or who.is_valid()]):
        person, now = person_of(choices, who), timezone.now()
        sent = Sent((person,), key=key)
        try:
            if full_until(request, sent):
                raise Refusal("too_often", gettext("Too many requests in a short time. Please try again in an hour."))
            join(person, Wanted(choices.search(), rows.windows()), by=choices.by, now=now)
            count(request, sent, now=now)
            messages.success(request, gettext("You are on the waitlist. A mail says how to change or leave it."))
            return redirect("portal:home" if choices.is_known else "portal:book")
        except Refusal as reason:
            refusal = reason
    context = {
        "choices": choices,
        "who": who,
        "rows": rows,
        "key": key,
        "refusal": refusal,
        "alternatives": choices.alternatives(refusal),
        "back": choices.address("book-time", start=None),
    }
    return render(request, "portal/waitlist/join.html", context, status=422 if posted is not None else 200)


@require_http_methods(["GET", "POST"])
@public(_BY_LINK)
@never_cache
def entry(request: HttpRequest, token: str) -> HttpResponse:
    page, refusal = EntryPage.of(request, token, now=timezone.now()), None
    posted = request.POST if request.method == "POST" else None
    rows = WindowForms(posted, known=windows_of(page.entry))
    if posted is not None and rows.is_valid():
        try:
            change(page.entry, rows.windows(), by=guest(page.entry.client), now=timezone.now())
            messages.success(request, gettext("Saved. Your place in the line stays."))
            return redirect("portal:waitlist", token=token)
        except Refusal as reason:
            refusal = reason
    context = {"page": page, "rows": rows, "refusal": refusal}
    return render(request, "portal/waitlist/entry.html", context, status=422 if posted is not None else 200)


@require_POST
@public(_BY_LINK)
@never_cache
def leave_list(request: HttpRequest, token: str) -> HttpResponse:
    page = EntryPage.of(request, token, now=timezone.now())
    try:
        leave(page.entry, by=guest(page.entry.client), now=timezone.now())
    except Refusal as refusal:
        context = {"page": page, "rows": WindowForms(known=windows_of(page.entry)), "refusal": refusal}
        return render(request, "portal/waitlist/entry.html", context, status=422)
    messages.success(request, gettext("You have left the waitlist."))
    return redirect("portal:waitlist", token=token)


@require_http_methods(["GET", "POST"])
@public(_BY_LINK)
@never_cache
def offer(request: HttpRequest, token: str) -> HttpResponse:
    page, refusal = OfferPage.of(request, token, now=timezone.now()), None
    if request.method == "POST":
        client = page.offer.entry.client
        try:
            released = page.chosen(request.POST.get("release", ""))
            booked = accept(page.offer, release=released, by=guest(client), now=timezone.now())
            messages.success(request, gettext("Booked. The confirmation follows by mail in a few minutes."))
            return redirect("portal:appointment", token=booked.token)
        except Refusal as reason:
            refusal = reason
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/waitlist/offer.html", {"page": page, "refusal": refusal}, status=status)


@require_POST
@public(_BY_LINK)
@never_cache
def let_pass(request: HttpRequest, token: str) -> HttpResponse:
    page = OfferPage.of(request, token, now=timezone.now())
    try:
        decline(page.offer, by=guest(page.offer.entry.client), now=timezone.now())
    except Refusal as refusal:
        return render(request, "portal/waitlist/offer.html", {"page": page, "refusal": refusal}, status=422)
    messages.success(request, gettext("Thank you for telling us. You are still on the waitlist."))
    return redirect("portal:offer", token=token)


@require_POST
@needs(Permission.BOOK_OWN)
def open_own(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Open one's own place on the list the way its link does."""
    mine = waitlist_entry_to_manage(request.actor, entry_id)
    return redirect("portal:waitlist", token=link_to_entry(mine, now=timezone.now()))
