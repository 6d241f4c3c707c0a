"""Secret addresses under which a therapist's or a client's own calendar program reads their appointments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.practice.models import Therapist


class CalendarFeed(PracticeOwned):
    """One person has at most one. Only the hash of its token is kept, and the row goes when the address is to open
    nothing any more."""

    class Shows(models.TextChoices):
        BUSY = "busy"
        INITIALS = "initials"  # of the client to the therapist, of the therapist to the client

    therapist = models.OneToOneField(Therapist, null=True, on_delete=models.CASCADE, related_name="calendar_feed")
    client = models.OneToOneField(Client, null=True, on_delete=models.CASCADE, related_name="calendar_feed")
    shows = models.CharField(max_length=10, choices=Shows.choices, default=Shows.BUSY)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist client shows created_at", secret="token_sha256"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(therapist__isnull=False, client__isnull=True)
                | Q(therapist__isnull=True, client__isnull=False),
                name="calendar_feed_of_one_person",
            )
        ]
