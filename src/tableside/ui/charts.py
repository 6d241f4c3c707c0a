"""Charts drawn on the server as SVG: they print, need no script, and carry their numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from tableside.core.outcomes.change import as_number
from tableside.ui import moments

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 58, 22, 36  # on the right the target is named
_MAXIMUM = 10
_MOST_LABELS = 8


@dataclass(frozen=True)
class VisitScore:
    """One visit: 0-10 before and after, either of which may not have been asked."""

    on: date
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    score: float
    kind: str


@dataclass(frozen=True)
class Tick:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Visit:
    x: float
    y1: float
    y2: float


@dataclass(frozen=True)
class Row:
    day: str
    before: str
    after: str


@dataclass(frozen=True)
class PainChart:
    title: str
    description: str
    before_line: str
    after_line: str
    dots: tuple[Dot, ...]
    visits: tuple[Visit, ...]
    day_ticks: tuple[Tick, ...]
    score_ticks: tuple[Tick, ...]
    target: str
    target_y: float | None
    rows: tuple[Row, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


@dataclass(frozen=True)
class Sparkline:
    label: str
    line: str
    last_x: float
    last_y: float


def pain_chart(points: Sequence[VisitScore], *, target: float | None = None, title: str) -> PainChart:
    """Before and after each visit along true time, so that a long gap looks like one."""
    visits = sorted(points, key=lambda point: point.on)
    xs = _xs([point.on for point in visits])
    dots = tuple(
        Dot(x, _y(score), score, kind)
        for x, point in zip(xs, visits, strict=True)
        for kind, score in (("before", point.before), ("after", point.after))
        if score is not None
    )
    return PainChart(
        title=title,
        description=_description(visits, target),
        before_line=_line(dots, "before"),
        after_line=_line(dots, "after"),
        dots=dots,
        visits=tuple(
            Visit(x, _y(point.before), _y(point.after))
            for x, point in zip(xs, visits, strict=True)
            if point.before is not None and point.after is not None
        ),
        day_ticks=_day_ticks(visits, xs),
        score_ticks=tuple(Tick(_LEFT - 10, _y(score), str(score)) for score in range(0, _MAXIMUM + 1, 2)),
        target=_words(target),
        target_y=None if target is None else _y(target),
        rows=tuple(Row(moments.day_year(point.on), _words(point.before), _words(point.after)) for point in visits),
    )


def sparkline(values: Sequence[int], label: str, *, maximum: int = _MAXIMUM) -> Sparkline | None:
    """A line as small as a word, 104 x 28. None when there is nothing to draw yet."""
    if not values:
        return None
    step = 96 / max(len(values) - 1, 1)
    places = [
        (round(4 + index * step, 1), round(4 + (1 - value / maximum) * 20, 1)) for index, value in enumerate(values)
    ]
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    return Sparkline(label, line, *places[-1])


def _xs(days: Sequence[date]) -> list[float]:
    inner_left, inner_width = _LEFT + 20, WIDTH - _LEFT - _RIGHT - 40
    length = (days[-1] - days[0]).days if days else 0
    if not length:
        return [round(inner_left + inner_width / 2, 1)] * len(days)
    return [round(inner_left + inner_width * (on - days[0]).days / length, 1) for on in days]


def _y(score: float) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - score / _MAXIMUM), 1)


def _words(score: float | None) -> str:
    return "" if score is None else as_number(score)


def _line(dots: Sequence[Dot], kind: str) -> str:
    places = [f"{dot.x:g} {dot.y:g}" for dot in dots if dot.kind == kind]
    return "M" + "L".join(places) if len(places) > 1 else ""


def _day_ticks(visits: Sequence[VisitScore], xs: Sequence[float]) -> tuple[Tick, ...]:
    """As many dates as fit beside each other, the latest always among them."""
    ticks: list[Tick] = []
    gap = (WIDTH - _LEFT - _RIGHT) / _MOST_LABELS
    for point, x in zip(reversed(visits), reversed(xs), strict=True):
        if not ticks or ticks[-1].x - x >= gap:
            ticks.append(Tick(x, HEIGHT - 10, moments.short_day(point.on).split(" ", 1)[1]))
    return tuple(reversed(ticks))


def _description(visits: Sequence[VisitScore], target: float | None) -> str:
    scores = [point.before for point in visits if point.before is not None]
    if not scores:
        return gettext("No scores yet.")
    words = gettext("%(number)s scores before a visit, the earliest %(earliest)s and the latest %(latest)s out of 10.")
    said = words % {"number": len(scores), "earliest": _words(scores[0]), "latest": _words(scores[-1])}
    if target is None:
        return said
    return said + " " + gettext("The target is %(target)s.") % {"target": _words(target)}
