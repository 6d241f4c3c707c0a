"""What holds for cancelling, moving and missing an appointment, and what did when something was booked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tableside.core.appointments.fees import FeeKind, FeeRule
from tableside.core.appointments.policy import Policy
from tableside.records.practice.models import PolicyVersion, Practice


class Promise(Protocol):
    """The figures of the practice now, of a kept version, or of what was typed and not saved."""

    @property
    def cancel_notice_minutes(self) -> int: ...
    @property
    def reschedule_notice_minutes(self) -> int: ...
    @property
    def late_fee_kind(self) -> str: ...
    @property
    def late_fee_value(self) -> int: ...
    @property
    def missed_fee_kind(self) -> str: ...
    @property
    def missed_fee_value(self) -> int: ...
    @property
    def waives_first_fee(self) -> bool: ...


def policy_of(practice: Practice) -> Policy:
    """What holds now for booking and for changing it."""
    return Policy(
        notice_minutes=practice.notice_minutes,
        horizon_days=practice.horizon_days,
        cancel_notice_minutes=practice.cancel_notice_minutes,
        reschedule_notice_minutes=practice.reschedule_notice_minutes,
        answer_minutes=practice.answer_minutes,
        undo_minutes=practice.undo_minutes,
    )


def kept_policies(numbers: Iterable[int]) -> dict[int, PolicyVersion]:
    """What these versions of the policies said. One from before versions were kept is missing."""
    return {kept.number: kept for kept in PolicyVersion.objects.filter(number__in=set(numbers))}


def promised_policy(promise: Promise) -> Policy:
    return Policy(
        cancel_notice_minutes=promise.cancel_notice_minutes,
        reschedule_notice_minutes=promise.reschedule_notice_minutes,
        late_fee=FeeRule(FeeKind(promise.late_fee_kind), promise.late_fee_value),
        missed_fee=FeeRule(FeeKind(promise.missed_fee_kind), promise.missed_fee_value),
        waives_first_fee=promise.waives_first_fee,
    )
