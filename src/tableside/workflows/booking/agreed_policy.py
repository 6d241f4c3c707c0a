"""What was agreed on when a booking was made: the policy as it stood then, which holds for it to the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from tableside.core.appointments.fees import NO_FEE
from tableside.core.appointments.policy import Policy
from tableside.records.practice.models import PolicyVersion, Practice
from tableside.records.practice.policy_queries import kept_policies, promised_policy
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class Agreed:
    """``number`` and ``text`` are those of the version; ``is_kept`` is false for a booking from before versions were
    kept. The notice that holds now counts for that one, and it owes no fee."""

    policy: Policy
    number: int
    text: str
    is_kept: bool


def agreed(appointment: Appointment) -> Agreed:
    return agreed_by_appointment([appointment])[appointment.id]


def agreed_by_appointment(appointments: Iterable[Appointment]) -> dict[UUID, Agreed]:
    """For each appointment, its booking read along."""
    numbers = {each.id: each.booking.policy_version for each in appointments}
    kept, practice = kept_policies(numbers.values()), current_practice()
    return {key: _agreed(number, kept.get(number), practice) for key, number in numbers.items()}


def _agreed(number: int, kept: PolicyVersion | None, practice: Practice) -> Agreed:
    """How long a change can be undone is no promise: what the practice says now holds."""
    policy = replace(promised_policy(kept or practice), undo_minutes=practice.undo_minutes)
    if kept is not None:
        return Agreed(policy, number, text=kept.text, is_kept=True)
    return Agreed(replace(policy, late_fee=NO_FEE, missed_fee=NO_FEE), number, text="", is_kept=False)
