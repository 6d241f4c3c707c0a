"""Clients, what they agreed to, and the links that were sent to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tableside.records.foundation.constraints import AppendOnly
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedJSONField, SealedTextField


class Client(PracticeOwned):
    """Somebody who comes for massage. A guest has no user until they claim the account by link."""

    class RemindBy(models.TextChoices):
        MAIL = "mail"
        SMS = "sms"
        NONE = "none"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="clients")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    email_vouched = models.BooleanField(default=False)  # somebody who may read health answers wrote or kept it
    phone = models.CharField(max_length=40, blank=True)
    born_on = models.DateField(null=True)
    desk_note = SealedTextField(blank=True, default="")  # what the front desk should know; nothing about health
    remind_by = models.CharField(max_length=10, choices=RemindBy.choices, default=RemindBy.MAIL)
    language = models.CharField(max_length=12, blank=True)  # of messages; empty: the practice's usual one
    sms_stopped_at = models.DateTimeField(null=True)  # they answered STOP; only they can take that back
    one_at_a_time = models.BooleanField(default=False)  # the health questions, instead of a page of them
    asked_afterwards = models.BooleanField(default=True)  # how a session was, where the practice asks
    guardian = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")  # of a child
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice user guardian email_vouched remind_by language sms_stopped_at asked_afterwards "
        "one_at_a_time created_at",
        identity="name email phone born_on desk_note",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"], condition=Q(user__isnull=False), name="client_user_once"
            ),
            models.CheckConstraint(condition=~Q(guardian=F("id")), name="client_guardian_is_another"),
        ]
        indexes = [models.Index(fields=["practice", "email"], name="client_by_email")]

    def __str__(self) -> str:
        return self.name


class Consent(PracticeOwned):
    """A text that a client agreed to, as it stood then. Never changed: a new text is a new consent.

    ``client_name`` and ``letterhead`` are kept so that the paper reads the same however often the client marries or the
    practice moves; both are empty in rows from before they were kept.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    text_version = models.CharField(max_length=40)
    text_sha256 = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    client_name = models.CharField(max_length=120, blank=True)
    letterhead = models.JSONField(default=dict)  # name, lines and zone of the practice
    initials = models.JSONField(default=dict)  # by clause, where the practice asked for them
    drawn = SealedJSONField(null=True)  # the signature as strokes of points, for whoever drew one
    guardian_relation = models.CharField(max_length=60, blank=True)  # of who signed for a child; empty: the client did

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client text_version text_sha256 signed_at letterhead",
        identity="signed_name client_name initials drawn guardian_relation",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["client", "text_version"], condition=Q(guardian_relation=""), name="consent_once_a_text"
            ),
            models.UniqueConstraint(
                fields=["client", "text_version"],
                condition=~Q(guardian_relation=""),
                name="consent_once_a_text_for_a_child",
            ),
            AppendOnly(name="consent_append_only"),
        ]


class Link(PracticeOwned):
    """A secret address sent to one person for one purpose. Only the hash of its token is kept."""

    class Purpose(models.TextChoices):
        APPOINTMENT = "appointment"  # see, move, cancel; subject is the appointment
        CLAIM = "claim"  # turn a guest into a signed-in client; subject is the client
        INTAKE = "intake"  # by mail: answer the intake; subject is the client
        TABLET = "tablet"  # at the practice: answer the intake; subject is the client
        MESSAGES = "messages"  # choose how to be reminded, or not at all; subject is the client
        CLEARANCE = "clearance"  # for a healthcare provider: answer one question; subject is the clearance
        WAITLIST = "waitlist"  # see, change or leave the waitlist; subject is the entry
        OFFER = "offer"  # take a time that opened, or let it pass; subject is the offer

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    subject_id = models.UUIDField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client purpose subject_id expires_at spent_at created_at",
        secret="token_sha256",
    )

    class Meta(PracticeOwned.Meta):
        pass
