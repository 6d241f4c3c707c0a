"""See who waits and who was asked, offer a time by hand, put somebody on the list or take them off."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.core.timeline.window import read_instant
from tableside.desk.waitlist.page import EntryPage, WaitlistPage, WhatForm
from tableside.records.clients.access import client_to_see
from tableside.records.scheduling.access import waitlist_entry_to_manage
from tableside.records.scheduling.models import WaitlistEntry
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.ui.windows import WindowForms
from tableside.workflows.booking.book import Person
from tableside.workflows.times.find_times import Search
from tableside.workflows.waitlist.join_waitlist import Wanted, join, leave
from tableside.workflows.waitlist.offer_openings import offer_time


@require_safe
@needs(Permission.MANAGE_SCHEDULE)
def waitlist(request: ActorRequest) -> HttpResponse:
    return render(request, "desk/waitlist/list.html", {"page": WaitlistPage.of(request)})


@require_safe
@needs(Permission.MANAGE_SCHEDULE)
def entry(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    return _page(request, waitlist_entry_to_manage(request.actor, entry_id))


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def offer(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    waiting = waitlist_entry_to_manage(request.actor, entry_id)
    why = gettext("Chosen by %(name)s.") % {"name": request.actor.label}
    try:
        offer_time(waiting, _start(request), why=why[:200], by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, waiting, refusal=refusal)
    messages.success(request, gettext("Offered. The time is held for them meanwhile."))
    return redirect("desk:waitlist")


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def remove(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    waiting = waitlist_entry_to_manage(request.actor, entry_id)
    try:
        leave(waiting, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, waiting, refusal=refusal)
    messages.success(request, gettext("Taken off the waitlist."))
    return redirect("desk:waitlist")


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def add(request: ActorRequest, client_id: UUID) -> HttpResponse:
    client, refusal = client_to_see(request.actor, client_id), None
    posted = request.POST if request.method == "POST" else None
    what, rows = WhatForm(posted), WindowForms(posted)
    if posted is not None and all([what.is_valid(), rows.is_valid()]):
        length, person = what.length(), Person(client.name, client.email, client.phone, client_id=client.id)
        wanted = Wanted(Search(length.service, length.minutes, client_id=client.id), rows.windows())
        try:
            join(person, wanted, by=request.actor, now=timezone.now())
            messages.success(request, gettext("On the waitlist."))
            return redirect("desk:waitlist")
        except Refusal as reason:
            refusal = reason
    context = {"client": client, "what": what, "rows": rows, "refusal": refusal}
    return render(request, "desk/waitlist/add.html", context, status=422 if posted is not None else 200)


def _start(request: ActorRequest) -> datetime:
    start = read_instant(request.POST.get("start", ""))
    if start is None:
        raise Refusal("no_start", gettext("Please choose one of the times."))
    return start


def _page(request: ActorRequest, waiting: WaitlistEntry, *, refusal: Refusal | None = None) -> HttpResponse:
    context = {"page": EntryPage.of(waiting, now=timezone.now()), "refusal": refusal}
    return render(request, "desk/waitlist/entry.html", context, status=422 if refusal else 200)
