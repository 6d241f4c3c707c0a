"""Waiting for a time as anyone does it: by plain forms, by the links in mails, and signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Link
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment, WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.waitlist_queries import waiting_entries
from tableside.workflows.waitlist.offer_openings import offer_time, suiting_starts
from tests.personas import Cast, signed_in

SUNDAYS = {"rows": "2", "w0-weekdays": ["6"]}  # the practice is closed then, so nothing is free
GUEST = {"name": "Gwen Hart", "email": "gwen@guests.example"}
_DAYS = timedelta(days=30)


def address(cast: Cast) -> str:
    return f"/book/waitlist/?{urlencode({'service': cast.swedish.id, 'minutes': 60})}"


def joined(cast: Cast) -> WaitlistEntry:
    assert Browser().post(address(cast), SUNDAYS | GUEST).status_code == 302
    return waiting_entries()[0]


def link(entry: WaitlistEntry, offer: WaitlistOffer | None = None) -> str:
    purpose, subject = (Link.Purpose.OFFER, offer.id) if offer else (Link.Purpose.WAITLIST, entry.id)
    token = make_link(entry.client, purpose=purpose, subject_id=subject, lasts=_DAYS, now=timezone.now())
    return f"/{purpose.value}/{token}/"


def offered(cast: Cast) -> tuple[WaitlistOffer, str]:
    """The guest waits for any time now, and is offered the second day's first."""
    entry = joined(cast)
    entry.windows.update(weekdays=[])
    entry = waiting_entries()[0]
    now = timezone.now()
    later = [at for at in suiting_starts(entry, practice=cast.practice, now=now) if at > now + timedelta(days=2)]
    offer_time(entry, later[0], why="Has waited longest of all.", by=None, now=now)
    offer = WaitlistOffer.objects.get()
    return offer, link(entry, offer)


def test_a_guest_joins_with_windows_and_gets_a_letter(client: Browser, linden: Cast) -> None:
    shown = client.get(address(linden))
    sent = client.post(address(linden), SUNDAYS | GUEST)

    (entry,) = waiting_entries()
    assert (shown.status_code, sent.status_code, sent["Location"]) == (200, 302, "/book/")
    assert [window.weekdays for window in entry.windows.all()] == [[6]]
    assert [(one.kind, one.address) for one in Message.objects.all()] == [("waitlist", "gwen@guests.example")]


def test_the_page_of_times_leads_to_the_waitlist(client: Browser, linden: Cast) -> None:
    page = client.get(f"/book/time/?{urlencode({'service': linden.swedish.id, 'minutes': 60})}").content.decode()
    assert "Tell me when something opens" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"w0-weekdays": []}, "at least one line is needed"),
        ({"w0-start": "12:00", "w0-end": "11:00"}, "later than the first time"),
        ({"w0-last": "2020-01-01"}, "All these days have passed"),
        ({"w0-weekdays": ["0", "1", "2", "3", "4"]}, "A time that suits is free already"),
        ({"email": "not a mail"}, "valid email"),
    ],
)
def test_what_cannot_be_waited_for_is_said_and_what_was_typed_stays(
    client: Browser, linden: Cast, changes: dict[str, Any], said: str
) -> None:
    answer = client.post(address(linden), SUNDAYS | GUEST | changes)

    assert (answer.status_code, WaitlistEntry.objects.count()) == (422, 0)
    assert said in answer.content.decode()
    assert "Gwen Hart" in answer.content.decode()


def test_a_link_shows_the_place_and_only_sending_changes_or_leaves(client: Browser, linden: Cast) -> None:
    entry = joined(linden)
    url = link(entry)

    assert (client.get(url).status_code, waiting_entries().count()) == (200, 1)
    assert client.post(url, {"rows": "1", "w0-weekdays": ["5"]}).status_code == 302
    assert [window.weekdays for window in waiting_entries()[0].windows.all()] == [[5]]
    assert client.get(f"{url}leave/").status_code == 405
    assert (client.post(f"{url}leave/").status_code, waiting_entries().count()) == (302, 0)
    assert (client.post(f"{url}leave/").status_code, client.get(url).status_code) == (422, 200)


def test_an_offer_is_taken_by_its_link_once(client: Browser, linden: Cast) -> None:
    offer, url = offered(linden)

    assert (client.get(url).status_code, Appointment.objects.count()) == (200, 0)
    assert client.post(url).status_code == 302
    again = client.post(url)
    assert (again.status_code, Appointment.objects.get().starts_at) == (422, offer.starts_at)
    assert "answered already" in again.content.decode()


def test_an_offer_is_let_pass_by_its_link(client: Browser, linden: Cast) -> None:
    _offer, url = offered(linden)

    assert client.get(f"{url}pass/").status_code == 405
    assert client.post(f"{url}pass/").status_code == 302
    assert WaitlistOffer.objects.get().state == "declined"
    assert "You let this time pass" in client.get(url).content.decode()


def test_a_link_opens_what_it_was_sent_for_and_nothing_else(client: Browser, linden: Cast) -> None:
    _offer, url = offered(linden)

    assert client.get(url.replace("/offer/", "/waitlist/")).status_code == 404
    assert client.get("/offer/no-such-token/").status_code == 404


def test_a_client_sees_their_own_place_and_nobody_elses(linden: Cast) -> None:
    assert signed_in(linden.clara).post(address(linden), SUNDAYS).status_code == 302
    (entry,) = waiting_entries()
    own = f"/my/waitlist/{entry.id}/"

    assert "On the waitlist" in signed_in(linden.clara).get("/my/").content.decode()
    assert signed_in(linden.clara).post(own)["Location"].startswith("/waitlist/")
    assert signed_in(linden.dora).post(own).status_code == 404
    assert signed_in(linden.other_client).post(own).status_code == 404
    assert (Browser().post(own).status_code, signed_in(linden.clara).get(own).status_code) == (302, 405)
