"""How long a service takes and what it costs, with the add-ons that somebody chose or that were agreed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.appointments.add_ons import ChosenAddOn, price_with, time_with
from tableside.core.billing.money import Money
from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.records.practice.models import AddOn, Service, ServiceLength
from tableside.records.practice.queries import offered_add_ons, service_with_length
from tableside.records.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class ChosenLength:
    """A length of a service with what is taken besides. ``minutes`` and ``price_minor`` are of all together."""

    alone: ServiceLength
    add_ons: tuple[ChosenAddOn, ...] = ()

    @property
    def service(self) -> Service:
        return self.alone.service

    @property
    def service_id(self) -> UUID:
        return self.alone.service_id

    @property
    def add_on_ids(self) -> tuple[UUID, ...]:
        return tuple(one.id for one in self.add_ons)

    @property
    def minutes(self) -> int:
        return time_with(self.alone.minutes, self.add_ons)

    @property
    def price_minor(self) -> int:
        return price_with(Money(self.alone.price_minor, self.service.practice.currency), self.add_ons).minor


def chosen_length(service_id: UUID, *, minutes: int, add_ons: Collection[UUID] = ()) -> ChosenLength | None:
    """None where the service is not offered in that length; refused where one of the add-ons does not go with it."""
    length = service_with_length(service_id, minutes=minutes)
    if length is None:
        return None
    rows = list(offered_add_ons().filter(service=service_id, pk__in=add_ons)) if add_ons else []
    if len(rows) < len(set(add_ons)):
        words = gettext(
            "One of the add-ons is not offered with this treatment, so none is chosen. Choose again, please."
        )
        raise Refusal("no_such_add_on", words)
    return ChosenLength(length, as_offered(rows, currency=length.service.practice.currency))


def read_length(chosen: Mapping[str, Any]) -> tuple[ChosenLength | None, Refusal | None]:  # Any: of several types
    """What an address says by ``service``, ``minutes`` and ``add_on``; without add-ons where one of them is refused."""
    if "service" not in chosen or "minutes" not in chosen:
        return None, None
    service, minutes = chosen["service"], chosen["minutes"]
    try:
        return chosen_length(service, minutes=minutes, add_ons=chosen.get("add_on", ())), None
    except Refusal as refusal:
        return chosen_length(service, minutes=minutes), refusal


def agreed_length(appointment: Appointment, *, minutes: int | None = None) -> ChosenLength | None:
    """The length that an appointment has, or another one, with the add-ons at what was agreed. None where the service
    is not offered in that length."""
    add_ons = agreed_add_ons(appointment)
    minutes = minutes_alone(appointment, add_ons) if minutes is None else minutes
    length = service_with_length(appointment.service_id, minutes=minutes)
    return ChosenLength(length, add_ons) if length else None


def agreed_add_ons(appointment: Appointment) -> tuple[ChosenAddOn, ...]:
    return tuple(
        ChosenAddOn(row.add_on_id, row.name, row.minutes, Money(row.price_minor, appointment.currency))
        for row in appointment.add_ons.all()
    )


def minutes_alone(appointment: Appointment, add_ons: Iterable[ChosenAddOn]) -> int:
    """What is left of its time for the treatment."""
    return minute_of(appointment.ends_at) - minute_of(appointment.starts_at) - time_with(0, add_ons)


def as_offered(rows: Iterable[AddOn], *, currency: str) -> tuple[ChosenAddOn, ...]:
    return tuple(ChosenAddOn(row.id, row.name, row.minutes, Money(row.price_minor, currency)) for row in rows)
