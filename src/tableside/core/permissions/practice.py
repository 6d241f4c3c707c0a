"""What everything needs to know of a practice, as a value: edges and rules never hold the row."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """``currency`` is an ISO 4217 code, ``zone_name`` an IANA time zone; phone numbers are shown as written. Messages
    are written in one of ``languages``, the first unless a client chose another; a reminder of 0 minutes is never
    sent."""

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
    maternity_line: str = ""
    poison_line: str = ""
    country: str = ""
    languages: tuple[str, ...] = ("en-gb",)
    first_reminder_minutes: int = 2880
    last_reminder_minutes: int = 180
    quiet_from_minute: int = 1260
    quiet_until_minute: int = 480
    asks_afterwards: bool = False
    undo_minutes: int = 3

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)
