"""What is offered: services, their lengths, and what can be taken with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.practice.models.places import EquipmentKind


class Service(PracticeOwned):
    class Kind(models.TextChoices):
        TREATMENT = "treatment"
        CONSULTATION = "consultation"

    slug = models.SlugField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.TREATMENT)
    summary = models.CharField(max_length=200, blank=True)
    technique = models.CharField(max_length=40)  # id of the technique it stands for; see knowledge/techniques
    therapists_needed = models.PositiveSmallIntegerField(default=1)  # two for couples, each with a client of their own
    recovery_minutes = models.PositiveSmallIntegerField(default=15)
    table_features = models.JSONField(default=list)  # what its massage table has to have
    equipment = models.ManyToManyField(EquipmentKind, related_name="services")
    training = models.CharField(max_length=40, blank=True)  # the module without which nobody gives it
    is_for_new_clients = models.BooleanField(default=True)
    is_offered = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice slug name kind summary technique therapists_needed recovery_minutes "
        "table_features equipment training is_for_new_clients is_offered position"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "slug"], name="service_slug_once"),
            models.CheckConstraint(
                condition=Q(therapists_needed__gte=1, therapists_needed__lte=2),
                name="service_one_or_two_therapists",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceLength(PracticeOwned):
    """A length, its price, and what it needs beside what the service needs; recovery is in place of the service's."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="lengths")
    minutes = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()  # for one client, in the practice's currency
    recovery_minutes = models.PositiveSmallIntegerField(null=True)
    table_features = models.JSONField(default=list)
    equipment = models.ManyToManyField(EquipmentKind, related_name="+")
    training = models.CharField(max_length=40, blank=True, default="")

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice service minutes price_minor recovery_minutes table_features equipment training"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["service", "minutes"], name="service_length_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="service_length_in_range"),
        ]


class AddOn(PracticeOwned):
    """What clients may take with a service: hot stones, a scalp massage. It takes time, costs money, or both."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="add_ons")
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()  # for one client, in the practice's currency
    is_offered = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice service name minutes price_minor is_offered"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="add_on_once"),
            models.CheckConstraint(condition=Q(minutes__lte=240), name="add_on_in_range"),
        ]
