"""Audit rows. Labels and ids are kept as text, without foreign keys: the row must outlive what it tells of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tableside.records.foundation.constraints import AppendOnly
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import Keyed, ScopedManager, current_practice_id


class AuditEntry(Keyed):
    """One deed: a change, or a reading of health data. ``hash`` covers the row and the hash before it."""

    practice_id = models.UUIDField(default=current_practice_id)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200)
    deed = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    client_id = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager()
    everywhere = models.Manager()

    # ``detail`` holds ids, codes and times only (``instrument``, ``moment``, ``screenings``, ``clients``, ...).
    # Still it is health data: with which questions somebody was scored, or who waited for a therapist's decision, says
    # something of their health. It is not sealed, so that the chain can be checked without the practice's key.
    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice_id number at actor_id deed subject_kind subject_id client_id previous_hash hash",
        identity="actor_label",
        health="detail",
    )

    class Meta:
        default_manager_name = "objects"
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["practice_id", "number"], name="audit_number_once"),
            AppendOnly(name="audit_append_only"),
        ]
        indexes = [
            models.Index(fields=["practice_id", "client_id", "number"], name="audit_by_client"),
        ]
