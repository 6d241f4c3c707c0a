"""What is booked and does not fit what holds now, beside a slow twin that looks at every pair."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tableside.core.availability.fits import Stay, over_limits, too_soon
from tableside.core.availability.limits import DayLimits

PLACES = ("Mill", "Linden")


@pytest.mark.parametrize(
    ("after", "way", "outside"), [(15, 15, False), (20, 15, True), (15, 20, True), (30, 0, False), (31, 0, True)]
)
def test_what_is_kept_free_and_the_way_come_one_after_the_other(after: int, way: int, *, outside: bool) -> None:
    stays = [Stay(1, "Ana", "Mill", 0, 60, after), Stay(2, "Ana", "Linden", 90, 150), Stay(3, "Ben", "Mill", 60, 90)]

    assert too_soon(stays, travel={("Mill", "Linden"): way}) == (frozenset({2}) if outside else frozenset())


@st.composite
def days(draw: st.DrawFn) -> list[Stay]:
    stays, ends = [], {"Ana": 0, "Ben": 0}
    for key in range(draw(st.integers(0, 8))):
        who = draw(st.sampled_from(sorted(ends)))
        start = ends[who] + draw(st.integers(0, 60))
        ends[who] = start + draw(st.integers(5, 90))
        stays.append(Stay(key, who, draw(st.sampled_from(PLACES)), start, ends[who], draw(st.integers(0, 40))))
    return draw(st.permutations(stays))


@given(stays=days(), way=st.integers(0, 60))
def test_it_is_what_a_look_at_every_pair_finds(stays: list[Stay], way: int) -> None:
    def is_next(one: Stay, other: Stay) -> bool:
        between = [each for each in stays if each.of == one.of and one.start < each.start < other.start]
        return one.of == other.of and one.start < other.start and not between

    late = {
        other.key
        for one in stays
        for other in stays
        if is_next(one, other) and other.start - one.end < one.after + (way if one.place != other.place else 0)
    }

    assert too_soon(stays, travel={PLACES: way, PLACES[::-1]: way}) == late


@pytest.mark.parametrize(
    ("limits", "outside"),
    [
        (DayLimits(), set()),
        (DayLimits(clients=2), {"c"}),
        (DayLimits(hands_on_minutes=120), {"b"}),
        (DayLimits(deep_minutes=60), {"c"}),
    ],
)
def test_over_a_limit_is_who_comes_once_it_is_reached(limits: DayLimits, outside: set[str]) -> None:
    day = [("a", 60, True), ("b", 90, False), ("c", 60, True)]

    assert over_limits(day, limits) == outside
