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
        'calf = { name = "Calf", part = "leg", barred_strokes = ["slap"] }',
        'calf = { name = "Calf", part = "leg", cap = 2, training = "calves" }',
        'calf = { name = "Calf", part = "leg", cap = 3, trained_cap = 4 }',
        'calf = { name = "Calf", part = "leg" }\n[spots]\nheel = { name = "Heel", regions = ["calf"] }',
        'calf = { name = "Calf", part = "leg" }\n[spots]\nheel = { name = "Heel", regions = ["tail"], cap = 1 }',
    ],
)
def test_a_region_that_cannot_be_right_is_refused(row: str) -> None:
    with pytest.raises(BodyUnreadable):
        parse_body(HEAD + row)


@pytest.mark.parametrize(
    ("place", "barred"),
    [
        ("lower_back.left", {"tapotement"}),  # the kidneys
        ("flank.right", {"tapotement"}),
        ("posterior_neck", {"tapotement"}),  # the spine
        ("upper_back.left", set()),  # one taps beside the spine, as in chair massage
        ("knee_back.left", {"stripping", "tapotement"}),
        ("calf.left", set()),
    ],
)
def test_strokes_that_no_one_uses_at_a_place(place: str, barred: set[str]) -> None:
    assert set(load_body().region_of(place).barred_strokes) == barred


def test_a_stroke_that_is_never_used_over_a_spot_is_barred_in_its_region_unless_one_can_work_beside_it() -> None:
    beside = {"upper_back", "mid_back"}
    open_at = {
        region.id
        for region in load_body().regions.values()
        for spot in region.spots
        if set(spot.strokes) - set(region.barred_strokes)
    }

    assert open_at == beside


def test_no_stripping_in_words_bars_the_stroke() -> None:
    warned = {region.id for region in load_body().regions.values() if "no stripping" in region.caution}

    assert warned == {"axilla", "elbow", "groin", "knee_back"}
    assert all("stripping" in load_body().regions[region].barred_strokes for region in warned)
