"""Add a service, change it, take it off and put it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.permissions.permission import Permission
from tableside.desk.settings.ahead import ahead_of, ahead_of_service
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.services.forms import ServiceForm
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.practice.access import service_to_manage
from tableside.records.practice.queries import all_services
from tableside.records.practice.service_actions import offer_service
from tableside.ui import moments
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.no_longer_fit import misfits_of
from tableside.workflows.practice.save_service import add_service_with_givers, change_service_with_givers


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def services(request: ActorRequest) -> HttpResponse:
    currency = request.practice.currency
    rows = [
        {
            "service": service,
            "lengths": [
                f"{moments.minutes(length.minutes)} {moments.price(length.price_minor, currency)}"
                for length in service.lengths.all()
            ],
            "add_ons": ", ".join(one.name for one in service.add_ons.all()),
            "givers": ", ".join(therapist.name for therapist in service.therapists.all()),
        }
        for service in all_services()
    ]
    return render(request, "desk/settings/services.html", {"rows": rows, "undo": undo_on(request, "settings-services")})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def add(request: ActorRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None, currency=request.practice.currency, service=None)
    if request.method == "POST" and form.is_valid():
        with undoable(request, "services"):
            add_service_with_givers(form.new_service(), form.chosen_givers(), by=request.actor, now=timezone.now())
        messages.success(request, gettext("Added."))
        return redirect("desk:settings-services")
    return render(request, "desk/settings/service.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def edit(request: ActorRequest, service_id: UUID) -> HttpResponse:
    service = service_to_manage(request.actor, service_id)
    form = ServiceForm(request.POST or None, currency=request.practice.currency, service=service)
    if request.method == "POST" and form.is_valid():
        new, givers = form.new_service(), form.chosen_givers()
        now = timezone.now()

        def change() -> None:
            fresh = service_to_manage(request.actor, service_id)
            change_service_with_givers(fresh, new, givers, by=request.actor, now=now)

        outside = () if is_agreed(request) else misfits_of(change, now=now)
        if outside:
            return ask_first(request, outside, heading=service.name, back="desk:settings-services")
        with undoable(request, "service", service_id):
            change()
        messages.success(request, gettext("Saved. What is booked keeps its length and price."))
        return redirect("desk:settings-services")
    context = {"form": form, "service": service, "ahead": ahead_of_service(service_id)}
    context["lengths"] = sorted(length.minutes for length in service.lengths.all())
    return render(request, "desk/settings/service.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def offering(request: ActorRequest, service_id: UUID) -> HttpResponse:
    service = service_to_manage(request.actor, service_id)
    is_offered = request.POST.get("offered") == "yes"
    with undoable(request, "offering", service_id):
        offer_service(service, is_offered=is_offered, by=request.actor, now=timezone.now())
    words = gettext("%(service)s can be booked again.") if is_offered else gettext("%(service)s is taken off.")
    messages.success(request, words % {"service": service.name})
    count = 0 if is_offered else ahead_of("service", service_id).count
    if count:
        words = ngettext(
            "%(count)s appointment ahead uses it and stays as booked.",
            "%(count)s appointments ahead use it and stay as booked.",
            count,
        )
        messages.warning(request, words % {"count": count})
    return redirect("desk:settings-services")
