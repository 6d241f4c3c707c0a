"""Book for a client who calls or stands at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.forms import read_tells
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.desk.appointment.page import told_words
from tableside.desk.booking.forms import chosen_from
from tableside.desk.booking.page import WhenPage, WhoPage, as_last_time, search_of, service_cards
from tableside.desk.booking.steps import Choices, People
from tableside.records.clients.models import Client
from tableside.records.scheduling.access import appointment_to_manage
from tableside.ui.form_key import sent_key
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.booking.book import book
from tableside.workflows.booking.set_aside import warnings_at


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def book_for_client(request: ActorRequest) -> HttpResponse:
    choices = Choices.of(request)
    if choices.step != "confirm":
        return _choose(request, choices)
    people = People.of(choices, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not people.are_valid() or choices.refusal:
        return _confirm(request, choices, people, refusal=choices.refusal)
    try:
        tells = read_tells(request)
        asked = people.request(choices, key=sent_key(request), insists=read_insistence(request), tells=tells)
        booked = book(asked, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _confirm(request, choices, people, refusal=refusal)
    words = gettext("Booked. The reference is %(reference)s.") % {"reference": booked.reference}
    told = told_words(appointment_to_manage(request.actor, booked.appointment_ids[0]), tells=tells)
    messages.success(request, f"{words} {told}")
    return redirect("desk:appointment", appointment_id=booked.appointment_ids[0])


def _choose(request: ActorRequest, choices: Choices) -> HttpResponse:
    """The page of the step that is still missing. What was posted too early is not booked."""
    context: dict[str, object] = {"choices": choices}
    if choices.step in ("who", "partner"):
        name = "client" if choices.step == "who" else "partner"
        context |= {"page": WhoPage.of(choices, request, name=name)}
    elif choices.step == "what":
        context |= {"hidden": choices.hidden(with_start=True, with_service=False)}
        context |= {"cards": service_cards(choices, asked=chosen_from(request.GET))}
        context |= {"again": as_last_time(choices)}
    else:
        context |= {"page": WhenPage.of(choices, now=timezone.now())}
    template = {"who": "who", "partner": "who", "what": "what", "when": "when"}[choices.step]
    return render(request, f"desk/booking/{template}.html", context, status=422 if request.method == "POST" else 200)


def _foreseen(choices: Choices) -> Insist | None:
    """What stands against the time, before the button is pressed."""
    assert choices.start is not None
    comers = [who.id if isinstance(who, Client) else None for who in choices.comers]
    return Insist.foreseen(
        warnings_at(search_of(choices), choices.start, by=choices.by, now=timezone.now(), comers=comers)
    )


def _confirm(
    request: ActorRequest, choices: Choices, people: People, *, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "choices": choices,
        "people": people,
        "summary": choices.summary(),
        "key": sent_key(request),
        "refusal": refusal,
        "insist": Insist.of(refusal, request) if request.method == "POST" else _foreseen(choices),
        "alternatives": choices.alternatives(refusal),
        "fits": choices.first_that_fits(refusal),
    }
    return render(request, "desk/booking/confirm.html", context, status=422 if request.method == "POST" else 200)
