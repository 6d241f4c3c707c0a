"""How pain goes over months, as people tell it: relief after a session, some of it lost until the next one, a bad week
now and then, and underneath a slow way down, or none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Course:
    """``start`` and ``end`` are the levels on arrival that the weeks run between, ``half_after`` the number of sessions
    that cover half the way, ``relief`` what a session takes off, ``flares`` how often a bad week comes."""

    start: float
    end: float
    half_after: float
    relief: float
    flares: float


COURSES = {
    "better": Course(start=7.0, end=2.2, half_after=3.5, relief=2.0, flares=0.06),
    "slow": Course(start=6.0, end=3.6, half_after=5.0, relief=1.6, flares=0.08),
    "same": Course(start=6.4, end=6.2, half_after=6.0, relief=1.8, flares=0.10),
    "flare": Course(start=5.6, end=3.2, half_after=4.0, relief=2.0, flares=0.22),
    "well": Course(start=3.0, end=2.4, half_after=8.0, relief=1.4, flares=0.04),
}


@dataclass(frozen=True, slots=True)
class Pain:
    before: int
    after: int
    is_flare: bool


def pains(course: Course, *, visits: int, random: Random) -> list[Pain]:
    """Whole numbers from 0 to 10, one pair a visit.

    >>> pains(COURSES["better"], visits=2, random=Random(3))[0].before >= 6
    True
    """
    found: list[Pain] = []
    for number in range(visits):
        level = course.end + (course.start - course.end) * math.pow(0.5, number / course.half_after)
        is_flare = number > 1 and random.random() < course.flares
        arriving = level + random.gauss(0, 0.55) + (2.4 if is_flare else 0)
        before = min(10, max(0, round(arriving)))
        after = min(before, max(0, round(arriving - course.relief + random.gauss(0, 0.5))))
        found.append(Pain(before, after, is_flare))
    return found
