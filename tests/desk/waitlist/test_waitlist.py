"""The desk sees who waits and who was asked, offers by hand, adds and removes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.scheduling.models import WaitlistEntry, WaitlistOffer, WaitlistWindow
from tableside.records.scheduling.waitlist_queries import waiting_entries
from tableside.workflows.waitlist.offer_openings import suiting_starts
from tests.personas import Cast, ClientPersona, signed_in
from tests.query_counts import queries_of


def waits(cast: Cast, who: ClientPersona) -> WaitlistEntry:
    now = timezone.now()
    entry = WaitlistEntry.objects.create(
        client=who.client, service=cast.swedish, minutes=60, created_at=now, changed_at=now
    )
    WaitlistWindow.objects.create(entry=entry, start_minute=0, end_minute=1440)
    return waiting_entries().get(pk=entry.pk)


def a_start(cast: Cast, entry: WaitlistEntry) -> str:
    now = timezone.now()
    starts = suiting_starts(entry, practice=cast.practice, now=now)
    return next(at for at in starts if at > now + timedelta(days=2)).isoformat()


def test_the_desk_offers_a_time_and_the_log_says_who_chose(linden: Cast) -> None:
    entry = waits(linden, linden.clara)
    desk, url = signed_in(linden.front_desk), f"/desk/waitlist/{entry.id}/"
    start = a_start(linden, entry)

    assert "Offer one of these free times" in desk.get(url).content.decode()
    assert desk.post(f"{url}offer/", {"start": start}).status_code == 302
    again = desk.post(f"{url}offer/", {"start": start})
    assert (again.status_code, WaitlistOffer.objects.get().why) == (422, "Chosen by Finn Maier.")
    assert "Chosen by Finn Maier." in desk.get("/desk/waitlist/").content.decode()


@pytest.mark.parametrize("start", ["", "nonsense", "2027-01-01T10:00"])
def test_a_start_that_is_none_offers_nothing(linden: Cast, start: str) -> None:
    entry = waits(linden, linden.clara)
    answer = signed_in(linden.front_desk).post(f"/desk/waitlist/{entry.id}/offer/", {"start": start})
    assert (answer.status_code, WaitlistOffer.objects.count()) == (422, 0)


def test_the_desk_takes_somebody_off_once(linden: Cast) -> None:
    url = f"/desk/waitlist/{waits(linden, linden.clara).id}/remove/"
    desk = signed_in(linden.front_desk)

    assert [desk.post(url).status_code for _ in range(2)] == [302, 422]
    assert WaitlistEntry.objects.get().ended == "removed"


def test_the_desk_puts_a_client_on_the_list(linden: Cast) -> None:
    desk, url = signed_in(linden.front_desk), f"/desk/clients/{linden.clara.client.id}/waitlist/"
    length = linden.swedish.lengths.order_by("minutes")[0]

    assert desk.get(url).status_code == 200
    assert desk.post(url, {"what": length.id, "rows": "1", "w0-weekdays": ["0", "1", "2"]}).status_code == 422
    assert desk.post(url, {"what": length.id, "rows": "1", "w0-weekdays": ["6"]}).status_code == 302
    assert [entry.client for entry in waiting_entries()] == [linden.clara.client]


def test_nobody_else_opens_the_list(linden: Cast) -> None:
    entry = waits(linden, linden.clara)
    for url in ("/desk/waitlist/", f"/desk/waitlist/{entry.id}/"):
        assert signed_in(linden.clara).get(url).status_code == 403
        assert Browser().get(url).status_code == 302
        assert signed_in(linden.front_desk).post(url).status_code == 405
    assert signed_in(linden.other_therapist).get(f"/desk/waitlist/{entry.id}/").status_code == 404


def test_the_list_takes_as_many_queries_for_three_as_for_one(linden: Cast) -> None:
    desk = signed_in(linden.front_desk)
    waits(linden, linden.clara)
    one = queries_of(desk, "/desk/waitlist/")
    waits(linden, linden.dora)
    WaitlistEntry.objects.create(
        client=linden.clara.client,
        service=linden.prenatal,
        minutes=60,
        created_at=timezone.now(),
        changed_at=timezone.now(),
    )

    assert queries_of(desk, "/desk/waitlist/") == one
