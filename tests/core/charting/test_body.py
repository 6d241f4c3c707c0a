"""Regions, sides and parts."""

from __future__ import annotations

import pytest

from tableside.core.charting.body import Body, Region

BODY = Body(
    regions={
        "sacrum": Region("sacrum", "Sacrum", "back", has_sides=False),
        "lower_back": Region("lower_back", "Lower back", "back", has_sides=True),
        "calf": Region("calf", "Calf", "leg", has_sides=True),
    },
    parts={"back": "Back", "leg": "Leg"},
)


@pytest.mark.parametrize(
    ("named", "places"),
    [
        ("sacrum", ("sacrum",)),
        ("calf", ("calf.left", "calf.right")),
        ("calf.left", ("calf.left",)),
        ("back", ("sacrum", "lower_back.left", "lower_back.right")),
        ("leg.right", ("calf.right",)),
    ],
)
def test_a_name_stands_for_all_its_places(named: str, places: tuple[str, ...]) -> None:
    assert BODY.expand(named) == places


@pytest.mark.parametrize("named", ["tail", "sacrum.left", "calf.middle"])
def test_a_name_that_is_not_on_the_chart_is_an_error(named: str) -> None:
    with pytest.raises(KeyError):
        BODY.expand(named)


def test_a_place_is_named_with_its_side() -> None:
    assert [BODY.label(place) for place in BODY.places][:3] == ["Sacrum", "Left lower back", "Right lower back"]
