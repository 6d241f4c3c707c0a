"""Who works in the practice, and what therapists show."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.practice.models.services import Service


class Membership(PracticeOwned):
    """A person working in the practice, and as what."""

    class Role(models.TextChoices):
        OWNER = "owner"
        THERAPIST = "therapist"
        FRONT_DESK = "front_desk"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice user role")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="membership_once")]


class Therapist(PracticeOwned):
    membership = models.OneToOneField(Membership, null=True, on_delete=models.PROTECT, related_name="therapist")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    headline = models.CharField(max_length=160, blank=True)
    approach = models.TextField(blank=True)
    languages = models.CharField(max_length=200, blank=True)
    practising_since = models.PositiveSmallIntegerField(null=True)
    rest_minutes = models.PositiveSmallIntegerField(default=0)  # the least they rest between two clients
    clients_a_day = models.PositiveSmallIntegerField(null=True)  # the most they take; no number, no limit
    hands_on_minutes_a_day = models.PositiveSmallIntegerField(null=True)
    deep_minutes_a_day = models.PositiveSmallIntegerField(null=True)
    is_bookable = models.BooleanField(default=True)
    services = models.ManyToManyField(Service, related_name="therapists")

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice membership slug headline approach languages practising_since rest_minutes "
        "clients_a_day hands_on_minutes_a_day deep_minutes_a_day is_bookable services",
        identity="name",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "slug"], name="therapist_slug_once")]

    def __str__(self) -> str:
        return self.name


class Licence(PracticeOwned):
    """Permission to practise, given by an authority, and when the practice last looked it up."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="licences")
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    jurisdiction = models.CharField(max_length=120)
    expires_on = models.DateField(null=True)
    register = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist title number jurisdiction expires_on register checked_on checked_by"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by="") | Q(checked_on__isnull=False) & ~Q(checked_by=""),
                name="licence_check_is_whole",
            )
        ]


class Training(PracticeOwned):
    """A course behind a specialism. ``module`` is the id that screening and techniques ask for."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="trainings")
    module = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    issuer = models.CharField(max_length=160, blank=True)
    hours = models.PositiveSmallIntegerField(null=True)
    completed_on = models.DateField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist module title issuer hours completed_on"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["therapist", "module", "title"], name="training_once")]
