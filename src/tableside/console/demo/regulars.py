"""Forty people who come for massage: with whom, what for, how often, and how it goes. None of them exists. Those who
come alone stand in ``regulars.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Regular:
    """Comes ``every`` so many days: on the days from today that leave ``day`` as a remainder, at the therapist's seat
    number ``seat``, since ``weeks`` ago. Nought weeks: the first time is still to come. ``ahead`` is how many dates
    are booked at a time; ``plan`` how many sessions were agreed, if any."""

    name: str
    therapist: str
    service: str
    minutes: int
    every: int
    day: int
    seat: int
    weeks: int
    complaint: str
    course: str
    health: str = "well"
    plan: int = 0
    ahead: int = 1
    has_account: bool = False

    @property
    def email(self) -> str:
        first, *_, last = self.name.lower().split()
        return "ruth@clients.example" if self.name == "Ruth Amory" else f"{first}.{last}@clients.example"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who come together; their days are those of the first, at this minute."""

    first: Regular
    second: Regular
    minute: int


#: What the front desk should know of somebody; nothing about health.
DESK_NOTES = {
    "Ruth Amory": "Comes by bus after work, sometimes five minutes late.",
    "Nora Fitzgerald": "Prefers the Quiet room. Pays by card at the desk.",
    "Gerald Pym": "Hears badly on the phone: write instead.",
    "Tom Hartley": "Asked on the phone whether his dog may wait in the hall: yes.",
    "Helen Marsh": "Needs the room on the ground floor.",
}

#: What goes with the treatment every time.
ADD_ON_WISHES = {"Hana Sato": "Hot stones", "Siobhan Daly": "Scented oil"}

PAIRS = (
    Pair(
        Regular("Anna Sorensen", "marta", "couples", 60, 28, 0, 0, 8, "tension", "well"),
        Regular("Erik Sorensen", "ines", "couples", 60, 28, 0, 0, 8, "neck", "slow", "blood_thinner"),
        minute=16 * 60 + 45,
    ),
    Pair(
        Regular("Paul Chen", "marta", "couples", 90, 28, 8, 0, 3, "shoulder", "slow"),
        Regular("Ivy Chen", "ines", "couples", 90, 28, 8, 0, 3, "sleep", "well"),
        minute=16 * 60 + 45,
    ),
)


def _read(row: dict[str, str]) -> Regular:
    return Regular(
        name=row["name"],
        therapist=row["therapist"],
        service=row["service"],
        minutes=int(row["minutes"]),
        every=int(row["every"]),
        day=int(row["day"]),
        seat=int(row["seat"]),
        weeks=int(row["weeks"]),
        complaint=row["complaint"],
        course=row["course"],
        health=row["health"],
        plan=int(row["plan"] or 0),
        ahead=int(row["ahead"]),
        has_account=row["account"] == "yes",
    )


with (Path(__file__).parent / "regulars.csv").open(encoding="utf-8", newline="") as table:
    REGULARS = tuple(map(_read, csv.DictReader(table)))
