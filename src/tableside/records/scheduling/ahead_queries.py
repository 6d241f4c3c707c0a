"""What is booked ahead and uses what a setting is about: a service and its lengths, a therapist, a place, a room, a
massage table, equipment that is out of use."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from tableside.records.scheduling.models import Appointment

_OF = {
    "service": "service",
    "therapist": "therapist",
    "location": "location",
    "room": "table__room",
    "table": "table",
    "equipment": "reservations__resource__equipment__location",
}
KINDS = (*_OF, "out_of_use", "policies")


def appointments_ahead(of: str, key: UUID | None, *, now: datetime) -> QuerySet[Appointment]:
    """Earliest first. ``equipment`` is any piece at the location ``key``, ``out_of_use`` one that is that;
    ``policies`` are about all."""
    open_still = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED)
    ahead = Appointment.objects.filter(starts_at__gt=now, status__in=open_still).filter(_uses(of, key))
    ahead = ahead.select_related("client", "service", "therapist")
    return ahead.order_by("starts_at", "pk").distinct()


def pieces_needed(location_id: UUID, *, now: datetime) -> set[UUID]:
    """The pieces of equipment at this location with which something is booked ahead."""
    rows = appointments_ahead("equipment", location_id, now=now).order_by()
    return set(rows.values_list("reservations__resource__equipment", flat=True)) - {None}


def lengths_ahead(service_id: UUID, *, now: datetime) -> Counter[int]:
    """How many appointments ahead there are of this service in each length, without the minutes of add-ons."""
    rows = appointments_ahead("service", service_id, now=now).annotate(added=Sum("add_ons__minutes"))
    times = rows.values_list("starts_at", "ends_at", "added", "pk")
    return Counter((end - start).seconds // 60 - (added or 0) for start, end, added, _key in times)


def _uses(of: str, key: UUID | None) -> Q:
    if of == "policies":
        return Q()
    piece = "reservations__resource__equipment"
    if of == "out_of_use":
        return Q(**{f"{piece}__location": key, f"{piece}__is_in_use": False})
    return Q(**{_OF[of]: key})
