"""What was before a change of an appointment, which rules staff set aside for it, and what a request was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.practice.models import Location, MassageTable, Service, Therapist
from tableside.records.scheduling.models.appointments import Appointment


class FormerState(PracticeOwned):
    """What an appointment was before its last change, as long as that can be undone. ``revision`` is what the change
    made of the appointment's: once that differs, something else has followed. ``reserved`` are the resource, the first
    minute and the end of each reservation. ``together`` are the dates of a series that this change was about, as far as
    none of them has been undone."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="former")
    changed_at = models.DateTimeField()
    changed_by_staff = models.BooleanField()
    revision = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=Appointment.Status.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="+")  # None: as it is now
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(MassageTable, null=True, on_delete=models.CASCADE, related_name="+")
    price_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reserved = models.JSONField()
    together = models.JSONField(default=list)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment changed_at changed_by_staff revision status starts_at ends_at service "
        "therapist location table reserved together",
        financial="price_minor currency",
    )


class RulesSetAside(PracticeOwned):
    """That staff gave an appointment a time outside the practice's rules: which rules, why, and for which time. Once it
    has another time, this says nothing about it any more."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="rules_set_aside")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    warnings = models.JSONField()
    reason = SealedTextField()  # written about a client, so it may touch on health
    said_by = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment therapist starts_at ends_at warnings said_by said_at", health="reason"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="rules_set_aside_takes_time"),
        ]


class KeptAnswer(PracticeOwned):
    """What was answered to a request with an Idempotency-Key, so that a retry gets the same yes."""

    key = models.CharField(max_length=80)
    body_sha256 = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice key body_sha256 answer created_at")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "key"], name="kept_answer_once")]
