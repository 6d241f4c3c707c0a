"""People who wait for an hour of Swedish massage with Ana, on a day on which she is booked out."""

from __future__ import annotations

from datetime import date, datetime

from tableside.core.waitlist.fit import Window
from tableside.records.practice.queries import service_with_length
from tableside.records.scheduling.models import Appointment, WaitlistEntry, WaitlistOffer
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.times.find_times import Search
from tableside.workflows.waitlist.join_waitlist import Wanted, join
from tests.personas import Cast, ClientPersona
from tests.workflows.booking_wishes import NOW, found, wish

MONDAY = date(2027, 2, 1)
ONE_HOUR = (Window(600, 660, first=MONDAY, last=MONDAY),)  # from ten to eleven, that Monday


def wanted(cast: Cast, *windows: Window) -> Wanted:
    length = service_with_length(cast.swedish.id, minutes=60)
    assert length is not None
    return Wanted(Search(length.service, 60, therapist_id=cast.ana.as_therapist.id), windows or ONE_HOUR)


def taken(cast: Cast) -> Appointment:
    """Gwen has the hour that the others wait for."""
    return found(book(wish(cast, key="taken"), by=None, now=NOW))


def person(who: ClientPersona) -> Person:
    return Person(who.client.name, who.client.email, client_id=who.client.id)


def waits(cast: Cast, who: ClientPersona, *windows: Window, now: datetime = NOW) -> WaitlistEntry:
    join(person(who), wanted(cast, *windows), by=who.actor, now=now)
    return WaitlistEntry.objects.get(client=who.client, ended="")


def told() -> list[tuple[str, str, str]]:
    """Who was offered what, in the order asked, and what came of it."""
    rows = WaitlistOffer.objects.select_related("entry__client").order_by("offered_at", "pk")
    return [(row.entry.client.name, f"{row.starts_at:%d %H:%M}", row.state) for row in rows]


def rival(cast: Cast, start: datetime) -> BookingRequest:
    return wish(cast, start=start, key="rival", person=Person("Rita", "rita@guests.example"))
