"""Secret addresses: of a feed that somebody's own calendar program reads here, and of a calendar that is read there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
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


class OtherCalendar(PracticeOwned):
    """The calendar that a therapist keeps elsewhere. Of its entries only the minutes are kept in which they take time:
    ``busy`` holds ``[start_minute, end_minute]`` since 1970, merged, beside appointments and never instead of them."""

    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="other_calendar")
    address = SealedTextField()
    busy = models.JSONField(default=list)
    busy_changed_at = models.DateTimeField()
    etag = models.CharField(max_length=200, blank=True)  # of the file as it was read, whole, at ``whole_at``
    last_modified = models.CharField(max_length=60, blank=True)
    whole_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # the last time that it could be read, changed or not
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=40, blank=True)
    next_read_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist busy busy_changed_at etag last_modified whole_at read_at failing_since "
        "failures problem next_read_at created_at",
        secret="address",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True, problem="")
                | Q(failures__gt=0, failing_since__isnull=False) & ~Q(problem=""),
                name="other_calendar_fails_whole",
            )
        ]
