"""Why a start is not offered, in sentences: the first reason a person could do something about, or all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from tableside.core.availability.offers import (
    Question,
    TherapistTime,
    free_equipment,
    free_places,
    offers,
    runs_of_client,
    runs_of_therapist,
    therapist_minutes,
)
from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.timeline.civil import DAY_MINUTES, grid
from tableside.core.timeline.timeline import runs, without
from tableside.core.timeline.window import TICK_MINUTES, ticks_for


def why_not(question: Question, start_minute: int, *, therapist: Hashable | None = None) -> Decision:
    """``Allowed`` exactly when ``offers(question)`` includes the start (for this therapist, if one is named).

    Otherwise the first that applies of ``in_the_past``, ``inside_notice``, ``past_horizon``, ``off_grid``,
    ``outside_hours``, ``therapist_busy``, ``elsewhere``, ``on_the_way``, ``day_full``, ``client_busy``,
    ``new_clients_full``, ``no_table``, ``no_equipment``, ``not_enough_therapists``. A local time that the clocks skip
    has no minute: ``civil.instant_on`` refuses it with ``no_such_time``.
    """
    found = offers(question)
    if start_minute in found.of(therapist) if therapist is not None else found.includes(start_minute):
        return Allowed()
    times = tuple(time for time in question.therapists if therapist in (None, time.therapist))
    for reason in _REASONS:
        refused = reason(question, start_minute, times)
        if refused is not None:
            return refused
    return Refused(
        "not_enough_therapists",
        "There are not enough therapists and tables free together at this time. Please choose another one.",
    )


def objections(question: Question, start_minute: int) -> tuple[Refused, ...]:
    """Everything that stands against a start, each looked at as if nothing else did: outside hours does not count as
    busy as well. Empty exactly when ``why_not`` allows, for one therapist at one location."""
    if offers(question).includes(start_minute):
        return ()
    times = question.therapists
    there = tuple(replace(time, hours=question.axis.everything) for time in times)
    idle = tuple(replace(time, busy=0) for time in there)
    here = tuple(replace(time, elsewhere=0) for time in idle)
    anywhere = tuple(replace(time, travel=0) for time in here)
    looked_at: dict[_Reason, Times] = {
        _outside_hours: times,
        _therapist_busy: there,
        _elsewhere: idle,
        _on_the_way: here,
    }
    asked = ((reason, looked_at.get(reason, anywhere)) for reason in _REASONS)
    return tuple(found for reason, seen in asked if (found := reason(question, start_minute, seen)) is not None)


Times = tuple[TherapistTime, ...]
_Reason = Callable[[Question, int, Times], Refused | None]


def _in_the_past(question: Question, start: int, times: Times) -> Refused | None:
    if start > question.now_minute:
        return None
    return Refused("in_the_past", "This time has already passed. Please choose a later one.")


def _inside_notice(question: Question, start: int, times: Times) -> Refused | None:
    if start >= question.now_minute + question.wish.notice_minutes:
        return None
    return Refused("inside_notice", "This is too soon to book online. Please choose a later time, or contact us.")


def _past_horizon(question: Question, start: int, times: Times) -> Refused | None:
    last = question.now_minute + question.wish.horizon_days * DAY_MINUTES
    if start <= last and start < question.axis.end_minute:
        return None
    return Refused(
        "past_horizon",
        f"Booking opens {question.wish.horizon_days} days ahead. Please choose an earlier date, or come back later.",
    )


def _off_grid(question: Question, start: int, times: Times) -> Refused | None:
    starts = grid(question.axis, zone=question.zone, step_minutes=question.wish.step_minutes)
    if start % TICK_MINUTES == 0 and _has(question, starts, start):
        return None
    return Refused(
        "off_grid", f"Appointments start every {question.wish.step_minutes} minutes. Please choose one of these."
    )


def _outside_hours(question: Question, start: int, times: Times) -> Refused | None:
    for time in times:
        ticks = ticks_for(therapist_minutes(question.wish, time.rest_minutes))
        if _has(question, runs(time.hours, ticks), start):
            return None
    return Refused("outside_hours", "This is outside working hours. Please choose another time.")


def _therapist_busy(question: Question, start: int, times: Times) -> Refused | None:
    for time in times:
        ticks = ticks_for(therapist_minutes(question.wish, time.rest_minutes))
        if _has(question, runs(without(time.hours, time.busy), ticks), start):
            return None
    return Refused("therapist_busy", "The therapist has no time then. Please choose another time or another therapist.")


def _elsewhere(question: Question, start: int, times: Times) -> Refused | None:
    """In the same words as before: what their own life takes is nobody's concern."""
    for time in times:
        ticks = ticks_for(therapist_minutes(question.wish, time.rest_minutes))
        if _has(question, runs(without(time.hours, time.busy | time.elsewhere), ticks), start):
            return None
    return Refused("elsewhere", "The therapist has no time then. Please choose another time or another therapist.")


def _on_the_way(question: Question, start: int, times: Times) -> Refused | None:
    if any(_has(question, runs_of_therapist(question, time), start) for time in times):
        return None
    return Refused(
        "on_the_way", "The therapist is on the way to or from another location then. Please choose another time."
    )


def _day_full(question: Question, start: int, times: Times) -> Refused | None:
    able = (time for time in times if _has(question, runs_of_therapist(question, time), start))
    if not all(_has(question, time.full, start) for time in able):
        return None
    return Refused(
        "day_full", "The therapist takes no more of such appointments on that day. Please choose another day."
    )


def _client_busy(question: Question, start: int, times: Times) -> Refused | None:
    if _has(question, runs_of_client(question), start):
        return None
    return Refused("client_busy", "There is already an appointment for you at this time. Please choose another one.")


def _new_clients_full(question: Question, start: int, times: Times) -> Refused | None:
    if not _has(question, question.client_full, start):
        return None
    return Refused("new_clients_full", "No more first appointments are given on that day. Please choose another day.")


def _no_table(question: Question, start: int, times: Times) -> Refused | None:
    places = free_places(question)
    able = {time.location for time in times if _has(question, runs_of_therapist(question, time), start)}
    if any(_has(question, places.get(location, 0), start) for location in able):
        return None
    return Refused("no_table", "All massage tables for it are taken at this time. Please choose another one.")


def _no_equipment(question: Question, start: int, times: Times) -> Refused | None:
    if not question.wish.equipment:
        return None
    pieces = free_equipment(question)
    able = {time.location for time in times if _has(question, runs_of_therapist(question, time), start)}
    if any(_has(question, pieces.get(location, 0), start) for location in able):
        return None
    return Refused("no_equipment", "What this treatment needs is in use at this time. Please choose another one.")


_REASONS: tuple[_Reason, ...] = (
    _in_the_past,
    _inside_notice,
    _past_horizon,
    _off_grid,
    _outside_hours,
    _therapist_busy,
    _elsewhere,
    _on_the_way,
    _day_full,
    _client_busy,
    _new_clients_full,
    _no_table,
    _no_equipment,
)


def _has(question: Question, timeline: int, minute: int) -> bool:
    index = question.axis.index(minute)
    return index >= 0 and bool(timeline >> index & 1)
