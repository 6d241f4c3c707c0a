"""What one length of a service needs beside what the service needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tableside.core.permissions.permission import Permission
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.services.forms import training_choices
from tableside.desk.settings.undo import undoable
from tableside.records.practice.access import service_to_manage
from tableside.records.practice.length_actions import LengthNeeds, set_length_needs
from tableside.records.practice.length_queries import length_of
from tableside.records.practice.models import ServiceLength
from tableside.records.practice.queries import equipment_kinds
from tableside.ui import moments
from tableside.ui.forms import ChoiceCardsMany, offer
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.ui.table_features import FEATURES
from tableside.workflows.practice.no_longer_fit import misfits_of


class LengthForm(forms.Form):
    recovery_minutes = forms.IntegerField(
        label=_("Minutes kept free afterwards"), min_value=0, max_value=120, required=False
    )
    table_features = forms.MultipleChoiceField(
        label=_("Its massage table has to be, beside what the service asks for"),
        required=False,
        widget=ChoiceCardsMany,
        choices=list(FEATURES.items()),
    )
    equipment = forms.MultipleChoiceField(label=_("It needs as well"), required=False, widget=ChoiceCardsMany)
    training = forms.ChoiceField(label=_("Only who was also trained in"), required=False)

    def __init__(self, data: QueryDict | None, *, length: ServiceLength) -> None:
        known = LengthNeeds.of(length)
        initial: dict[str, Any] = {  # Any: values of several types
            "recovery_minutes": known.recovery_minutes,
            "table_features": list(known.table_features),
            "equipment": [str(kind) for kind in known.equipment],
            "training": known.training,
        }
        super().__init__(data, initial=initial)
        usual = gettext("Leave empty for as the service: %(minutes)s.")
        self.fields["recovery_minutes"].help_text = usual % {"minutes": length.service.recovery_minutes}
        offer(self, "training", training_choices(_("No other training")))
        kinds = [(str(kind.id), kind.name) for kind in equipment_kinds()]
        offer(self, "equipment", kinds)
        if not kinds:
            del self.fields["equipment"]

    def needs(self) -> LengthNeeds:
        given = self.cleaned_data
        return LengthNeeds(
            recovery_minutes=given["recovery_minutes"],
            table_features=tuple(given["table_features"]),
            equipment=tuple(map(UUID, given.get("equipment", ()))),
            training=given["training"],
        )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def length(request: ActorRequest, service_id: UUID, minutes: int) -> HttpResponse:
    found = _length(request, service_id, minutes)
    form = LengthForm(request.POST if request.method == "POST" else None, length=found)
    heading = f"{found.service.name}, {moments.minutes(minutes)}"
    if request.method == "POST" and form.is_valid():
        now = timezone.now()

        def change() -> None:
            set_length_needs(_length(request, service_id, minutes), form.needs(), by=request.actor, now=now)

        outside = () if is_agreed(request) else misfits_of(change, now=now)
        if outside:
            return ask_first(request, outside, heading=heading, back="desk:settings-services")
        with undoable(request, "length", f"{service_id}/{minutes}"):
            change()
        messages.success(request, gettext("Saved."))
        return redirect("desk:settings-services")
    context = {"form": form, "service": found.service, "heading": heading}
    return render(request, "desk/settings/length.html", context, status=422 if form.is_bound else 200)


def _length(request: ActorRequest, service_id: UUID, minutes: int) -> ServiceLength:
    found = length_of(service_to_manage(request.actor, service_id), minutes)
    if found is None:
        raise Http404
    return found
