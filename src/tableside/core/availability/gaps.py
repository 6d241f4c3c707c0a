"""Which starts leave no gap that nobody could book: said of a start as a mark, never to hide another one."""

from __future__ import annotations

from tableside.core.availability.offers import Offers, Question, therapist_minutes
from tableside.core.timeline.timeline import runs
from tableside.core.timeline.window import ticks_for


def good_fits(free: int, starts: int, *, needed: int, shortest: int) -> int:
    """Of the starts, those that begin where free time begins or end where it ends, with nothing on the other side or
    something long enough for another booking. ``needed`` and ``shortest`` are ticks, buffers included.

    >>> morning = (1 << 24) - 1
    >>> starts = 0b1001001001001  # every quarter of an hour, for an hour
    >>> bin(good_fits(morning, starts, needed=12, shortest=9))
    '0b1000000000001'
    """
    room = runs(free, shortest)
    begins, ends = ~(free << 1), ~free
    room_before, room_after = room << shortest, room
    good_before, good_after = begins | room_before, (ends | room_after) >> needed
    touches = begins | ends >> needed
    return starts & touches & good_before & good_after


def fitting(question: Question, offered: Offers, *, shortest_minutes: int) -> Offers:
    """What is offered, but only where it is a good fit for the therapist; ``shortest_minutes`` is the shortest booking
    that a gap has to hold."""
    shortest = ticks_for(shortest_minutes)
    marked = []
    for time, starts in offered.by_therapist:
        needed = ticks_for(therapist_minutes(question.wish, time.rest_minutes))
        marked.append((time, good_fits(time.free, starts, needed=needed, shortest=shortest)))
    return Offers(offered.axis, offered.zone, tuple(marked))
