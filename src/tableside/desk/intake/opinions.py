"""The page on which one therapist asks, and another answers, whether a client may be treated all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tableside.core.decision import Refusal, Refused
from tableside.core.permissions.permission import Permission
from tableside.core.screening.result import Finding, Outcome
from tableside.core.screening.second_opinion import Change, findings_against, may_answer
from tableside.desk.intake.pages import limits_in_words
from tableside.records.clients.access import NotFound
from tableside.records.intake.access import intake_to_read, opinions_to_read
from tableside.records.intake.models import SecondOpinion
from tableside.records.scheduling.access import appointment_to_see
from tableside.records.scheduling.models import Appointment
from tableside.ui.guards import needs
from tableside.ui.parts import Fact
from tableside.ui.requests import ActorRequest
from tableside.workflows.clearance.second_opinion import (
    MOST_CHARACTERS,
    answer_second_person,
    ask_second_person,
    may_ask,
    standing_of,
)

_Status = SecondOpinion.Status


@dataclass(frozen=True)
class OpinionPage:
    """``newest`` is what was asked last; ``ended`` says why it no longer counts. ``against`` are the findings that say
    not to treat, ``beside`` all others, whose ``limits`` hold whatever is agreed."""

    appointment: Appointment
    outcome: Outcome | None
    against: tuple[Finding, ...]
    beside: tuple[Finding, ...]
    limits: tuple[Fact, ...]
    newest: SecondOpinion | None
    earlier: tuple[SecondOpinion, ...]
    ended: str
    can_ask: bool
    why_not: str
    can_answer: bool
    most_characters: int = MOST_CHARACTERS

    @classmethod
    def of(cls, request: ActorRequest, appointment: Appointment, *, now: datetime) -> Self:
        intake_to_read(request.actor, appointment.client_id, now=now)  # the findings are read from its answers
        asked = opinions_to_read(request.actor, appointment, now=now)
        standing, newest = standing_of(appointment), asked[0] if asked else None
        screened = standing.screened if standing else None
        change = standing.change_since(newest) if standing and newest else None
        ended = _CHANGED[change]() if change else ""
        is_new = newest is None or bool(ended)
        asking = may_ask(appointment, standing, by=request.actor)
        against = findings_against(screened) if screened else ()
        return cls(
            appointment=appointment,
            outcome=screened.outcome if screened else None,
            against=against,
            beside=tuple(one for one in screened.findings if one not in against) if screened else (),
            limits=limits_in_words(screened.limits) if screened else (),
            newest=newest,
            earlier=tuple(asked[1:]),
            ended=ended,
            can_ask=is_new and bool(asking),
            why_not=asking.detail if is_new and isinstance(asking, Refused) else "",
            can_answer=newest is not None and not ended and _may_answer(newest, request),
        )

    @property
    def waits_for_another(self) -> bool:
        return self.newest is not None and not self.ended and self.newest.status == _Status.ASKED

    @property
    def holds(self) -> bool:
        return self.newest is not None and not self.ended and self.newest.status == _Status.AGREED


_CHANGED = {
    Change.ANSWERS: lambda: gettext("There are newer answers since this was asked."),
    Change.FINDINGS: lambda: gettext("The findings or the rules are others since this was asked."),
    Change.DAY: lambda: gettext("The appointment has moved to another day since this was asked."),
    Change.TREATMENT: lambda: gettext("The treatment or the therapist is another since this was asked."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.READ_HEALTH)
def opinion(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """The POST asks."""
    appointment = appointment_to_see(request.actor, appointment_id)
    if request.method != "POST":
        return _page(request, appointment)
    try:
        ask_second_person(appointment, request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    messages.success(request, gettext("Asked. It stands in the intake queue until somebody else has answered."))
    return redirect("desk:second-opinion", appointment_id=appointment.id)


@require_POST
@needs(Permission.WRITE_NOTES)
def answer(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    now = timezone.now()
    appointment = appointment_to_see(request.actor, appointment_id)
    asked = next(iter(opinions_to_read(request.actor, appointment, now=now)), None)
    if asked is None:
        raise NotFound
    words, agrees = request.POST.get("words", ""), request.POST.get("answer") == "agree"
    try:
        answer_second_person(asked, appointment, agrees=agrees, words=words, by=request.actor, now=now)
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    said = gettext("Agreed, for this appointment only.") if agrees else gettext("Declined. It stays as it was.")
    messages.success(request, said)
    return redirect("desk:second-opinion", appointment_id=appointment.id)


def _may_answer(asked: SecondOpinion, request: ActorRequest) -> bool:
    treats = request.actor.may(Permission.WRITE_NOTES)
    is_another = may_answer(asked_by=asked.asked_by_id, by=request.actor.user_id, treats=treats)
    return asked.status == _Status.ASKED and bool(is_another)


def _page(request: ActorRequest, appointment: Appointment, *, refusal: Refusal | None = None) -> HttpResponse:
    page = OpinionPage.of(request, appointment, now=timezone.now())
    given = {"reason": request.POST.get("reason", ""), "words": request.POST.get("words", "")}
    context = {"page": page, "refusal": refusal, "given": given}
    return render(request, "desk/intake/second_opinion.html", context, status=422 if refusal else 200)
