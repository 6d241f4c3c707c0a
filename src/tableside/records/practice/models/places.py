"""Where the practice works, and with which massage tables and equipment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned


class Location(PracticeOwned):
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    directions = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice name address directions")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "name"], name="location_name_once")]

    def __str__(self) -> str:
        return self.name


class Room(PracticeOwned):
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    reset_minutes = models.PositiveSmallIntegerField(default=0)  # to set it up again; runs beside the recovery
    is_in_use = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice location name reset_minutes is_in_use")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["location", "name"], name="room_name_once")]


class MassageTable(PracticeOwned):
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=120)
    features = models.JSONField(default=list)  # of core.availability.features
    is_in_use = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice room name features is_in_use")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="table_name_once")]


class TravelTime(PracticeOwned):
    """How long it takes a therapist from one location to another, either way."""

    one = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice one other minutes")

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="travel_time_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other"), minutes__gte=1, minutes__lte=480), name="travel_time_one_way"
            ),
        ]


class EquipmentKind(PracticeOwned):
    """What a service can need beside a massage table: a stone heater, cups."""

    name = models.CharField(max_length=80)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice name")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "name"], name="equipment_kind_once")]

    def __str__(self) -> str:
        return self.name


class Equipment(PracticeOwned):
    """One piece of a kind, and the location at which it is used."""

    kind = models.ForeignKey(EquipmentKind, on_delete=models.PROTECT, related_name="pieces")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="equipment")
    is_in_use = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice kind location is_in_use")
