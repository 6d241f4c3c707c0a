"""Licences and trainings of a therapist: what clients can check, and what screening goes by."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.people.paper_forms import LicenceForm, TrainingForm, module_words
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.practice.access import licence_to_manage, therapist_to_manage, training_to_manage
from tableside.records.practice.models import Licence, Therapist, Training
from tableside.records.practice.people_actions import add_licence, add_training, remove_paper
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.no_longer_fit import misfits_of


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def papers(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    therapist = therapist_to_manage(request.actor, therapist_id)
    today = timezone.localdate()
    licences = [
        {"licence": licence, "has_run_out": licence.expires_on is not None and licence.expires_on < today}
        for licence in therapist.licences.order_by("title")
    ]
    trainings = [(training, module_words(training.module)) for training in therapist.trainings.order_by("module")]
    context = {"therapist": therapist, "licences": licences, "trainings": trainings}
    context["undo"] = undo_on(request, "settings-papers", therapist_id)
    return render(request, "desk/settings/papers.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def licence(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    therapist = therapist_to_manage(request.actor, therapist_id)
    form = LicenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.licence(checked_by=request.actor.label)
        with undoable(request, "papers", therapist_id):
            add_licence(therapist, new, by=request.actor, now=timezone.now())
        return _saved(request, therapist.id)
    return _form_page(request, form, therapist=therapist, heading=gettext("Add a licence"))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def training(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    therapist = therapist_to_manage(request.actor, therapist_id)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with undoable(request, "papers", therapist_id):
                add_training(therapist, form.training(), by=request.actor, now=timezone.now())
            return _saved(request, therapist.id)
        except Refusal as refusal:
            form.add_error("title", refusal.detail)
    return _form_page(request, form, therapist=therapist, heading=gettext("Add a training"))


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def remove_licence(request: ActorRequest, licence_id: UUID) -> HttpResponse:
    return _removed(request, partial(licence_to_manage, request.actor, licence_id))


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def remove_training(request: ActorRequest, training_id: UUID) -> HttpResponse:
    return _removed(request, partial(training_to_manage, request.actor, training_id))


def _saved(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect("desk:settings-papers", therapist_id=therapist_id)


def _removed(request: ActorRequest, find: Callable[[], Licence | Training]) -> HttpResponse:
    paper, now = find(), timezone.now()
    page = reverse("desk:settings-papers", args=[paper.therapist_id])

    def change() -> None:
        remove_paper(find(), by=request.actor, now=now)

    outside = () if is_agreed(request) else misfits_of(change, now=now)
    if outside:
        return ask_first(request, outside, heading=paper.title, back=page)
    with undoable(request, "papers", paper.therapist_id):
        change()
    messages.success(request, gettext("Removed."))
    return redirect(page)


def _form_page(request: ActorRequest, form: forms.Form, *, therapist: Therapist, heading: str) -> HttpResponse:
    context = {"form": form, "therapist": therapist, "heading": heading}
    return render(request, "desk/settings/paper_form.html", context, status=422 if form.is_bound else 200)
