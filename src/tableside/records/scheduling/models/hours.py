"""When therapists work, and when the practice is closed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.practice.models import Location, Therapist


class HoursVisibility(models.TextChoices):
    ONLINE = "online"
    CONTACT = "contact"  # shown, to be asked for
    HIDDEN = "hidden"  # for staff only


class WorkingHours(PracticeOwned):
    """A therapist's weekly hours at a location, in minutes of the local day; 1440 is the next midnight. They may hold
    from one date until another, both included, and only in every second week, that of a Monday among them."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="working_hours")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    every_second_from = models.DateField(null=True)
    visibility = models.CharField(max_length=10, choices=HoursVisibility.choices, default=HoursVisibility.ONLINE)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist location weekday start_minute end_minute valid_from valid_until "
        "every_second_from visibility"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, start_minute__lt=F("end_minute"), end_minute__lte=1440),
                name="working_hours_in_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="working_hours_from_until",
            ),
        ]


class HoursException(PracticeOwned):
    """A local date on which other hours hold. No minutes: not working that day."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="hours_exceptions")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    start_minute = models.PositiveSmallIntegerField(null=True)
    end_minute = models.PositiveSmallIntegerField(null=True)
    visibility = models.CharField(max_length=10, choices=HoursVisibility.choices, default=HoursVisibility.ONLINE)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist location on start_minute end_minute visibility"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__isnull=True, end_minute__isnull=True, location__isnull=True)
                | Q(location__isnull=False, start_minute__lt=F("end_minute"), end_minute__lte=1440),
                name="hours_exception_is_whole",
            )
        ]
        indexes = [models.Index(fields=["practice", "on"], name="hours_exception_on")]


class ClosedDay(PracticeOwned):
    """A local date on which the practice is closed for everybody; or a public holiday on which it is not."""

    on = models.DateField()
    name = models.CharField(max_length=120, blank=True)
    is_closed = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice on name is_closed")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "on"], name="closed_day_once")]
