"""Health histories, what screening made of them, and clearances."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tableside.records.clients.models import Client, Link
from tableside.records.foundation.constraints import AppendOnly
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedJSONField, SealedTextField
from tableside.records.scheduling.models import Appointment


class Intake(PracticeOwned):
    """A client's answers. One draft at a time; a submitted intake is never changed, a new one takes its place."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="intakes")
    answers = SealedJSONField()
    questions_version = models.CharField(max_length=64)
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="+")  # None: given in the account
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client questions_version link started_at saved_at submitted_at", health="answers"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(submitted_at__isnull=True), name="intake_one_draft_a_client"
            )
        ]
        indexes = [models.Index(fields=["client", "submitted_at"], name="intake_by_client")]


class Screening(PracticeOwned):
    """What the rulebook made of an intake for one appointment. Never changed: screening anew adds a row."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="screenings")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="screenings")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="screenings")
    outcome = models.CharField(max_length=20)
    fits = models.BooleanField(default=True)  # whether it can be given as it is booked, if need be within limits
    result = SealedJSONField()
    asked = SealedJSONField(null=True)  # of screening, beside the answers; None: made before that was kept
    knowledge_version = models.CharField(max_length=64)
    house_version = models.PositiveIntegerField(default=0)  # of the house rules; 0: none were made
    rule_ids = SealedJSONField()
    screened_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice intake client appointment knowledge_version house_version screened_at"
        " reviewed_at reviewed_by",
        health="outcome fits result asked rule_ids",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by="")
                | Q(reviewed_at__isnull=False) & ~Q(reviewed_by=""),
                name="screening_review_is_whole",
            )
        ]
        indexes = [
            models.Index(fields=["appointment", "screened_at"], name="screening_by_appointment"),
            models.Index(fields=["client", "screened_at"], name="screening_by_client"),
        ]


class Clearance(PracticeOwned):
    """A provider's permission, with a scope and an end."""

    class Status(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="clearances")
    rule_id = SealedTextField()
    status = models.CharField(max_length=20, choices=Status.choices)
    scope = SealedJSONField()
    provider = SealedTextField(blank=True, default="")
    note = SealedTextField(blank=True, default="")
    asked_at = models.DateTimeField()
    given_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client status asked_at given_on expires_on recorded_by",
        health="rule_id scope provider note",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="given") | Q(given_on__isnull=False, expires_on__isnull=False),
                name="clearance_given_has_dates",
            )
        ]


class ProviderReply(PracticeOwned):
    """What a healthcare provider answered by a link, as they sent it. It counts for nothing until a therapist has
    recorded it as the answer to the clearance."""

    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="replies")
    content = SealedJSONField()
    received_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice clearance received_at", health="content"
    )

    class Meta(PracticeOwned.Meta):
        indexes = [models.Index(fields=["clearance", "received_at"], name="reply_by_clearance")]


class HouseRulesVersion(PracticeOwned):
    """All house rules of a practice as they stood after a change. Never changed: the next change adds a row, and the
    newest counts. ``changed`` is the id of the rule that this change was about."""

    number = models.PositiveIntegerField()
    rules = models.JSONField()
    changed = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    saved_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice number rules changed reason saved_by saved_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="house_rules_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="house_rules_have_a_reason"),
        ]


class KnowledgeVersion(PracticeOwned):
    """The texts of a rulebook by which this practice has screened, so that it can be done again after they changed.
    ``version`` is their SHA-256."""

    version = models.CharField(max_length=64)
    files = models.JSONField()
    kept_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice version files kept_at")

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "version"], name="knowledge_version_once"),
            AppendOnly(name="knowledge_version_append_only"),
        ]


class ProviderLetter(PracticeOwned):
    """A provider's letter that the client sent us as a file. Its content lies sealed in the storage, under a name that
    says nothing of what it is."""

    class Kind(models.TextChoices):
        PDF = "pdf"
        JPEG = "jpeg"
        PNG = "png"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="provider_letters")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField()
    file_name = models.CharField(max_length=64, unique=True)
    uploaded_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice client kind size file_name uploaded_at")

    class Meta(PracticeOwned.Meta):
        indexes = [models.Index(fields=["client", "uploaded_at"], name="provider_letter_by_client")]


class SecondOpinion(PracticeOwned):
    """A therapist asked a colleague whether a client may be treated although screening says not to. ``matter`` is what
    exactly was asked about; once answered, a row is never changed, but for ``used_at``: a session began because of it.
    """

    class Status(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        DECLINED = "declined"
        REPLACED = "replaced"  # asked anew, because what it was about had changed

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="second_opinions")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="second_opinions")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="second_opinions")
    matter = SealedJSONField()
    reason = SealedTextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = SealedTextField(blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client appointment screening status asked_by asked_at answered_by answered_at used_at",
        health="matter reason words",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="second_opinion_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "replaced"], answered_by__isnull=True, answered_at__isnull=True)
                | Q(status__in=["agreed", "declined"], answered_by__isnull=False, answered_at__isnull=False),
                name="second_opinion_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(status="agreed"), name="second_opinion_used_was_agreed"
            ),
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(status="asked"), name="second_opinion_one_open"
            ),
        ]
        indexes = [models.Index(fields=["appointment", "asked_at"], name="opinion_by_appointment")]
