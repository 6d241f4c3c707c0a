from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from tableside.ui.charts import VisitScore, pain_chart, sparkline

VISITS = [
    VisitScore(date(2027, 3, 1), 8, 6),
    VisitScore(date(2027, 3, 11), 6, None),
    VisitScore(date(2027, 4, 30), 4, 2),
]


def test_a_long_gap_between_visits_looks_like_one() -> None:
    chart = pain_chart(VISITS, title="Pain")

    first, second, third = (dot.x for dot in chart.dots if dot.kind == "before")
    assert round((third - second) / (second - first), 2) == 5.0


def test_visits_are_drawn_in_the_order_of_their_days() -> None:
    assert pain_chart(list(reversed(VISITS)), title="Pain") == pain_chart(VISITS, title="Pain")


def test_a_score_that_was_not_asked_is_left_out() -> None:
    chart = pain_chart(VISITS, title="Pain")

    assert [dot.score for dot in chart.dots if dot.kind == "after"] == [6, 2]
    assert len(chart.visits) == 2


def test_the_chart_says_its_numbers_in_words_and_as_a_table() -> None:
    html = render_to_string("ui/pain_chart.html", {"chart": pain_chart(VISITS, target=3, title="Pain")})

    assert "Pain. 3 scores before a visit, the earliest 8 and the latest 4 out of 10. The target is 3." in html
    assert '<th scope="row">Thursday 11 March 2027</th><td class="number">6</td><td class="number">–</td>' in html


def test_no_visits_give_a_sentence_instead_of_an_empty_frame() -> None:
    html = render_to_string("ui/pain_chart.html", {"chart": pain_chart([], title="Pain")})

    assert "No scores yet." in html
    assert "chart__svg" not in html


def test_coordinates_keep_their_point_where_numbers_are_written_with_a_comma() -> None:
    with translation.override("de"):
        html = render_to_string("ui/pain_chart.html", {"chart": pain_chart(VISITS, title="Pain")})

    assert 'cy="70.4"' in html


def test_one_value_is_a_point_and_none_is_nothing() -> None:
    spark = sparkline([5], "Pain 5")

    assert spark is not None
    assert (spark.last_x, spark.last_y) == (4, 14)
    assert sparkline([], "Pain") is None
