"""What is written down while the client lies on the massage table: scores, work, findings, pressure."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.session.answers import done, is_htmx, not_taken, shown_again
from tableside.desk.session.forms import FeedbackForm, ScoresForm
from tableside.desk.session.given import Given
from tableside.desk.session.opened import Opened
from tableside.desk.session.sections import work_form
from tableside.knowledge.load_body import load_body
from tableside.records.charting.access import session_to_write
from tableside.records.charting.actions import NewMark, add_feedback, remove_work, set_marks, withdraw_area
from tableside.records.charting.models import PressureFeedback
from tableside.records.outcomes.models import Measurement
from tableside.ui import words
from tableside.ui.body_chart import read_marks
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.session.record_score import record_scores
from tableside.workflows.session.record_work import add_work, repeat_last_work

_MOMENTS = {"before": Measurement.Moment.BEFORE, "after": Measurement.Moment.AFTER}


@require_POST
@needs(Permission.WRITE_NOTES)
def scores(request: ActorRequest, appointment_id: UUID, moment: str) -> HttpResponse:
    session = session_to_write(request.actor, appointment_id)
    if moment not in _MOMENTS:
        raise Http404
    form = ScoresForm(request.POST, moment=moment)
    if form.is_valid():
        try:
            record_scores(
                session.appointment, form.answers(), moment=_MOMENTS[moment], by=request.actor, now=timezone.now()
            )
            return done(request, appointment_id, moment)
        except Refusal as refusal:
            return not_taken(request, appointment_id, moment, Given(refusal=refusal, scores={moment: form}))
    return not_taken(request, appointment_id, moment, Given(scores={moment: form}))


@require_POST
@needs(Permission.WRITE_NOTES)
def limits(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """What can be chosen at the place that has been chosen, or when a limit is set aside. Writes nothing.

    Not a GET, because its address would name a place of somebody's body.
    """
    opened = Opened.to_write(request, appointment_id, now=timezone.now())
    form = work_form(opened, None, with_reason="override" in request.POST, initial=_chosen(request.POST))
    return shown_again(request, appointment_id, "work", Given(work=form))


def _chosen(sent: QueryDict) -> dict[str, object]:
    return {**sent.dict(), "strokes": sent.getlist("strokes")}


@require_POST
@needs(Permission.WRITE_NOTES)
def work(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    opened = Opened.to_write(request, appointment_id, now=timezone.now())
    form = work_form(opened, request.POST, with_reason="override" in request.POST)
    if form.is_valid():
        try:
            now = timezone.now()
            add_work(opened.begun, form.new_work(), said_yes=form.said_yes(), by=request.actor, now=now)
            return done(request, appointment_id, "work")
        except Refusal as refusal:
            return not_taken(request, appointment_id, "work", Given(refusal=refusal, work=form))
    return not_taken(request, appointment_id, "work", Given(work=form))


@require_POST
@needs(Permission.WRITE_NOTES)
def remove(request: ActorRequest, appointment_id: UUID, work_id: UUID) -> HttpResponse:
    session = session_to_write(request.actor, appointment_id)
    try:
        remove_work(session, work_id, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return not_taken(request, appointment_id, "work", Given(refusal=refusal))
    return done(request, appointment_id, "work")


@require_POST
@needs(Permission.WRITE_NOTES)
def withdraw(request: ActorRequest, appointment_id: UUID, agreed_area_id: UUID) -> HttpResponse:
    session = session_to_write(request.actor, appointment_id)
    try:
        withdraw_area(session, agreed_area_id, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return not_taken(request, appointment_id, "work", Given(refusal=refusal))
    return done(request, appointment_id, "work")


@require_POST
@needs(Permission.WRITE_NOTES)
def repeat(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session = session_to_write(request.actor, appointment_id)
    try:
        left_out = repeat_last_work(session, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return not_taken(request, appointment_id, "work", Given(refusal=refusal))
    if left_out and not is_htmx(request):
        messages.info(
            request, gettext("What today's findings rule out, or waits for the client's yes of today, was left out.")
        )
    return done(request, appointment_id, "work")


@require_POST
@needs(Permission.WRITE_NOTES)
def marks(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session, body = session_to_write(request.actor, appointment_id), load_body()
    labels = {place: body.label(place) for place in body.places}
    read = read_marks(request.POST, labels=labels, kinds=words.MARK_KINDS)
    if read.problems:
        return not_taken(request, appointment_id, "body", Given(marks=read.marks, marks_problems=read.problems))
    found = [NewMark(mark.place, mark.kind, mark.score, mark.note) for mark in read.marks]
    try:
        set_marks(session, found, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return not_taken(request, appointment_id, "body", Given(refusal=refusal, marks=read.marks))
    return done(request, appointment_id, "body")


@require_POST
@needs(Permission.WRITE_NOTES)
def feedback(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    session = session_to_write(request.actor, appointment_id)
    form = FeedbackForm(request.POST, body=load_body())
    if form.is_valid():
        data, said = form.cleaned_data, PressureFeedback.Said(form.cleaned_data["said"])
        try:
            add_feedback(
                session,
                said,
                discomfort=data["discomfort"],
                place=data["place"],
                by=request.actor,
                now=timezone.now(),
            )
            return done(request, appointment_id, "pressure")
        except Refusal as refusal:
            return not_taken(request, appointment_id, "pressure", Given(refusal=refusal, feedback=form))
    return not_taken(request, appointment_id, "pressure", Given(feedback=form))
