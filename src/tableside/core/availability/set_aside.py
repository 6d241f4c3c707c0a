"""Which rules staff may set aside for a time that is not offered, and what they may not: two treatments at once, a way
that cannot be gone in time, the past, a missing massage table. What is left of a question without those rules says
whether it is possible; the names of the rules are what a person is warned of."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from tableside.core.availability.choice import Choice, choose
from tableside.core.availability.explain import objections
from tableside.core.availability.offers import Question, TherapistTime
from tableside.core.decision import Refused
from tableside.core.timeline.civil import local_days
from tableside.core.timeline.window import TICK_MINUTES

#: What a refusal is called as a warning. Busy, without an overlap of treatments, is time kept free around one.
_WARNINGS = {"therapist_busy": "inside_buffer", "no_table": "inside_buffer", "no_equipment": "inside_buffer"}
_ANY_DAYS = 4000

Team = tuple[TherapistTime, ...]


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A start that breaks rules which may be set aside: who and where, and the names of the rules, each once."""

    choice: Choice
    warnings: tuple[str, ...]


def exceptional(
    question: Question, start_minute: int, *, treatments: Mapping[Hashable, int], only: Hashable | None = None
) -> Exceptional | None:
    """What would be set aside to start then, with the therapist and at the location that break fewest rules; of equals
    a location that is open that day. ``None`` where more than rules stands against it.

    ``treatments`` are the timelines of what must not overlap, by therapist, table and piece of equipment: treatments
    without what is kept free around them, time off, breaks, holds. Travel stays as it is. For several therapists at
    once what stands against each of them counts.

    >>> from zoneinfo import ZoneInfo
    >>> from tableside.core.availability.offers import TableTime, Wish
    >>> from tableside.core.timeline.timeline import Axis, since, until
    >>> day = Axis(origin_minute=0, ticks=288)
    >>> ana = TherapistTime("Ana", "Old Town", hours=until(day, 1080), busy=0)
    >>> table = TableTime("one", "blue", "Old Town", busy=0)
    >>> asked = Question(day, ZoneInfo("UTC"), Wish(60), (ana,), (table,), now_minute=0)
    >>> exceptional(asked, 1080, treatments={}).warnings
    ('outside_hours',)
    >>> late = since(day, 1100)
    >>> exceptional(replace(asked, therapists=(replace(ana, busy=late),)), 1080, treatments={"Ana": late}) is None
    True
    """
    found = [
        (len(warnings), not _are_open_that_day(question, team, start_minute), number, Exceptional(choice, warnings))
        for number, team in enumerate(_teams(question))
        if only is None or only in {time.therapist for time in team}
        if (choice := _choice(question, team, start_minute, treatments)) is not None
        for warnings in [_warnings(question, team, start_minute)]
    ]
    return min(found, key=lambda one: one[:3])[3] if found else None


def _teams(question: Question) -> list[Team]:
    """As many as are wanted at once, at one location; each alone, mostly."""
    wanted = question.wish.therapists_at_once
    return [
        team
        for team in combinations(question.therapists, wanted)
        if len({time.location for time in team}) == 1 and len({time.therapist for time in team}) == wanted
    ]


def _choice(question: Question, team: Team, start_minute: int, treatments: Mapping[Hashable, int]) -> Choice | None:
    """Where nothing has to give way to others, their recovery does not either."""
    alone = replace(question, therapists=team)
    for asked in _loosened(alone, treatments):
        choice = choose(asked, start_minute)
        if not isinstance(choice, Refused):
            return choice
    return None


def _loosened(question: Question, treatments: Mapping[Hashable, int]) -> Iterator[Question]:
    everything = question.axis.everything
    wish = replace(question.wish, step_minutes=TICK_MINUTES, notice_minutes=0, horizon_days=_ANY_DAYS)
    therapists = tuple(replace(time, hours=everything, full=0, elsewhere=0) for time in question.therapists)
    whole = replace(question, wish=wish, therapists=therapists, client_full=0)
    yield whole
    yield replace(
        whole,
        wish=replace(wish, recovery_minutes=0),
        therapists=tuple(
            replace(time, busy=treatments.get(time.therapist, 0), rest_minutes=0) for time in whole.therapists
        ),
        tables=tuple(replace(one, busy=treatments.get(one.table, 0), reset_minutes=0) for one in whole.tables),
        equipment=tuple(replace(one, busy=treatments.get(one.piece, 0)) for one in whole.equipment),
    )


def _warnings(question: Question, team: Team, start_minute: int) -> tuple[str, ...]:
    """Of each by themselves, and of all together, who need as many massage tables."""
    each = replace(question.wish, therapists_at_once=1)
    asked = [replace(question, therapists=(time,), wish=each) for time in team]
    asked += [replace(question, therapists=team)] if len(team) > 1 else []
    codes = (refused.code for one in asked for refused in objections(one, start_minute))
    return tuple(dict.fromkeys(_WARNINGS.get(code, code) for code in codes))


def _are_open_that_day(question: Question, team: Team, start_minute: int) -> bool:
    index = question.axis.index(start_minute)
    day = next((day for day in local_days(question.axis, zone=question.zone) if day.start <= index < day.end), None)
    return day is not None and all(time.hours >> day.start & (1 << (day.end - day.start)) - 1 for time in team)
