"""Calendar files of all kinds become minutes, and hostile ones a reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tableside.core.timeline.window import instant_of, minute_of
from tableside.workflows.calendars.busy_times import CannotRead, Reading, busy_times


def at(text: str) -> int:
    return minute_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


READING = Reading("Europe/Vienna", at("2027-03-01"), at("2027-06-01"), own=("ana@therapists.example",))
ODD_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Our Own Time\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0230\n"
    "TZOFFSETTO:+0230\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def file(*events: str, before: str = "") -> bytes:
    named = [event if "UID:" in event else f"UID:{number}\n{event}" for number, event in enumerate(events)]
    inside = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in named)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{before}{inside}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(content: bytes) -> list[str]:
    return [f"{instant_of(start):%d.%m. %H:%M}+{end - start}" for start, end in busy_times(content, READING)]


TEN = "DTSTART:20270310T100000Z\n"


@pytest.mark.parametrize(
    ("event", "busy"),
    [
        (TEN + "DTEND:20270310T110000Z", ["10.03. 10:00+60"]),
        (TEN + "DURATION:PT45M", ["10.03. 10:00+45"]),
        (TEN, []),  # a moment takes no time
        (TEN + "DTEND:20270310T100030Z", ["10.03. 10:00+1"]),
        ("DTSTART;VALUE=DATE:20270310", ["09.03. 23:00+1440"]),  # the day in Vienna
        ("DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329", ["27.03. 23:00+1380"]),  # the clocks go forward
        ("DTSTART:20270310T100000\nDURATION:PT1H", ["10.03. 09:00+60"]),  # floating: in the practice's zone
        ("DTSTART;TZID=America/New_York:20270310T100000\nDURATION:PT1H", ["10.03. 15:00+60"]),
        ("DTSTART;TZID=W. Europe Standard Time:20270310T100000\nDURATION:PT1H", ["10.03. 09:00+60"]),
        ("DTSTART;TZID=Our Own Time:20270310T100000\nDURATION:PT1H", ["10.03. 07:30+60"]),
        ("DTSTART;TZID=Nowhere/At All:20270310T100000\nDURATION:PT1H", ["10.03. 09:00+60"]),
        (TEN + "DURATION:PT1H\nTRANSP:TRANSPARENT", []),
        (TEN + "DURATION:PT1H\nSTATUS:CANCELLED", []),
        (TEN + "DURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (TEN + "DURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:Ana@therapists.example", []),
        (TEN + "DURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:bo@x.example", ["10.03. 10:00+60"]),
        (TEN + "DURATION:PT1H\nRRULE:FREQ=NEVER", []),
        (TEN + "DURATION:PT1H\nUID:5@tableside", []),  # one of ours that came back
        ("SUMMARY:Without a start", []),
        ("DTSTART:20200101T100000Z\nDURATION:P9999D", ["01.03. 00:00+132480"]),  # all that is asked about
    ],
)
def test_an_entry_takes_the_minutes_that_it_says(event: str, busy: list[str]) -> None:
    assert read(file(event, before=ODD_ZONE)) == busy


def test_what_repeats_keeps_its_wall_clock_and_has_exceptions_and_one_that_moved() -> None:
    weekly = (
        "DTSTART;TZID=Europe/Vienna:20270322T090000\nDTEND;TZID=Europe/Vienna:20270322T100000\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Vienna:20270405T090000"
    )
    moved = (
        "RECURRENCE-ID;TZID=Europe/Vienna:20270412T090000\nDTSTART;TZID=Europe/Vienna:20270413T150000\nDURATION:PT30M"
    )
    content = file(weekly, moved).replace(b"UID:1", b"UID:0")

    assert read(content) == ["22.03. 08:00+60", "29.03. 07:00+60", "13.04. 13:00+30"]


def test_entries_that_touch_become_one_span_and_one_that_is_broken_spoils_no_other() -> None:
    content = file(TEN + "DURATION:PT1H", "DTSTART:20270310T110000Z\nDURATION:PT1H", "DTSTART:nonsense")

    assert read(content) == ["10.03. 10:00+120"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (file(TEN + "DURATION:PT1M\nRRULE:FREQ=SECONDLY"), "too_many"),
        (file(TEN + "DURATION:PT1M\nRRULE:FRE\n Q=MINUTELY"), "too_many"),
        (file(TEN + "DURATION:PT1M\nRRULE:FREQ=HOURLY"), "too_many"),
        (file(*[TEN] * 5_001), "too_many"),
        (b"", "not_a_calendar"),
        (b"\x00\xff" * 9, "not_a_calendar"),
        (b"<html>Please sign in</html>", "not_a_calendar"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "not_a_calendar"),
        (file(TEN)[:-20], "not_a_calendar"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, problem: str) -> None:
    with pytest.raises(CannotRead) as caught:
        busy_times(content, READING)

    assert caught.value.code == problem
