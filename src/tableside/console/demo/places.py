"""Where the demo practice lies: in one of three cities, always the one where it is day now, so that its day list shows
what was and what is to come whenever somebody looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Phone numbers are ones that are kept free for invented people."""

    city: str
    country: str
    jurisdiction: str
    subdivision: str
    time_zone: str
    currency: str
    emergency_number: str
    crisis_line: str
    phone: str


DUBLIN = Place("Dublin", "IE", "Ireland", "", "Europe/Dublin", "EUR", "112", "116 123 (Samaritans)", "+353 20 912 0100")
NEW_YORK = Place("New York", "US", "New York State", "NY", "America/New_York", "USD", "911", "988", "+1 212 555 0100")
SYDNEY = Place(
    "Sydney", "AU", "New South Wales", "NSW", "Australia/Sydney", "AUD", "000", "13 11 14 (Lifeline)", "+61 2 5550 0100"
)


def place_by_day(now: datetime) -> Place:
    """Between breakfast and early evening there, winter and summer.

    >>> place_by_day(datetime(2027, 3, 1, 10, tzinfo=UTC)).city
    'Dublin'
    """
    hour = now.astimezone(UTC).hour
    if 9 <= hour < 17:
        return DUBLIN
    return NEW_YORK if 17 <= hour < 23 else SYDNEY
