"""A drawn signature as strokes of points, within bounds: what a pen leaves on a small sheet, never a picture file."""

from __future__ import annotations

import json
from typing import Final

from tableside.core.decision import Refusal

Strokes = tuple[tuple[tuple[int, int], ...], ...]

SHEET: Final = (600, 200)  # units across and down; a point at the edge still lies on the sheet
MOST_STROKES: Final = 60
MOST_POINTS: Final = 3000
_LONGEST = 40_000  # characters: 3,000 points of three digits, and room


def parse_strokes(text: str) -> Strokes:
    """``[[[12, 40], [18, 44]], [[90, 61]]]`` as values; nothing for no text. Raises ``Refusal`` for anything else."""
    if not text.strip():
        return ()
    try:
        told = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, list) or not all(map(_is_stroke, told)):
        raise Refusal("not_a_drawing", "The drawing cannot be read. Draw it again, or leave it out: your name will do.")
    if len(told) > MOST_STROKES or sum(map(len, told)) > MOST_POINTS:
        raise Refusal("drawing_too_long", "The drawing is too long. Draw it again with fewer strokes, or leave it out.")
    return tuple(tuple((x, y) for x, y in stroke) for stroke in told)


def svg_path(strokes: Strokes) -> str:
    """The value of a path's ``d``.

    >>> svg_path((((12, 40), (18, 44)), ((90, 61),)))
    'M12 40L18 44M90 61h0'
    """
    return "".join(_line(stroke) for stroke in strokes)


def _line(stroke: tuple[tuple[int, int], ...]) -> str:
    start, *rest = (f"{x} {y}" for x, y in stroke)
    return f"M{start}" + ("".join(f"L{point}" for point in rest) or "h0")


def _is_stroke(told: object) -> bool:
    return isinstance(told, list) and bool(told) and all(map(_is_point, told))


def _is_point(told: object) -> bool:
    return (
        isinstance(told, list)
        and len(told) == len(SHEET)
        and all(type(at) is int and 0 <= at <= edge for at, edge in zip(told, SHEET, strict=True))
    )
