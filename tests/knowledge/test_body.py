"""The shipped regions agree with the drawing, and a wrong file is refused."""

from __future__ import annotations

import pytest

from tableside.knowledge.load_body import BodyUnreadable, load_body, parse_body
from tableside.ui import body_shapes

HEAD = 'source = "S"\n[parts]\nleg = "Leg"\n[regions]\n'


def test_every_region_is_drawn_and_every_drawn_region_is_known() -> None:
    middle = {*body_shapes.FRONT_MIDDLE, *body_shapes.BACK_MIDDLE}
    sided = {*body_shapes.FRONT_SIDE, *body_shapes.BACK_SIDE}
    drawn = {f"{name}.{side}" for name in sided for side in ("left", "right")} | middle

    assert set(load_body().places) == drawn


@pytest.mark.parametrize(
    "row",
    [
        'calf = { name = "Calf", part = "tail" }',
        'calf = { name = "Calf", part = "leg", cap = 6 }',
        'calf = { part = "leg" }',
        'calf = { name = "Calf", part = "leg", colour = "red" }',
        'leg = { name = "Leg", part = "leg" }',
        'calf = { name = "Calf", part = "leg", barred = ["MUD"] }',
        'calf = { name = "Calf", part = "leg", barred = ["SWE"] }',
        'calf = { name = "Calf", part = "leg", barred_tools = ["hammer"] }',
        'calf = { name = "Calf", part = "leg", cap = 2, training = "calves" }',
        'calf = { name = "Calf", part = "leg", cap = 3, trained_cap = 4 }',
        'calf = { name = "Calf", part = "leg" }\n[spots]\nheel = { name = "Heel", regions = ["calf"] }',
        'calf = { name = "Calf", part = "leg" }\n[spots]\nheel = { name = "Heel", regions = ["tail"], cap = 1 }',
    ],
)
def test_a_region_that_cannot_be_right_is_refused(row: str) -> None:
    with pytest.raises(BodyUnreadable):
        parse_body(HEAD + row)
