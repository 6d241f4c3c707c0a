"""What is kept free after a treatment gives way to another where staff said so, and comes back once that has gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from tableside.core.timeline.window import minute_of
from tableside.records.scheduling.models import Reservation, Resource


def shorten(rows: QuerySet[Reservation], *, to: datetime) -> None:
    """What these keep free ends where another treatment starts. Treatments themselves are left alone: where two would
    overlap, the database still refuses."""
    start = minute_of(to)
    in_the_way = rows.filter(appointment__ends_at__lte=to, end_minute__gt=start)
    in_the_way.update(end_minute=start, uncut_end_minute=Coalesce("uncut_end_minute", "end_minute"))


def shorten_again(resources: Collection[Resource], *, to: datetime) -> None:
    """What has given way to a treatment once does so again: it had come back only because that was gone."""
    shorten(Reservation.objects.filter(resource__in=resources, uncut_end_minute__isnull=False), to=to)


def give_back(rows: QuerySet[Reservation]) -> None:
    """Their time is free again, first of all for what had been shortened for them."""
    resource_ids = list(rows.values_list("resource_id", flat=True))
    rows.delete()
    lengthen(resource_ids)


def lengthen(resource_ids: Collection[UUID]) -> None:
    """Whatever was shortened is kept as long as it was to be, or until the next that is there now."""
    for one in Reservation.objects.filter(resource__in=resource_ids, uncut_end_minute__gt=F("end_minute")):
        rest = Q(resource=one.resource_id, start_minute__gte=one.end_minute, start_minute__lt=one.uncut_end_minute)
        next_start = Reservation.objects.filter(rest).aggregate(earliest=Min("start_minute"))["earliest"]
        one.end_minute = next_start or one.uncut_end_minute or one.end_minute
        try:
            with transaction.atomic():
                one.save(update_fields=["end_minute"])
        except IntegrityError:  # somebody has just taken that time, so it stays as short as it was
            continue
