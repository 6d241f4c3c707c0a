"""The page of a therapist's other calendar, and where the desk sees what it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.core.timeline.window import minute_of
from tableside.records.audit.models import AuditEntry
from tableside.records.calendars.models import OtherCalendar
from tableside.records.calendars.other_actions import Read, note_failure, note_read
from tests.personas import Cast, signed_in
from tests.sessions import TEN

ADDRESS = "https://calendar.example/private-7f3a/basic.ics"


def page_of(cast: Cast) -> str:
    return reverse("desk:other-calendar", args=[cast.ana.as_therapist.id])


def given(cast: Cast) -> OtherCalendar:
    """Ana is elsewhere from ten to eleven."""
    signed_in(cast.ana).post(page_of(cast), {"address": ADDRESS})
    calendar = OtherCalendar.objects.get()
    note_read(calendar, Read([(minute_of(TEN), minute_of(TEN) + 60)]), now=timezone.now())
    calendar.refresh_from_db()
    return calendar


@pytest.mark.parametrize("who", ["ana", "owner"])
def test_the_address_is_given_shown_by_its_host_only_and_removed(linden: Cast, who: str) -> None:
    browser, page = signed_in(getattr(linden, who)), page_of(linden)
    saved = browser.post(page, {"address": f" {ADDRESS} "}, follow=True).content.decode()
    kept = OtherCalendar.objects.get().address
    removed = browser.post(f"{page}removal/", follow=True).content.decode()

    assert "https://calendar.example/…" in saved
    assert "private-7f3a" not in saved
    assert (kept, OtherCalendar.objects.count()) == (ADDRESS, 0)
    assert "offered again" in removed
    deeds = AuditEntry.objects.filter(deed__startswith="other_calendar").order_by("number")
    assert [entry.deed for entry in deeds] == ["other_calendar.set", "other_calendar.removed"]


def test_who_is_neither_the_therapist_nor_the_owner_finds_nothing(linden: Cast) -> None:
    given(linden)
    page = page_of(linden)
    doors = [signed_in(who).get(page).status_code for who in (linden.ben, linden.front_desk, linden.other_therapist)]
    posts = [signed_in(linden.ben).post(f"{page}{deed}/").status_code for deed in ("reading", "removal")]

    assert doors + posts == [404] * 5


def test_an_address_that_cannot_be_one_is_asked_again_with_what_was_typed(linden: Cast) -> None:
    answer = signed_in(linden.ana).post(page_of(linden), {"address": "https://192.168.1.4/me.ics"})

    assert answer.status_code == 422
    assert "not on the public internet" in answer.content.decode()
    assert "https://192.168.1.4/me.ics" in answer.content.decode()


def test_a_problem_is_a_sentence_here_and_after_a_day_on_the_owners_first_page(linden: Cast) -> None:
    calendar, now = given(linden), timezone.now()
    note_failure(calendar, problem="leads_on", now=now - timedelta(hours=23))
    here = signed_in(linden.ana).get(page_of(linden)).content.decode()
    early = signed_in(linden.owner).get(reverse("desk:day")).content.decode()
    OtherCalendar.objects.update(failing_since=now - timedelta(hours=25))

    late = signed_in(linden.owner).get(reverse("desk:day")).content.decode()
    others = signed_in(linden.front_desk).get(reverse("desk:day")).content.decode()

    assert "leads on to another one" in here
    said = "The other calendar of Ana Lindqvist could not be read"
    assert [said in page for page in (early, late, others)] == [False, True, False]


def test_reading_now_says_when_it_is_too_soon(linden: Cast) -> None:
    given(linden)
    browser, address = signed_in(linden.ana), f"{page_of(linden)}reading/"

    assert "a moment ago" in browser.post(address, follow=True).content.decode()
    OtherCalendar.objects.update(next_read_at=timezone.now() + timedelta(minutes=9))
    assert "being read now" in browser.post(address, follow=True).content.decode()


def test_the_calendar_of_the_desk_draws_it_and_freshens_when_it_changes(linden: Cast) -> None:
    calendar, browser = given(linden), signed_in(linden.front_desk)
    feed = f"{reverse('desk:calendar-feed')}?on=2027-02-01"
    first = browser.get(feed)
    unchanged = browser.get(feed, headers={"If-None-Match": first["ETag"]})
    note_read(calendar, Read([]), now=timezone.now())
    changed = browser.get(feed, headers={"If-None-Match": first["ETag"]})

    drawn = [block for block in first.json()["blocks"] if block["kind"] == "elsewhere"]
    assert [(block["column"], block["start"], block["end"], block["name"]) for block in drawn] == [
        (str(linden.ana.as_therapist.id), "2027-02-01T10:00", "2027-02-01T11:00", "Elsewhere")
    ]
    assert (unchanged.status_code, changed.status_code) == (304, 200)
