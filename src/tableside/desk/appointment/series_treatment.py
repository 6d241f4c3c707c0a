"""Another length, treatment or therapist for dates of a series: see what each would be, then change those chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.forms import read_tells
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.desk.appointment.series import in_a_series, read_keys
from tableside.records.practice.queries import bookable_therapists, offered_services
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.form_key import sent_key
from tableside.ui.forms import YesNo, offer
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.series.change_series import Which
from tableside.workflows.series.change_series_treatment import (
    TreatmentEffect,
    Wanted,
    change_treatments,
    effects_of_treatment,
)
from tableside.workflows.times.choose_length import agreed_add_ons, minutes_alone


class SeriesTreatmentForm(forms.Form):
    """Which dates, and what they become; each keeps its start."""

    which = forms.ChoiceField(
        label=_("Which dates"),
        choices=[
            (Which.THIS, _("This one")),
            (Which.LATER, _("This and the later ones")),
            (Which.ALL, _("All that are to come")),
        ],
        widget=YesNo,
    )
    treatment = forms.ChoiceField(label=_("Treatment and length"))
    therapist = forms.ChoiceField(label=_("With"), required=False)

    def __init__(self, appointment: Appointment, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "treatment", _treatments())
        able = [(str(one.id), one.name) for one in bookable_therapists()]
        offer(self, "therapist", [("", _("The same as now")), *able])

    def wanted(self) -> Wanted:
        service, minutes = self.cleaned_data["treatment"].split(":")
        therapist = self.cleaned_data["therapist"]
        return Wanted(UUID(service), int(minutes), UUID(therapist) if therapist else None)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def change(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = in_a_series(request, appointment_id)
    asked = request.POST if request.method == "POST" else request.GET
    form = SeriesTreatmentForm(appointment, asked if "treatment" in asked else None, initial=_as_now(appointment))
    refusal = None
    if request.method == "POST":
        try:
            changed = _change(request, appointment, form)
            messages.success(request, gettext("Changed: %(count)s dates.") % {"count": len(changed)})
            return redirect("desk:appointment-series", appointment_id=appointment.id)
        except Refusal as reason:
            refusal = reason
    dates = _shown(request, appointment, form) if form.is_bound and form.is_valid() else None
    context = {
        "appointment": appointment,
        "form": form,
        "dates": dates,
        "changes": any(not effect.is_so_now for effect, *_ in dates or ()),
        "refusal": refusal,
        "insist": Insist.of(refusal, request),
        "key": sent_key(request),
    }
    return render(request, "desk/appointment/series_treatment.html", context, status=422 if refusal else 200)


def _change(request: ActorRequest, appointment: Appointment, form: SeriesTreatmentForm) -> list[Appointment]:
    chosen = read_keys(request.POST.getlist("date"))
    if not form.is_valid():
        raise Refusal("no_treatment", gettext("Choose a treatment from the list."))
    if not chosen:
        raise Refusal("no_dates", gettext("Choose at least one date to change."))
    return change_treatments(
        chosen,
        form.wanted(),
        of=appointment,
        insists=read_insistence(request),
        tells=read_tells(request),
        by=request.actor,
        now=timezone.now(),
        key=sent_key(request),
    )


def _shown(
    request: ActorRequest, appointment: Appointment, form: SeriesTreatmentForm
) -> list[tuple[TreatmentEffect, str, bool]]:
    """Each date with what it would be in words and whether it is ticked: those that fit, or those that were sent."""
    effects = effects_of_treatment(
        appointment, Which(form.cleaned_data["which"]), form.wanted(), by=request.actor, now=timezone.now()
    )
    sent = request.POST.getlist("date") if request.method == "POST" else None
    return [
        (one, _words(one), str(one.appointment.id) in sent if sent is not None else not one.reason) for one in effects
    ]


def _words(effect: TreatmentEffect) -> str:
    length = effect.length
    if length is None:
        return ""
    price = moments.price(length.price_minor, length.service.practice.currency)
    return f"{length.service.name}, {moments.minutes(length.minutes)}, {price}"


def _treatments() -> list[tuple[str, str]]:
    return [
        (f"{service.id}:{one.minutes}", f"{service.name}, {moments.minutes(one.minutes)}")
        for service in offered_services().filter(therapists_needed=1)
        for one in service.lengths.all()
    ]


def _as_now(appointment: Appointment) -> dict[str, str]:
    minutes = minutes_alone(appointment, agreed_add_ons(appointment))
    return {"which": Which.LATER, "treatment": f"{appointment.service_id}:{minutes}"}
