"""Treatment plans: what for, how often, how many, and when to look again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.practice.models import Service, Therapist


class TreatmentPlan(PracticeOwned):
    class Status(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        DONE = "done"
        STOPPED = "stopped"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="plans")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="plans")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="plans")
    minutes = models.PositiveSmallIntegerField()
    sessions = models.PositiveSmallIntegerField()
    gap_days = models.PositiveSmallIntegerField()
    review_after = models.PositiveSmallIntegerField(default=4)
    note = SealedTextField(blank=True, default="")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PROPOSED)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client therapist service minutes sessions gap_days review_after status created_at "
        "accepted_at ended_at",
        health="note",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=60, gap_days__gte=1, gap_days__lte=180),
                name="plan_in_range",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(status__in=["proposed", "accepted"]),
                name="plan_one_open_a_client",
            ),
        ]


class Goal(PracticeOwned):
    """What the plan is for, measured: an instrument, where it started, where it should get to."""

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.CASCADE, related_name="goals")
    instrument = models.CharField(max_length=40)
    baseline = models.DecimalField(max_digits=6, decimal_places=2)
    target = models.DecimalField(max_digits=6, decimal_places=2)
    words = SealedTextField(blank=True, default="")  # the client's own: "sleep through without waking"

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice plan", health="instrument baseline target words"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "instrument"], name="goal_once_an_instrument")]
