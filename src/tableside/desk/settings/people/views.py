"""Invite people, change what therapists show, end somebody's access."""

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
from tableside.desk.settings.ahead import ahead_of
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.people.forms import InvitationForm, TherapistForm
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.accounts.queries import have_second_factor
from tableside.records.practice.access import membership_to_manage, therapist_to_manage
from tableside.records.practice.models import Membership, Therapist
from tableside.records.practice.people_actions import change_therapist, end_membership
from tableside.records.practice.queries import memberships, therapists_who_left
from tableside.records.scheduling.queries import coming_of
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.invite import invite, invite_again
from tableside.workflows.practice.no_longer_fit import misfits_of


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def people(request: ActorRequest) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def invitation(request: ActorRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite(form.invitation(), by=request.actor, now=timezone.now())
            messages.success(
                request, gettext("The invitation is on its way to %(mail)s.") % {"mail": invited.user.email}
            )
            return redirect("desk:settings-people")
        except Refusal as refusal:
            form.add_error("email", refusal.detail)
    return render(request, "desk/settings/invitation.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def again(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    membership = membership_to_manage(request.actor, membership_id)
    try:
        invite_again(membership, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    messages.success(request, gettext("A new invitation is on its way to %(mail)s.") % {"mail": membership.user.email})
    return redirect("desk:settings-people")


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def end(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    membership = membership_to_manage(request.actor, membership_id)
    if request.method != "POST":
        context = {"membership": membership, "coming": coming_of_member(membership, now=timezone.now())}
        return render(request, "desk/settings/end.html", context)
    try:
        end_membership(membership, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    messages.success(request, gettext("%(name)s has no access any more.") % {"name": membership.user.name})
    return redirect("desk:settings-people")


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def therapist(request: ActorRequest, therapist_id: UUID) -> HttpResponse:
    therapist = therapist_to_manage(request.actor, therapist_id)
    form = TherapistForm(request.POST or None, therapist=therapist)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()

        def change() -> None:
            fresh = therapist_to_manage(request.actor, therapist_id)
            change_therapist(fresh, form.profile(), by=request.actor, now=now)

        outside = () if is_agreed(request) else misfits_of(change, now=now)
        if outside:
            return ask_first(request, outside, heading=str(form.initial["name"]), back="desk:settings-people")
        with undoable(request, "therapist", therapist_id):
            change()
        messages.success(request, gettext("Saved."))
        return redirect("desk:settings-people")
    context = {"form": form, "therapist": therapist, "ahead": ahead_of("therapist", therapist_id)}
    return render(request, "desk/settings/therapist.html", context, status=422 if form.is_bound else 200)


def therapist_of(membership: Membership) -> Therapist | None:
    return getattr(membership, "therapist", None)


def coming_of_member(membership: Membership, *, now: datetime) -> int:
    """How many appointments are still booked with whoever leaves."""
    therapist = therapist_of(membership)
    return coming_of([therapist.id], now=now).count() if therapist else 0


def _page(request: ActorRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    members = list(memberships())
    with_second_factor = have_second_factor(membership.user_id for membership in members)
    rows = [
        {
            "membership": membership,
            "therapist": therapist_of(membership),
            "is_own": membership.user_id == request.actor.user_id,
            "has_second_factor": membership.user_id in with_second_factor,
            "has_joined": membership.user.has_usable_password(),
        }
        for membership in members
    ]
    undo = undo_on(request, "settings-people")
    context = {"rows": rows, "left": therapists_who_left(), "refusal": refusal, "undo": undo}
    return render(request, "desk/settings/people.html", context, status=422 if refusal else 200)
