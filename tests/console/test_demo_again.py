"""The demo practice, made twice on the same day: whatever a person can read is the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tableside.console.demo.make import fill
from tableside.records.audit.models import AuditEntry
from tableside.records.charting.models import BodyMark, RegionWork, SessionNote
from tableside.records.clients.models import Client
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.models import Clearance, Intake, Screening
from tableside.records.outbox.models import Message
from tableside.records.outcomes.models import Measurement
from tableside.records.plans.models import TreatmentPlan
from tableside.records.practice.models import Practice, Therapist
from tableside.records.scheduling.models import Appointment

NOW = datetime(2027, 2, 7, 12, 20, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]  # the demo keeps to SQLite


def test_made_again_on_the_same_day_it_reads_the_same() -> None:
    first, second = _short_life(), _short_life()

    assert len(first) > 250
    assert first == second


def _short_life() -> list[str]:
    """A week of it, as lines of text with everything a person can read, then undone."""
    with transaction.atomic():
        fill(NOW, weeks=1)
        with practice_scope(Practice.objects.get().id):
            lines = _everything_to_read()
        transaction.set_rollback(True)
    return lines


_READ = {
    Appointment: "client__name therapist__name service__name location__name table__name starts_at ends_at status "
    "price_minor currency cancelled_by created_at",
    SessionNote: "session__appointment__client__name subjective objective assessment plan saved_at signed_at",
    RegionWork: "session__started_at place technique minutes pressure body_tool",
    BodyMark: "session__started_at place kind score",
    Measurement: "client__name instrument moment score taken_at entered_by",
    TreatmentPlan: "client__name therapist__name service__name minutes sessions gap_days status created_at "
    "goals__baseline goals__target",
    Intake: "client__name answers submitted_at",
    Screening: "client__name outcome rule_ids screened_at reviewed_at reviewed_by",
    Clearance: "client__name rule_id status provider note given_on expires_on",
    Message: "address kind done_at went",
    AuditEntry: "number at actor_label deed subject_kind",
    Client: "name email phone born_on created_at",
    Therapist: "name headline approach languages licences__number licences__expires_on trainings__title",
}


def _everything_to_read() -> list[str]:
    lines = [
        f"{model.__name__} {row}"
        for model, columns in _READ.items()
        for row in model._default_manager.values_list(*columns.split())
    ]
    letters = (str(message.content["text"]) for message in Message.objects.all())
    unsigned = [re.sub(r"/[\w-]{36,43}/|Reference \w{8}", "…", letter) for letter in letters]  # keys may differ
    return sorted([*lines, *unsigned])
