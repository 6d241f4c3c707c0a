"""What a therapist may see beside the massage table that stops a session, and what to do then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tableside.core.screening.result import Call


class Urgency(StrEnum):
    NOW = "now"  # the emergency number, at once
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class EmergencySign:
    """``steps`` are for the therapist, in order; ``say`` is for the client. ``calls`` is whose numbers
    of the practice's stand beside the emergency number."""

    id: str
    title: str
    urgency: Urgency
    steps: tuple[str, ...]
    say: str
    calls: frozenset[Call] = frozenset()


@dataclass(frozen=True, slots=True)
class Emergencies:
    """``always`` holds whatever the sign is."""

    always: tuple[str, ...]
    signs: Mapping[str, EmergencySign]
