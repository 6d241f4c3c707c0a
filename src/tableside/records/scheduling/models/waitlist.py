"""Who waits for a time, when they could come, and which times they were offered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.practice.models import Location, Service, Therapist


class WaitlistEntry(PracticeOwned):
    """A client who waits until a time opens for this service. ``changed_at`` is when they last said what suits them."""

    class Ended(models.TextChoices):
        WAITING = ""
        BOOKED = "booked"
        LEFT = "left"
        REMOVED = "removed"  # by the practice

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="waitlist_entries")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    therapist = models.ForeignKey(Therapist, null=True, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True, default=Ended.WAITING)
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client service minutes therapist location created_at changed_at ended ended_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["client", "service"], condition=Q(ended=""), name="waitlist_entry_once"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True) | ~Q(ended="") & Q(ended_at__isnull=False),
                name="waitlist_entry_ended_has_time",
            ),
        ]


class WaitlistWindow(PracticeOwned):
    """When the client could come: days of the week (Monday is 0, none is any), dates, and minutes of the local day."""

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.CASCADE, related_name="windows")
    weekdays = models.JSONField(default=list)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice entry weekdays first_on last_on start_minute end_minute"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440), name="waitlist_window_in_a_day"
            ),
        ]


class WaitlistOffer(PracticeOwned):
    """A time that one waiting client was asked about, why they, and what came of it. While it is open, the time is held
    for them by Reservations under ``held_by``."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.CASCADE, related_name="offers")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    held_by = models.CharField(max_length=64)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice entry therapist starts_at ends_at why state held_by offered_at expires_at ended_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="waitlist_offer_one_open"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="waitlist_offer_takes_time"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="waitlist_offer_ended_has_time",
            ),
        ]
        indexes = [models.Index(fields=["practice", "offered_at"], name="waitlist_offer_by_time")]
