"""The outbox. A message is written in the transaction that causes it, and sent by the worker after that committed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import Keyed, ScopedManager, current_practice_id
from tableside.records.foundation.sealed import SealedJSONField


class Message(Keyed):
    """One letter to one address. ``key`` makes writing it twice impossible; ``due_at`` moves ahead while a worker
    holds it, so that a letter whose worker died comes due again by itself."""

    practice_id = models.UUIDField(default=current_practice_id)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    client_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, default="mail")  # "mail", or "sms"; address is then a phone number
    address = models.CharField(max_length=320)
    content = SealedJSONField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # a reminder is of no use once the appointment has begun
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    went = models.CharField(max_length=10, blank=True)  # "mail", "sms", or "page" when no mail server is set
    withdrawn_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    emptied_at = models.DateTimeField(null=True)  # what it said opened an account, and is gone
    created_at = models.DateTimeField()

    objects = ScopedManager()
    everywhere = models.Manager()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice_id key kind client_id subject_id channel due_at expires_at attempts done_at went "
        "withdrawn_at failed_at error emptied_at created_at",
        identity="address content",
    )

    class Meta:
        default_manager_name = "objects"
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["practice_id", "key"], name="message_once")]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_due",
                condition=models.Q(done_at=None, withdrawn_at=None, failed_at=None),
            ),
            models.Index(
                fields=["created_at"],
                name="message_to_empty",
                condition=models.Q(kind="account", emptied_at=None),
            ),
        ]
