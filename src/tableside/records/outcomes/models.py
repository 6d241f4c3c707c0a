"""Scores over time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.scheduling.models import Appointment


class Measurement(PracticeOwned):
    """One score of one instrument at one moment. ``instrument`` is an id of knowledge/instruments."""

    class Moment(models.TextChoices):
        BEFORE = "before"
        AFTER = "after"
        BETWEEN = "between"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="measurements")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="measurements")
    instrument = models.CharField(max_length=40)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    score = models.DecimalField(max_digits=6, decimal_places=2)
    taken_at = models.DateTimeField()
    entered_by = models.CharField(max_length=20)  # client or therapist

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client appointment moment taken_at entered_by", health="instrument score"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "instrument", "moment"],
                condition=Q(appointment__isnull=False),
                name="measurement_once_a_moment",
            )
        ]
        indexes = [models.Index(fields=["client", "instrument", "taken_at"], name="measurement_by_client")]
