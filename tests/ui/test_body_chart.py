from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tableside.ui import body_shapes
from tableside.ui.body_chart import Mark, ReadMarks, marks_chart, places_chart, read_marks, shown_chart

LABELS = {"shoulder.left": "Left shoulder", "shoulder.right": "Right shoulder", "sacrum": "Sacrum"}
KINDS = (("tension", "Tension"),)


def sent(*rows: tuple[str, str, str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, column in zip(("place", "score", "kind", "note"), zip(*rows, strict=True), strict=True):
        data.setlist(f"mark_{name}", list(column))
    return data


def test_from_the_front_the_readers_left_is_the_clients_right() -> None:
    front, back = shown_chart([], LABELS, title="Marks").views

    assert [(place.key, place.x < 100) for place in front.places] == [
        ("shoulder.right", True),
        ("shoulder.left", False),
    ]
    assert {place.key: place.x < 100 for place in back.places} == {
        "sacrum": False,
        "shoulder.left": True,
        "shoulder.right": False,
    }


def test_only_places_that_are_offered_are_drawn() -> None:
    chart = places_chart({"sacrum": "Sacrum"}, title="Where?")

    assert [[place.key for place in view.places] for view in chart.views] == [[], ["sacrum"]]


def test_a_mark_is_shown_by_tint_number_and_words() -> None:
    mark = Mark("sacrum", 7, "tension", "since Monday")
    html = render_to_string("ui/body_chart.html", {"chart": shown_chart([mark], LABELS, title="Marks", kinds=KINDS)})

    assert 'class="place place--7" data-place="sacrum"' in html
    assert re.search(r'<text class="place__score"[^>]*>7</text>', html)
    assert "<strong>Sacrum</strong>" in html
    assert "Tension" in html
    assert "since Monday" in html


def test_without_script_every_place_can_be_ticked() -> None:
    chart = places_chart(LABELS, chosen=("sacrum",), title="Where?")
    html = render_to_string("ui/body_chart.html", {"chart": chart})

    ticks = re.findall(r'name="places" value="([^"]+)"( checked)?', html)
    assert ticks == [("shoulder.left", ""), ("shoulder.right", ""), ("sacrum", " checked")]


def test_what_the_chart_sends_comes_back_as_marks() -> None:
    data = sent(("sacrum", "7", "tension", " since Monday "), ("shoulder.left", "", "", ""), ("", "3", "", "lost"))

    assert read_marks(data, labels=LABELS, kinds=KINDS) == ReadMarks(
        (Mark("sacrum", 7, "tension", "since Monday"), Mark("shoulder.left")), ()
    )


@pytest.mark.parametrize(
    "row",
    [
        ("tail", "1", "", ""),
        ("sacrum", "11", "", ""),
        ("sacrum", "-1", "", ""),
        ("sacrum", "٣", "", ""),
        ("sacrum", "9" * 5000, "", ""),
        ("sacrum", "1", "nonsense", ""),
        ("sacrum", "1", "", "x" * 501),
    ],
)
def test_a_row_that_cannot_be_meant_is_a_problem_and_no_mark(row: tuple[str, str, str, str]) -> None:
    read = read_marks(sent(row), labels=LABELS, kinds=KINDS)

    assert (read.marks, len(read.problems)) == ((), 1)


def test_columns_of_different_length_are_refused_whole() -> None:
    read = read_marks(QueryDict("mark_place=sacrum&mark_place=sacrum&mark_score=1"), labels=LABELS)

    assert (read.marks, len(read.problems)) == ((), 1)


def test_rows_of_the_marking_chart_are_named_alike_and_labelled_apart() -> None:
    chart = marks_chart(LABELS, marks=[Mark("sacrum", 3)], kinds=KINDS, title="Findings", spare_rows=1)
    html = render_to_string("ui/body_chart.html", {"chart": chart})

    ids = re.findall(r'<select name="mark_place" id="([^"]+)"', html)
    assert ids == ["body-chart-place-1", "body-chart-place-2", "body-chart-place-new"]


def test_the_outline_is_symmetrical_and_closed() -> None:
    numbers = [float(number) for number in re.findall(r"[\d.]+", body_shapes.outline())]
    points = {(round(x, 2), y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)}

    assert points == {(round(body_shapes.WIDTH - x, 2), y) for x, y in points}
    assert body_shapes.outline().endswith("Z")
