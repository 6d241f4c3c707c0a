"""The calendar's page and feed: who sees what, and that it costs the same however much is booked."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tableside.core.appointments.status import Status
from tableside.records.audit.queries import newest_entries
from tableside.records.clients.actions import change_client
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.hours_actions import close_day, take_time_off
from tests.desk.screenings import screened
from tests.personas import FOUNDED, Cast, signed_in
from tests.query_counts import queries_of
from tests.sessions import TEN, booked, finished

MONDAY = f"{reverse('desk:calendar')}?on=2027-02-01"
FEED = f"{reverse('desk:calendar-feed')}?on=2027-02-01"


def feed(browser: Browser, **more: str) -> dict[str, Any]:
    answer = browser.get(FEED, more and {"on": "2027-02-01", **more})
    found: dict[str, Any] = json.loads(answer.content)
    return found


def blocks(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [block for block in found["blocks"] if block["kind"] == kind]


def test_a_block_says_in_words_what_its_place_and_colour_show(linden: Cast) -> None:
    appointment = booked(linden)

    (block,) = blocks(feed(signed_in(linden.front_desk)), "appointment")

    table = appointment.table.name if appointment.table else ""
    assert (block["column"], block["start"], block["end"]) == (
        str(linden.ana.as_therapist.id),
        "2027-02-01T10:00",
        "2027-02-01T11:00",
    )
    assert [block[key] for key in ("name", "text", "beside", "more")] == [
        "Clara Novak",
        "Swedish massage",
        table,
        "10:00–11:00, 60 minutes, Booked",
    ]
    assert [cue["words"] for cue in block["cues"]] == ["First visit", "Health questions missing"]


@pytest.mark.parametrize("who", ["front_desk", "ana", "owner"])
def test_nobody_reads_health_from_the_calendar_so_nothing_is_noted(linden: Cast, who: str) -> None:
    screened(linden, booked(linden), outcome="needs_clearance")
    before = newest_entries().count()
    browser = signed_in(getattr(linden, who))

    (block,) = blocks(feed(browser), "appointment")

    assert [cue["words"] for cue in block["cues"]] == ["First visit", "Needs attention"]
    assert b"learance" not in browser.get(MONDAY).content
    assert newest_entries().count() == before


def test_a_note_due_and_a_birthday_are_cues(linden: Cast) -> None:
    clara = linden.clara.client
    change_client(
        clara,
        name=clara.name,
        email=clara.email,
        phone="",
        born_on=date(1980, 2, 1),
        by=linden.owner.actor,
        now=FOUNDED,
    )
    finished(linden)

    (block,) = blocks(feed(signed_in(linden.ana)), "appointment")

    assert [cue["words"] for cue in block["cues"]] == ["First visit", "Note due", "Birthday"]


def test_by_room_the_columns_are_the_massage_tables(linden: Cast) -> None:
    appointment = booked(linden)

    found = feed(signed_in(linden.front_desk), by="room")

    assert [column["title"] for column in found["columns"]] == [
        "Garden room, table 1",
        "Garden room, table 2",
        "Quiet room",
    ]
    assert [block["column"] for block in blocks(found, "appointment")] == [str(appointment.table_id)]


def test_a_week_leaves_out_the_days_on_which_nobody_works(linden: Cast) -> None:
    booked(linden, at=TEN + timedelta(days=3))

    found = feed(signed_in(linden.front_desk), days="7")

    assert (found["hidden"], found["hours"]) == ([0, 6], [9, 17])
    assert [block["start"] for block in blocks(found, "appointment")] == ["2027-02-04T10:00"]


def test_time_off_and_a_closed_day_are_drawn(linden: Cast) -> None:
    ana, ben = linden.ana.as_therapist, linden.ben.as_therapist
    take_time_off(ana, start=TEN, end=TEN + timedelta(hours=2), by=linden.owner.actor, now=FOUNDED)
    close_day(ben, on=date(2027, 2, 1), by=linden.owner.actor, now=FOUNDED)

    found = feed(signed_in(linden.front_desk))

    assert [(b["column"], b["start"], b["end"], b["name"]) for b in blocks(found, "time_off")] == [
        (str(ana.id), "2027-02-01T10:00", "2027-02-01T12:00", "Time off")
    ]
    assert [(b["start"], b["end"]) for b in blocks(found, "closed") if b["column"] == str(ben.id)] == [
        ("2027-02-01T00:00", "2027-02-02T00:00")
    ]


def test_a_cancelled_appointment_is_not_in_it(linden: Cast) -> None:
    change_status(booked(linden), to=Status.CANCELLED, by=linden.front_desk.actor, now=FOUNDED)

    assert blocks(feed(signed_in(linden.front_desk)), "appointment") == []


def test_as_long_as_nothing_changes_there_is_no_body_and_then_there_is(linden: Cast) -> None:
    appointment = booked(linden)
    browser = signed_in(linden.front_desk)
    state = browser.get(MONDAY).context["state"]

    def again() -> tuple[int, bool]:
        answer = browser.get(FEED, headers={"If-None-Match": state})
        return answer.status_code, bool(answer.content)

    unchanged = again()
    change_status(appointment, to=Status.ARRIVED, by=linden.front_desk.actor, now=TEN)

    assert (unchanged, again()) == ((304, False), (200, True))


def test_asking_whether_something_changed_is_one_query_beside_who_asks(
    linden: Cast, django_assert_num_queries: Any
) -> None:
    booked(linden)
    browser = signed_in(linden.front_desk)
    state = browser.get(MONDAY).context["state"]
    alone = queries_of(browser, reverse("desk:calendar-feed") + "?on=2027-02-01")
    who_asks = 4

    with django_assert_num_queries(who_asks + 1):
        browser.get(FEED, headers={"If-None-Match": state})
    assert alone > who_asks + 1


@pytest.mark.parametrize("more", ["", "&days=7", "&by=room", "&days=7&by=room&colour=therapist"])
def test_three_appointments_cost_as_many_queries_as_one(linden: Cast, more: str) -> None:
    screened(linden, booked(linden), outcome="modify")
    browser = signed_in(linden.ana)
    one = queries_of(browser, MONDAY + more)
    for hours in (2, 4):
        at = TEN + timedelta(hours=hours)
        screened(linden, booked(linden, who=linden.dora, at=at), outcome="modify", who=linden.dora)

    assert queries_of(browser, MONDAY + more) == one


@pytest.mark.parametrize("asked", ["on=nonsense", "days=8", "by=x", "therapist=x", "colour=x", "on=2000-01-01&days=7"])
def test_nonsense_in_the_address_counts_as_not_said(linden: Cast, asked: str) -> None:
    assert signed_in(linden.front_desk).get(f"{reverse('desk:calendar')}?{asked}").status_code == 200


def test_on_a_day_on_which_the_clocks_change_times_are_those_on_the_wall(linden: Cast) -> None:
    booked(linden, at=datetime.fromisoformat("2027-03-28T08:00:00+00:00"))

    (block,) = blocks(
        json.loads(signed_in(linden.front_desk).get(reverse("desk:calendar-feed"), {"on": "2027-03-28"}).content),
        "appointment",
    )

    assert (block["start"], block["end"]) == ("2027-03-28T10:00", "2027-03-28T11:00")


def test_clients_visitors_and_other_practices_see_nothing_of_it(linden: Cast) -> None:
    booked(linden)

    for address in (MONDAY, FEED):
        assert signed_in(linden.clara).get(address).status_code == 403
        assert Browser().get(address).status_code == 302
        assert signed_in(linden.front_desk).post(address).status_code == 405
    assert b"Clara Novak" not in signed_in(linden.other_therapist).get(MONDAY).content
