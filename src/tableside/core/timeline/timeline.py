"""A timeline is one Python integer: bit ``i`` says something about tick ``i`` of an axis, five minutes of UTC each.

Union and intersection are ``a | b`` and ``a & b``; no function wraps them. Nothing here knows local time: that is
``civil``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress, zip_longest

from tableside.core.timeline.window import TICK_MINUTES

_WORD = 512  # ticks: small integers are collected and joined once, instead of rebuilding a large one for each span
_SET = tuple(tuple(tick for tick in range(8) if octet >> tick & 1) for octet in range(256))
_SET_MINUTES = tuple(tuple(tick * TICK_MINUTES for tick in ticks) for ticks in _SET)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where bit 0 lies and how many bits there are. ``origin_minute`` is in minutes since 1970, a multiple of five.

    >>> axis = Axis(origin_minute=100, ticks=12)
    >>> axis.end_minute, axis.index(110), axis.minute(2), bin(axis.everything)
    (160, 2, 110, '0b111111111111')
    """

    origin_minute: int
    ticks: int

    def __post_init__(self) -> None:
        if self.origin_minute % TICK_MINUTES or self.ticks < 0:
            raise ValueError(f"An axis starts on a tick of {TICK_MINUTES} minutes and has no negative length: {self}")

    @property
    def end_minute(self) -> int:
        return self.origin_minute + self.ticks * TICK_MINUTES

    @property
    def everything(self) -> int:
        """The timeline in which every tick is set."""
        return (1 << self.ticks) - 1

    def index(self, minute: int) -> int:
        """The tick that contains this minute; below 0 or beyond ``ticks`` when it lies off the axis."""
        return (minute - self.origin_minute) // TICK_MINUTES

    def minute(self, index: int) -> int:
        """The minute since 1970 at which a tick starts."""
        return self.origin_minute + index * TICK_MINUTES


def cover(axis: Axis, spans: Iterable[tuple[int, int]]) -> int:
    """The ticks that any of the half-open ``(start_minute, end_minute)`` spans touches.

    Each ends after it starts. They may overlap, come in any order and reach beyond the axis. Ends between two ticks are
    rounded outwards: what is taken for one minute is taken for the tick.

    >>> bin(cover(Axis(0, 12), [(10, 20), (15, 25), (55, 999)]))
    '0b100000011100'
    """
    origin, ticks = axis.origin_minute, axis.ticks
    words = [0] * (ticks // _WORD + 1)
    for start_minute, end_minute in spans:
        start = (start_minute - origin) // TICK_MINUTES
        end = -((origin - end_minute) // TICK_MINUTES)
        if start < 0:
            start = 0
        if end > ticks:
            end = ticks
        if start < end:
            words[start // _WORD] |= ((1 << (end - start)) - 1) << (start % _WORD)
    return _joined(words)


def _joined(words: list[int]) -> int:
    """One integer of words that may have grown beyond their size: neighbours are put together until one is left."""
    width = _WORD
    while len(words) > 1:
        words = [low | high << width for low, high in zip_longest(words[::2], words[1::2], fillvalue=0)]
        width *= 2
    return words[0]


def since(axis: Axis, minute: int) -> int:
    """The ticks that start at ``minute`` or later.

    >>> bin(since(Axis(0, 4), 6))
    '0b1100'
    """
    return axis.everything ^ until(axis, minute)


def until(axis: Axis, minute: int) -> int:
    """The ticks that start before ``minute``.

    >>> bin(until(Axis(0, 4), 6))
    '0b11'
    """
    before = -((axis.origin_minute - minute) // TICK_MINUTES)
    return (1 << min(max(before, 0), axis.ticks)) - 1


def without(timeline: int, taken: int) -> int:
    """The ticks of ``timeline`` that are not set in ``taken``. Like ``timeline & ~taken``, in a quarter of the time: of
    negative integers Python makes the complement first, and of the result once more.

    >>> bin(without(0b1110, 0b0111))
    '0b1000'
    """
    return timeline ^ (timeline & taken) if taken else timeline


def runs(timeline: int, ticks: int) -> int:
    """The ticks from which ``ticks`` in a row are set, by doubling: after ``x &= x >> 1`` a bit stands for two in a
    row, after ``x &= x >> 2`` for four, and so on. ``ValueError`` when asked for less than one.

    >>> bin(runs(0b11011110, 3))
    '0b110'
    """
    if ticks < 1:
        raise ValueError(f"A run is at least one tick long, not {ticks}")
    length = 1
    while length * 2 <= ticks:
        timeline &= timeline >> length
        length *= 2
    return timeline & (timeline >> (ticks - length)) if ticks > length else timeline


def at_least(timelines: Iterable[int], n: int) -> int:
    """The ticks that are set in ``n`` or more of the timelines. ``ValueError`` when ``n`` is less than one.

    >>> bin(at_least([0b0111, 0b0110, 0b1100], 2))
    '0b110'
    """
    if n < 1:
        raise ValueError(f"At least one is the least that can be asked for, not {n}")
    reached = [0] * n  # reached[k]: set in more than k of those seen so far
    for timeline in timelines:
        for level in range(n - 1, 0, -1):
            reached[level] |= reached[level - 1] & timeline
        reached[0] |= timeline
    return reached[-1]


def indexes(timeline: int) -> list[int]:
    """The ticks that are set, from the earliest.

    >>> indexes(0b10110)
    [1, 2, 4]
    """
    return [first + tick for first, octet in _octets(timeline, 0, 8) for tick in _SET[octet]]


def minutes_in(axis: Axis, timeline: int) -> list[int]:
    """The same in minutes since 1970.

    >>> minutes_in(Axis(100, 12), 0b10110)
    [105, 110, 120]
    """
    octets = _octets(timeline, axis.origin_minute, 8 * TICK_MINUTES)
    return [first + minutes for first, octet in octets for minutes in _SET_MINUTES[octet]]


def _octets(timeline: int, origin: int, width: int) -> Iterable[tuple[int, int]]:
    """Eight ticks at a time, where any of them is set, and where they begin: ``width`` apart, from ``origin`` on."""
    octets = timeline.to_bytes(timeline.bit_length() // 8 + 1, "little")
    return compress(zip(range(origin, origin + width * len(octets), width), octets, strict=True), octets)


def spans(axis: Axis, timeline: int) -> list[tuple[int, int]]:
    """The unbroken ``(start_minute, end_minute)`` stretches of a timeline, from the earliest.

    >>> spans(Axis(100, 12), 0b1110011)
    [(100, 110), (120, 135)]
    """
    starts = indexes(timeline & ~(timeline << 1))
    ends = indexes(~timeline & (timeline << 1))
    return [(axis.minute(start), axis.minute(end)) for start, end in zip(starts, ends, strict=True)]
