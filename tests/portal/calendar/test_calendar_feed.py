"""Appointments in people's own calendar programs: times, at most initials, and an address that can be ended."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from icalendar import Calendar

from tableside.config.log_lines import WithoutTokens
from tableside.portal.links import MISSES
from tableside.records.audit.models import AuditEntry
from tableside.records.calendars.models import CalendarFeed
from tableside.records.practice.models import Membership
from tableside.records.practice.people_actions import end_membership
from tableside.records.practice.queries import facts_of
from tableside.workflows.calendars.calendar_entry import calendar_entry
from tableside.workflows.calendars.calendar_feed import calendar_of
from tests.personas import Cast, ClientPersona, StaffPersona, signed_in
from tests.query_counts import queries_of
from tests.sessions import booked, this_minute

DESK, MY = "/desk/settings/calendar/", "/my/calendar/"


def parts_of(text: bytes | str, name: str) -> list[Any]:  # Any: icalendar's stubs allow a date, a span and more
    return list(Calendar.from_ical(text).walk(name))


def address_of(persona: ClientPersona | StaffPersona, *, shows: str = "busy") -> str:
    """Made on the page, as the page shows it."""
    page = DESK if isinstance(persona, StaffPersona) else MY
    answer = signed_in(persona).post(page, {"shows": shows})
    assert answer.status_code == 200
    (address,) = re.findall(r"http://testserver(/calendar/[\w-]{43}\.ics)", answer.content.decode())
    return str(address)


def summaries(address: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in parts_of(Browser().get(address).content, "VEVENT")]


def test_a_therapist_sees_busy_or_the_initials_of_clients_and_a_client_those_of_the_therapist(linden: Cast) -> None:
    booked(linden, at=this_minute() + timedelta(days=2))

    assert summaries(address_of(linden.ana)) == ["Busy"]
    assert summaries(address_of(linden.ana, shows="initials")) == ["C.N."]
    assert summaries(address_of(linden.clara, shows="initials")) == ["A.L."]
    assert (summaries(address_of(linden.ben)), summaries(address_of(linden.dora))) == ([], [])


def test_an_entry_has_the_local_time_the_uid_of_the_mails_and_nothing_about_what_for(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))
    address = address_of(linden.clara, shows="initials")

    body = Browser().get(address).content.decode()

    (event,) = parts_of(body, "VEVENT")
    (mailed,) = parts_of(calendar_entry([appointment], practice=facts_of(linden.practice), now=this_minute()), "VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (mailed["UID"], mailed["SEQUENCE"])
    assert event.decoded("DTSTART") == appointment.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Vienna"
    assert not re.search("massage|swedish|Linden|Novak|Lindqvist|LOCATION|DESCRIPTION", body, re.IGNORECASE)


def test_the_clock_changes_are_told_in_the_local_time_that_ends_with_them(linden: Cast) -> None:
    address_of(linden.ana)
    summer = this_minute().replace(year=2027, month=9, day=20, hour=12)  # the same local day whenever this runs

    text = calendar_of(CalendarFeed.objects.get(), practice=facts_of(linden.practice), now=summer).decode()

    (zone,) = parts_of(text, "VTIMEZONE")
    told = [(part.name, part["DTSTART"].dt.isoformat(), part["TZOFFSETTO"].to_ical()) for part in zone.subcomponents]
    assert told[:2] == [
        ("DAYLIGHT", "2027-08-21T00:00:00", "+0200"),
        ("STANDARD", "2027-10-31T03:00:00", "+0100"),
    ]
    as_told = zone.to_tz()
    moment = summer.astimezone(UTC)
    assert moment.astimezone(as_told).utcoffset() == moment.astimezone(ZoneInfo("Europe/Vienna")).utcoffset()


def test_what_has_not_changed_is_not_sent_again_and_what_is_cancelled_is_gone(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))
    address, browser = address_of(linden.ana), Browser()
    first = browser.get(address)

    again = browser.get(address, headers={"If-None-Match": first["ETag"]})
    appointment.status, appointment.cancelled_at = "cancelled", this_minute()
    appointment.save()
    after = browser.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (again.status_code, again.content) == (304, b"")
    assert (after.status_code, parts_of(after.content, "VEVENT")) == (200, [])


def test_thirty_days_back_and_a_year_ahead_are_shown_however_far_clients_may_book(linden: Cast) -> None:
    for days in (-32, -29, 1, 360, 370):
        booked(linden, at=this_minute() + timedelta(days=days))

    assert summaries(address_of(linden.ana)) == ["Busy", "Busy", "Busy"]


def test_the_number_of_queries_is_the_same_for_many_appointments(linden: Cast) -> None:
    address = address_of(linden.ana, shows="initials")
    booked(linden, at=this_minute() + timedelta(days=1))
    few = queries_of(Browser(), address)
    for day in range(2, 9):
        booked(linden, at=this_minute() + timedelta(days=day))

    assert queries_of(Browser(), address) == few


def test_a_new_address_and_an_ended_one_open_nothing_and_both_deeds_are_in_the_audit_log(linden: Cast) -> None:
    first = address_of(linden.clara)
    second = address_of(linden.clara)
    answers = [Browser().get(first).status_code, Browser().get(second).status_code]

    ended = signed_in(linden.clara).post(f"{MY}end/", follow=True)

    assert answers == [404, 200]
    assert "opens nothing any more" in ended.content.decode()
    assert Browser().get(second).status_code == 404
    deeds = AuditEntry.objects.filter(deed__startswith="calendar_feed").order_by("number")
    assert [(entry.deed, entry.actor_label) for entry in deeds] == [
        ("calendar_feed.made", "Clara Novak"),
        ("calendar_feed.made", "Clara Novak"),
        ("calendar_feed.revoked", "Clara Novak"),
    ]


def test_only_the_hash_of_the_address_is_kept_and_the_page_shows_it_once(linden: Cast) -> None:
    token = address_of(linden.ana).removeprefix("/calendar/").removesuffix(".ics")

    assert CalendarFeed.objects.get().token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    page = signed_in(linden.ana).get(DESK).content.decode()
    assert token not in page
    assert "shows only that you are busy" in page


def test_the_feed_of_a_therapist_who_left_opens_nothing(linden: Cast) -> None:
    address = address_of(linden.ana)

    end_membership(Membership.objects.get(user=linden.ana.user), by=linden.owner.actor, now=this_minute())

    assert Browser().get(address).status_code == 404


def test_another_practice_does_not_know_the_address(linden: Cast) -> None:
    assert Browser(SERVER_NAME="mill.example").get(address_of(linden.ana)).status_code in (400, 404)


def test_guessing_is_slowed_down(linden: Cast) -> None:
    guess, good = "/calendar/" + "a" * 43 + ".ics", address_of(linden.ana)
    answers = [Browser().get(guess).status_code for _ in range(MISSES + 1)]

    assert (set(answers[:-1]), answers[-1]) == ({404}, 429)
    assert Browser().get(good).status_code == 200


def test_the_token_does_not_reach_the_log(linden: Cast, caplog: pytest.LogCaptureFixture) -> None:
    guess = "/calendar/" + "a" * 43 + ".ics"
    with caplog.at_level(logging.WARNING, logger="django.request"):
        Browser().get(guess)

    assert [WithoutTokens().format(record) for record in caplog.records] == ["Not Found: /calendar/(token).ics"]


@pytest.mark.parametrize("page", [DESK, MY])
def test_a_choice_that_does_not_exist_is_asked_again(linden: Cast, page: str) -> None:
    who = linden.ana if page == DESK else linden.clara
    assert signed_in(who).post(page, {"shows": "everything"}).status_code == 422


def test_who_may_open_which_page(linden: Cast) -> None:
    doors = {
        "owner, who treats nobody": signed_in(linden.owner).get(DESK).status_code,
        "front desk": signed_in(linden.front_desk).get(DESK).status_code,
        "client at the desk": signed_in(linden.clara).get(DESK).status_code,
        "therapist in the portal": signed_in(linden.ana).get(MY).status_code,
        "nobody": Browser().get(MY).status_code,
        "reading what only ends": signed_in(linden.clara).get(f"{MY}end/").status_code,
    }

    assert doors == {
        "owner, who treats nobody": 404,
        "front desk": 404,
        "client at the desk": 403,
        "therapist in the portal": 403,
        "nobody": 302,
        "reading what only ends": 405,
    }
