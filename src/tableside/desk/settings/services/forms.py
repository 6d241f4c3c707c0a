"""A service with its lengths, prices and those who give it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.core.billing.money import Money, parse_money
from tableside.core.decision import Refusal
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.practice.models import Service, Therapist
from tableside.records.practice.queries import all_therapists, equipment_kinds
from tableside.records.practice.service_actions import NewService
from tableside.ui.forms import ChoiceCardsMany, offer
from tableside.ui.table_features import FEATURES
from tableside.ui.words import TRAINING_BEYOND_TECHNIQUES

_USUAL_MINUTES = (60, 75, 90)
_ROWS = 6


class ServiceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=200, required=False, help_text=_("What clients read when they choose.")
    )
    technique = forms.ChoiceField(
        label=_("Technique"), help_text=_("What screening compares with the client's health answers.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (Service.Kind.TREATMENT, _("Treatment, needs a massage table")),
            (Service.Kind.CONSULTATION, _("Consultation, needs none")),
        ],
    )
    therapists_needed = forms.TypedChoiceField(
        label=_("For"), coerce=int, choices=[(1, _("One client")), (2, _("Two clients, each with a therapist"))]
    )
    recovery_minutes = forms.IntegerField(
        label=_("Minutes kept free afterwards"), min_value=0, max_value=120, help_text=_("For linen and a drink.")
    )
    table_features = forms.MultipleChoiceField(
        label=_("Its massage table has to be"), required=False, widget=ChoiceCardsMany, choices=list(FEATURES.items())
    )
    equipment = forms.MultipleChoiceField(label=_("It needs"), required=False, widget=ChoiceCardsMany)
    training = forms.ChoiceField(
        label=_("Only who was trained in"), required=False, help_text=_("Others are not offered for it.")
    )
    only_known_clients = forms.BooleanField(label=_("Not for a first visit, when booked online"), required=False)
    givers = forms.MultipleChoiceField(label=_("Given by"), required=False, widget=ChoiceCardsMany)

    def __init__(self, data: QueryDict | None, *, currency: str, service: Service | None) -> None:
        super().__init__(data, initial=_initial(service, currency))
        self.currency = currency
        self.therapists = {str(therapist.id): therapist for therapist in all_therapists()}
        offer(self, "technique", [(one.id, one.name) for one in load_techniques().values()])
        offer(self, "training", training_choices(_("No training asked for")))
        kinds = [(str(kind.id), kind.name) for kind in equipment_kinds()]
        offer(self, "equipment", kinds)
        if not kinds:
            del self.fields["equipment"]
        offer(self, "givers", [(key, therapist.name) for key, therapist in self.therapists.items()])
        self.rows = max(_ROWS, service.lengths.count() + 1) if service else _ROWS
        for number in range(self.rows):
            self.fields[f"minutes_{number}"] = forms.IntegerField(
                label=_("Minutes"), min_value=5, max_value=480, required=False
            )
            self.fields[f"price_{number}"] = forms.CharField(
                label=_("Price in %(currency)s") % {"currency": currency},
                max_length=12,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith(("minutes_", "price_"))]

    def length_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"minutes_{number}"], self[f"price_{number}"]) for number in range(self.rows)]

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        self.lengths: dict[int, int] = {}
        for number in range(self.rows):
            self._clean_length(data, number)
        if not self.errors and not self.lengths:
            self.add_error("minutes_0", _("Give at least one length with its price."))
        return data

    def _clean_length(self, data: dict[str, Any], number: int) -> None:
        minutes, price = data.get(f"minutes_{number}"), data.get(f"price_{number}")
        if minutes is None and not price:
            return
        if minutes is None:
            if f"minutes_{number}" not in self.errors:
                self.add_error(f"minutes_{number}", _("Say how many minutes this price is for."))
        elif not price:
            self.add_error(f"price_{number}", _("Say what this length costs; 0 is free."))
        elif minutes in self.lengths:
            self.add_error(f"minutes_{number}", _("This length stands above already."))
        else:
            try:
                self.lengths[minutes] = parse_money(price, currency=self.currency).minor
            except Refusal as refusal:
                self.add_error(f"price_{number}", refusal.detail)

    def new_service(self) -> NewService:
        given = self.cleaned_data
        return NewService(
            name=given["name"],
            technique=given["technique"],
            lengths=tuple(sorted(self.lengths.items())),
            summary=given["summary"],
            kind=given["kind"],
            therapists_needed=given["therapists_needed"],
            recovery_minutes=given["recovery_minutes"],
            table_features=tuple(sorted(given["table_features"])),
            equipment=tuple(map(UUID, given.get("equipment", ()))),
            training=given["training"],
            is_for_new_clients=not given["only_known_clients"],
        )

    def chosen_givers(self) -> list[Therapist]:
        return [self.therapists[key] for key in self.cleaned_data["givers"]]


def training_choices(none: str | Promise) -> list[tuple[str, str | Promise]]:
    modules = [(one.id, one.name) for one in load_techniques().values()]
    return [("", none), *modules, *TRAINING_BEYOND_TECHNIQUES.items()]


def _initial(service: Service | None, currency: str) -> dict[str, Any]:  # Any: what a form starts from
    if service is None:
        return {"recovery_minutes": 15} | {f"minutes_{n}": minutes for n, minutes in enumerate(_USUAL_MINUTES)}
    lengths = sorted((length.minutes, length.price_minor) for length in service.lengths.all())
    return {
        "name": service.name,
        "summary": service.summary,
        "technique": service.technique,
        "kind": service.kind,
        "therapists_needed": service.therapists_needed,
        "recovery_minutes": service.recovery_minutes,
        "table_features": service.table_features,
        "equipment": [str(kind.id) for kind in service.equipment.all()],
        "training": service.training,
        "only_known_clients": not service.is_for_new_clients,
        "givers": [str(therapist.id) for therapist in service.therapists.all()],
        **{f"minutes_{n}": minutes for n, (minutes, _price) in enumerate(lengths)},
        **{f"price_{n}": Money(price, currency).as_text() for n, (_minutes, price) in enumerate(lengths)},
    }
