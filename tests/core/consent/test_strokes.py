"""What a browser sends as a drawing, and what somebody else might send in its place."""

from __future__ import annotations

import json

import pytest

from tableside.core.consent.strokes import MOST_POINTS, MOST_STROKES, parse_strokes, svg_path
from tableside.core.decision import Refusal

DOT = [[5, 5]]


def test_strokes_become_a_path() -> None:
    strokes = parse_strokes("[[[0, 0], [600, 200], [18, 44]], [[90, 61]]]")

    assert strokes == (((0, 0), (600, 200), (18, 44)), ((90, 61),))
    assert svg_path(strokes) == "M0 0L600 200L18 44M90 61h0"


@pytest.mark.parametrize("text", ["", "  ", "[]"])
def test_who_draws_nothing_has_no_strokes(text: str) -> None:
    assert parse_strokes(text) == ()


def test_as_much_as_the_pad_allows_is_taken() -> None:
    strokes = [[[600, 200]] * (MOST_POINTS // MOST_STROKES)] * MOST_STROKES

    assert len(parse_strokes(json.dumps(strokes))) == MOST_STROKES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps([DOT] * (MOST_STROKES + 1)), "drawing_too_long"),
        (json.dumps([DOT * (MOST_POINTS + 1)]), "drawing_too_long"),
        ("[" * 40_000, "not_a_drawing"),
        (json.dumps([DOT]) + " " * 40_000, "not_a_drawing"),
        ("<svg onload=alert(1)>", "not_a_drawing"),
        ("data:image/png;base64,AAAA", "not_a_drawing"),
        ('{"a": 1}', "not_a_drawing"),
        ('[[["1", "2"]]]', "not_a_drawing"),
        ("[[[1, 2, 3]]]", "not_a_drawing"),
        ("[[[1.5, 2]]]", "not_a_drawing"),
        ("[[[true, 2]]]", "not_a_drawing"),
        ("[[[-1, 2]]]", "not_a_drawing"),
        ("[[[601, 2]]]", "not_a_drawing"),
        ("[[[NaN, 2]]]", "not_a_drawing"),
        ("[[]]", "not_a_drawing"),
        ("[null]", "not_a_drawing"),
        ("7" * 5000, "not_a_drawing"),
    ],
)
def test_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as raised:
        parse_strokes(text)

    assert raised.value.code == code
