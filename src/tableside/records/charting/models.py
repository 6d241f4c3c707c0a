"""What happened on the table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.scheduling.models import Appointment


class Session(PracticeOwned):
    """The treatment itself, as it was given."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="session")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice appointment started_at ended_at")

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="session_ends_after_start"
            )
        ]


class Incident(PracticeOwned):
    """Something that went wrong with the client, as it was seen: ``sign`` is one of knowledge/emergencies.toml.
    ``account`` says what happened and what was done."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="incidents")
    sign = models.CharField(max_length=40)
    noticed_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    called_at = models.DateTimeField(null=True)  # that help was called
    account = SealedTextField(blank=True, default="")
    described_at = models.DateTimeField(null=True)
    described_by = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment noticed_at noted_by called_at described_at described_by",
        health="sign account",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(called_at__isnull=True) | Q(called_at__gte=F("noticed_at")),
                name="incident_called_after_noticed",
            ),
            models.CheckConstraint(
                condition=Q(described_at__isnull=True, described_by="")
                | Q(described_at__isnull=False) & ~Q(described_by=""),
                name="incident_account_is_signed",
            ),
        ]


class RegionWork(PracticeOwned):
    """One place worked on: with what, how long, how deep."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="works")
    place = models.CharField(max_length=40)
    technique = models.CharField(max_length=40)
    strokes = models.JSONField(default=list)  # ids of knowledge/strokes.toml, those that were named
    body_tool = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField()
    pressure = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    override_reason = SealedTextField(blank=True, default="")  # why a limit of screening was set aside

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice session position",
        health="place technique strokes body_tool minutes pressure override_reason",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(pressure__gte=1, pressure__lte=5), name="work_pressure_walton"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=240), name="work_minutes_in_range"),
        ]


class AgreedArea(PracticeOwned):
    """An area that is worked on only if the client says yes to it on the day: their yes, and until when it held.
    ``region`` is one of knowledge/body_regions.toml, both sides of it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agreed_areas")
    region = models.CharField(max_length=40)
    agreed_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice session agreed_at noted_by withdrawn_at", health="region"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["session", "region"], condition=Q(withdrawn_at__isnull=True), name="area_agreed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("agreed_at")),
                name="area_withdrawn_after_agreed",
            ),
        ]


class PressureFeedback(PracticeOwned):
    """What the client said about the pressure, at which minute, where."""

    class Said(models.TextChoices):
        LIGHTER = "lighter"
        GOOD = "good"
        DEEPER = "deeper"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback")
    said = models.CharField(max_length=10, choices=Said.choices)
    discomfort = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice session at", health="said discomfort place"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(discomfort__isnull=True) | Q(discomfort__lte=10), name="feedback_discomfort_0_10"
            )
        ]


class BodyMark(PracticeOwned):
    """Something found or felt at a named place."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="marks")
    place = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, blank=True)
    score = models.PositiveSmallIntegerField(null=True)  # not everything that is found is rated
    note = SealedTextField(blank=True, default="")

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice session", health="place kind score note"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=10), name="mark_score_0_10"),
            models.UniqueConstraint(fields=["session", "place", "kind"], name="mark_once_a_place_and_kind"),
        ]


class SessionNote(PracticeOwned):
    """A SOAP note. A draft is saved as it is typed; signing locks it; later changes are additions."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="note")
    subjective = SealedTextField(blank=True, default="")
    objective = SealedTextField(blank=True, default="")
    assessment = SealedTextField(blank=True, default="")
    plan = SealedTextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice session revision saved_at signed_at signed_by",
        health="subjective objective assessment plan",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by="") | Q(signed_at__isnull=False) & ~Q(signed_by=""),
                name="note_signature_is_whole",
            )
        ]


class Addendum(PracticeOwned):
    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="addenda")
    text = SealedTextField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice note added_at added_by", health="text")

    class Meta(PracticeOwned.Meta):
        pass
