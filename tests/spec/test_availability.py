"""Runs the tables in ``availability/``: hours and bookings in, offered times out."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any  # the tables are TOML: what lies in them is checked by using it
from zoneinfo import ZoneInfo

import pytest

from tableside.core.availability.gaps import fitting
from tableside.core.availability.offers import Question, TableTime, TherapistTime, Wish, offers
from tableside.core.timeline.civil import axis_of, minutes_at, open_hours, wall_minute_of
from tableside.core.timeline.timeline import cover, spans

TABLES = sorted((Path(__file__).parent / "availability").glob("*.toml"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in TABLES
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def wall(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def stretch(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return wall(start), wall(end)


@pytest.mark.parametrize("case", CASES)
def test_what_is_offered_is_what_the_table_says(case: dict[str, Any]) -> None:
    zone, on = ZoneInfo(case.get("zone", "Europe/Berlin")), case.get("on", date(2027, 2, 1))
    axis = axis_of(on, days=1, zone=zone)

    def taken(name: str) -> int:
        stretches = [stretch(text) for text in case.get(name, [])]
        return cover(axis, [(minutes_at(on, s, zone=zone)[0], minutes_at(on, e, zone=zone)[0]) for s, e in stretches])

    weekly = tuple((on.weekday(), *stretch(text)) for text in case["hours"])
    way = case.get("travel", 0)
    ways = [(start - way, end + way) for start, end in spans(axis, taken("elsewhere"))]
    ana = TherapistTime(
        "Ana",
        "here",
        open_hours(axis, zone=zone, weekly=weekly),
        taken("therapist_taken") | taken("elsewhere"),
        case.get("rest", 0),
        travel=cover(axis, ways),
        full=axis.everything if case.get("day_full") else 0,
    )
    wish = Wish(
        case["treatment"],
        case["recovery"],
        case["step"],
        notice_minutes=case.get("notice", 0),
        table_features=frozenset(case.get("features", ())),
    )
    now = minutes_at(on, wall(case.get("now", "00:00")), zone=zone)[0]
    table = TableTime("table", "room", "here", taken("table_taken"), reset_minutes=case.get("reset", 0))
    question = Question(axis, zone, wish, (ana,), (table,), now, taken("client_taken"))

    found = offers(question)

    def clock(minutes: list[int]) -> list[str]:
        walls = [wall_minute_of(minute, zone=zone) for minute in minutes]
        return [f"{minute // 60:02}:{minute % 60:02}" for minute in walls]

    assert clock(found.minutes()) == case["offered"]
    if "fits_well" in case:
        assert clock(fitting(question, found, shortest_minutes=case["shortest"]).minutes()) == case["fits_well"]
