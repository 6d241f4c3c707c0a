"""What a late cancellation or a missed appointment costs its client, by what was agreed on when it was booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tableside.core.appointments.fees import Fee, FeeReason, FeeRule, fee_for
from tableside.core.appointments.policy import is_late
from tableside.core.billing.money import Money
from tableside.records.scheduling.fees import is_first
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.agreed_policy import Agreed


@dataclass(frozen=True, slots=True)
class LateCancellation:
    """That cancelling now is late, and the fee for it, if one was agreed on."""

    rule: FeeRule
    fee: Fee | None

    @property
    def shown(self) -> str:
        """What a form sends along, so that nobody pays what they were not shown."""
        if self.fee is None:
            return ""
        return f"{self.fee.amount.minor}{'-waived' if self.fee.is_waived else ''}"


def late_cancellation(appointment: Appointment, holds: Agreed, *, now: datetime) -> LateCancellation | None:
    """None while cancelling costs nothing."""
    policy = holds.policy
    if appointment.status == Appointment.Status.REQUESTED:
        return None  # nothing was agreed yet: whoever withdraws a request owes nothing
    if not is_late(appointment.starts_at, now=now, policy=policy, booked_at=appointment.created_at):
        return None
    return LateCancellation(
        policy.late_fee, _fee(appointment, policy.late_fee, holds, reason=FeeReason.LATE_CANCELLATION)
    )


def missed_fee(appointment: Appointment, holds: Agreed) -> Fee | None:
    return _fee(appointment, holds.policy.missed_fee, holds, reason=FeeReason.MISSED)


def _fee(appointment: Appointment, rule: FeeRule, holds: Agreed, *, reason: FeeReason) -> Fee | None:
    return fee_for(
        rule,
        price=Money(appointment.price_minor, appointment.currency),
        is_first=is_first(appointment, reason),
        waives_first=holds.policy.waives_first_fee,
    )
