"""Everything that takes time is a Reservation of a Resource."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.records.clients.models import Client
from tableside.records.foundation.constraints import NoOverlap
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.practice.models import Equipment, Location, MassageTable, Service, Therapist
from tableside.records.scheduling.models.appointments import Appointment


def _exactly_one(*names: str) -> Q:
    one_of_them = (Q(**{f"{name}__isnull": name != given for name in names}) for given in names)
    return reduce(or_, one_of_them)


class Resource(PracticeOwned):
    """Whatever can be in one place at a time: a therapist, a massage table, a piece of equipment, a client."""

    therapist = models.OneToOneField(Therapist, null=True, on_delete=models.PROTECT, related_name="resource")
    table = models.OneToOneField(MassageTable, null=True, on_delete=models.PROTECT, related_name="resource")
    equipment = models.OneToOneField(Equipment, null=True, on_delete=models.PROTECT, related_name="resource")
    client = models.OneToOneField(Client, null=True, on_delete=models.PROTECT, related_name="resource")

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice therapist table equipment client")

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one("therapist", "table", "equipment", "client"),
                name="resource_is_one_thing",
            )
        ]


class Reservation(PracticeOwned):
    """A resource, taken from one minute to another. Minutes are whole minutes since 1970-01-01T00:00Z, so that
    availability reads plain integers. Recovery and rest are inside, so the database guards them too. Where staff let
    them give way to another treatment, ``uncut_end_minute`` is kept, and they come back once that has gone.

    A hold keeps a time for a browser while its details are filled in: ``held_by`` is the hash of the browser's token.
    After ``expires_at`` it counts for nothing, and whoever takes the time next removes it. A therapist's hold says what
    it is for, so that it counts for the limits of the day and for the way to other locations."""

    class Why(models.TextChoices):
        APPOINTMENT = "appointment"
        TIME_OFF = "time_off"
        BREAK = "break"
        HOLD = "hold"

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="reservations")
    start_minute = models.PositiveIntegerField()
    end_minute = models.PositiveIntegerField()
    uncut_end_minute = models.PositiveIntegerField(null=True)  # what it was to be, once it has given way
    why = models.CharField(max_length=20, choices=Why.choices)
    note = SealedTextField(null=True)  # why somebody is away: for the practice only
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.CASCADE, related_name="reservations")
    held_by = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    service = models.ForeignKey(Service, null=True, db_index=False, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True)
    location = models.ForeignKey(Location, null=True, db_index=False, on_delete=models.CASCADE, related_name="+")
    is_first_visit = models.BooleanField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice resource start_minute end_minute uncut_end_minute why appointment held_by expires_at "
        "service minutes location is_first_visit",
        health="note",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(start_minute__lt=F("end_minute")), name="reservation_takes_time"),
            models.CheckConstraint(
                condition=Q(why="appointment", appointment__isnull=False)
                | ~Q(why="appointment") & Q(appointment__isnull=True),
                name="reservation_for_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(why="hold", expires_at__isnull=False) & ~Q(held_by="")
                | ~Q(why="hold") & Q(expires_at__isnull=True, held_by=""),
                name="reservation_hold_ends",
            ),
            models.CheckConstraint(
                condition=Q(uncut_end_minute__isnull=True) | Q(uncut_end_minute__gte=F("end_minute")),
                name="reservation_cut_is_shorter",
            ),
            NoOverlap(name="reservation_no_overlap", resource="resource", start="start_minute", end="end_minute"),
        ]
        indexes = [
            models.Index(
                fields=["resource", "start_minute", "end_minute", "expires_at"], name="reservation_by_resource"
            ),
            models.Index(fields=["practice", "start_minute"], name="reservation_by_practice"),
            models.Index(fields=["resource"], name="reservation_cut", condition=Q(uncut_end_minute__isnull=False)),
            models.Index(fields=["held_by"], name="reservation_held_by", condition=Q(why="hold")),
        ]
