"""The body chart: a drawing to look at and press, beside a list that says and does the same without it.

Knows no anatomy beyond where its shapes lie; the caller brings the places on offer and their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext

from tableside.ui import body_shapes
from tableside.ui.body_shapes import Shape

Labels = Mapping[str, str]
Groups = Sequence[tuple[str | Promise, Sequence[str]]]
Kinds = Sequence[tuple[str, str | Promise]]

_MOST_MARKS = 60
_LONGEST_NOTE = 500


@dataclass(frozen=True)
class Mark:
    """One place marked: how strong (0-10), what kind, and a few words."""

    place: str
    score: int | None = None
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class DrawnPlace:
    key: str
    label: str
    path: str
    x: float
    y: float
    is_mirrored: bool
    css: str
    score: int | None


@dataclass(frozen=True)
class View:
    key: str
    title: str
    places: tuple[DrawnPlace, ...]
    details: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class TickGroup:
    title: str | Promise
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class MarkLine:
    """A mark in words, for the list beside a read-only chart."""

    label: str
    score: int | None
    kind: str | Promise
    note: str


@dataclass(frozen=True)
class BodyChart:
    variant: Literal["shown", "places", "marks"]
    id: str
    title: str
    views: tuple[View, ...]
    outline: str
    name: str = ""
    groups: tuple[TickGroup, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    kinds: Kinds = ()
    rows: tuple[Mark, ...] = ()
    lines: tuple[MarkLine, ...] = ()
    scores: tuple[int, ...] = tuple(range(11))


@dataclass(frozen=True)
class ReadMarks:
    marks: tuple[Mark, ...]
    problems: tuple[str, ...]


def shown_chart(
    marks: Sequence[Mark], labels: Labels, *, title: str, kinds: Kinds = (), id: str = "body-chart"
) -> BodyChart:
    """To read: marks as tints with their number, and as a list."""
    words = dict(kinds)
    lines = tuple(
        MarkLine(labels.get(mark.place, mark.place), mark.score, words.get(mark.kind, mark.kind), mark.note)
        for mark in marks
    )
    return BodyChart("shown", id, title, _views(marks, labels), body_shapes.outline(), lines=lines)


def places_chart(
    labels: Labels,
    *,
    chosen: Sequence[str] = (),
    name: str = "places",
    title: str,
    groups: Groups = (),
    id: str = "body-chart",
) -> BodyChart:
    """To say where: a tick for each place, sent as repeated fields of one name."""
    shown = groups or (("", tuple(labels)),)
    ticks = tuple(
        TickGroup(words, tuple(Tick(key, labels[key], key in chosen) for key in keys if key in labels))
        for words, keys in shown
    )
    marks = [Mark(place) for place in chosen]
    return BodyChart("places", id, title, _views(marks, labels), body_shapes.outline(), name=name, groups=ticks)


def marks_chart(
    labels: Labels,
    *,
    marks: Sequence[Mark] = (),
    kinds: Kinds = (),
    title: str,
    spare_rows: int = 3,
    id: str = "body-chart",
) -> BodyChart:
    """To write down: a row for each mark, and spare ones for where there is no drawing to press."""
    return BodyChart(
        "marks",
        id,
        title,
        _views(marks, labels),
        body_shapes.outline(),
        labels=tuple(labels.items()),
        kinds=kinds,
        rows=(*marks, *(Mark("") for _ in range(spare_rows))),
    )


def read_marks(data: QueryDict, *, labels: Labels, kinds: Kinds = ()) -> ReadMarks:
    """What ``marks_chart`` sends, checked. Rows without a place are nothing; a row that cannot be read is a problem."""
    columns = [data.getlist(f"mark_{part}") for part in ("place", "score", "kind", "note")]
    if len({len(column) for column in columns}) > 1 or len(columns[0]) > _MOST_MARKS:
        return ReadMarks((), (gettext("The marks could not be read. Please check them and save again."),))
    known_kinds = {"", *(key for key, _words in kinds)}
    marks: list[Mark] = []
    problems: list[str] = []
    for place, score, kind, note in zip(*columns, strict=True):
        if not place:
            continue
        if place not in labels or kind not in known_kinds:
            problems.append(gettext("One of the marked places is not on the chart."))
        elif score and not (score.isascii() and score.isdigit() and int(score[:3]) <= 10):
            problems.append(gettext("%(place)s: the number goes from 0 to 10.") % {"place": labels[place]})
        elif len(note) > _LONGEST_NOTE:
            problems.append(gettext("%(place)s: the note is longer than 500 letters.") % {"place": labels[place]})
        else:
            marks.append(Mark(place, int(score) if score else None, kind, note.strip()))
    return ReadMarks(tuple(marks), tuple(problems))


def _views(marks: Sequence[Mark], labels: Labels) -> tuple[View, ...]:
    by_place = {mark.place: mark for mark in marks}
    front = _drawn(body_shapes.FRONT_MIDDLE, body_shapes.FRONT_SIDE, ("right", "left"), by_place, labels)
    back = _drawn(body_shapes.BACK_MIDDLE, body_shapes.BACK_SIDE, ("left", "right"), by_place, labels)
    return (
        View("front", gettext("Front"), front, body_shapes.FRONT_DETAIL),
        View("back", gettext("Back"), back, body_shapes.BACK_DETAIL),
    )


def _drawn(
    middle: Mapping[str, Shape],
    side: Mapping[str, Shape],
    sides: tuple[str, str],
    marks: Mapping[str, Mark],
    labels: Labels,
) -> tuple[DrawnPlace, ...]:
    """``sides``: whose side the drawn half is, and whose its mirror image."""
    keys = [(name, shape, False) for name, shape in middle.items()]
    for name, shape in side.items():
        keys += [(f"{name}.{sides[0]}", shape, False), (f"{name}.{sides[1]}", shape, True)]
    return tuple(
        _drawn_place(key, labels[key], shape, marks.get(key), is_mirrored=is_mirrored)
        for key, shape, is_mirrored in keys
        if key in labels
    )


def _drawn_place(key: str, label: str, shape: Shape, mark: Mark | None, *, is_mirrored: bool) -> DrawnPlace:
    css = "place"
    if mark is not None:
        css = f"place place--{'chosen' if mark.score is None else mark.score}"
    x = body_shapes.WIDTH - shape.x if is_mirrored else shape.x
    return DrawnPlace(key, label, shape.path, x, shape.y, is_mirrored, css, mark.score if mark else None)
