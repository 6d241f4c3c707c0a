"""What people come with, as ``complaints.toml`` tells it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Complaint:
    """``places`` with the pressure meant for each, the most important first; ``marks`` with their kind. ``says`` are
    things the client tells, at the first visit the first of them. ``finds`` are what hands and a simple movement show:
    where two belong together, the first is for bad days and the second for good ones. ``next`` is what was agreed,
    ``goal`` the client's own words for what should become possible."""

    places: tuple[tuple[str, int], ...]
    marks: tuple[tuple[str, str], ...]
    says: tuple[str, ...]
    finds: tuple[tuple[str, ...], ...]
    next: tuple[str, ...]
    goal: str


def _read() -> dict[str, Complaint]:
    told = tomllib.loads(Path(__file__).with_name("complaints.toml").read_text("utf-8"))
    return {
        name: Complaint(
            places=tuple((place, pressure) for place, pressure in each["places"]),
            marks=tuple((place, kind) for place, kind in each["marks"]),
            says=tuple(each["says"]),
            finds=tuple(tuple(pair) for pair in each["finds"]),
            next=tuple(each["next"]),
            goal=each["goal"],
        )
        for name, each in told.items()
    }


COMPLAINTS = _read()
