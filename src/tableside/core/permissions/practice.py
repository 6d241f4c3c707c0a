"""What everything needs to know of a practice, as a value: edges and rules never hold the row."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """``currency`` is an ISO 4217 code, ``zone_name`` an IANA time zone; phone numbers are shown as written."""

    id: UUID
    slug: str
    name: str
    about: str
    zone_name: str
    currency: str
    email: str
    phone: str
    emergency_number: str
    crisis_line: str
    is_demo: bool

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)
