"""What clients may take with a service besides: a line each, with its minutes and price."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tableside.core.billing.money import Money, parse_money
from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.undo import undoable
from tableside.records.foundation.keys import new_key
from tableside.records.practice.access import service_to_manage
from tableside.records.practice.models import AddOn, Service
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest

_EMPTY_LINES = 3  # the second and third stay folded until they are wanted


class AddOnForm(forms.Form):
    """One line; left empty, it is left out. A new one can be booked until it is said otherwise."""

    is_first_spare = False

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    minutes = forms.IntegerField(label=_("Minutes more"), min_value=0, max_value=240, required=False)
    price = forms.CharField(
        max_length=12, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), label=_("Price")
    )
    is_offered = forms.BooleanField(label=_("Can be booked"), required=False)

    def __init__(self, data: QueryDict | None, *, number: int, currency: str, known: AddOn | None) -> None:
        super().__init__(data, prefix=f"add_on_{number}", initial=_initial(known, currency))
        self.id, self.currency, self.is_new = known.id if known else new_key(), currency, known is None
        self.fields["price"].label = _("Price in %(currency)s") % {"currency": currency}

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if not data.get("name") and (data.get("minutes") or data.get("price")):
            self.add_error("name", _("Say what clients get for it."))
        try:
            data["price_minor"] = parse_money(data.get("price") or "0", currency=self.currency).minor
        except Refusal as refusal:
            self.add_error("price", refusal.detail)
        return data

    def add_on(self) -> NewAddOn:
        given = self.cleaned_data
        return NewAddOn(self.id, given["name"], given["minutes"] or 0, given["price_minor"], given["is_offered"])


class AddOnsForm:
    """All lines: those there are, and a few more."""

    def __init__(self, data: QueryDict | None, *, service: Service, currency: str) -> None:
        known = [*service.add_ons.order_by("name", "pk"), *[None] * _EMPTY_LINES]
        self.lines = [AddOnForm(data, number=n, currency=currency, known=one) for n, one in enumerate(known)]
        self.lines[-_EMPTY_LINES].is_first_spare = True

    def is_valid(self) -> bool:
        names: set[str] = set()
        for line in self.lines:
            name = line.cleaned_data.get("name", "").casefold() if line.is_valid() else ""
            if name and name in names:
                line.add_error("name", _("This add-on stands above already."))
            names.add(name)
        return not any(line.errors for line in self.lines)

    def add_ons(self) -> list[NewAddOn]:
        return [line.add_on() for line in self.lines if line.cleaned_data["name"]]


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def add_ons(request: ActorRequest, service_id: UUID) -> HttpResponse:
    service = service_to_manage(request.actor, service_id)
    posted, refusal = request.POST if request.method == "POST" else None, None
    form = AddOnsForm(posted, service=service, currency=request.practice.currency)
    if posted is not None and form.is_valid():
        try:
            with undoable(request, "add_ons", service.id):
                set_add_ons(service, form.add_ons(), by=request.actor, now=timezone.now())
            messages.success(request, gettext("Saved. What is booked keeps its add-ons."))
            return redirect("desk:settings-services")
        except Refusal as reason:
            refusal = reason
    context = {"form": form, "service": service, "refusal": refusal}
    return render(request, "desk/settings/add_ons.html", context, status=422 if posted is not None else 200)


def _initial(known: AddOn | None, currency: str) -> dict[str, Any]:  # Any: what a form starts from
    if known is None:
        return {"is_offered": True}
    price = Money(known.price_minor, currency).as_text()
    return {"name": known.name, "minutes": known.minutes, "price": price, "is_offered": known.is_offered}
