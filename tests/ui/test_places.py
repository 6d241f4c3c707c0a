"""Places are said as shortly as they can be."""

from __future__ import annotations

import pytest

from tableside.knowledge.load_body import load_body
from tableside.ui.places import places_in_words


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ((), ""),
        (("shoulder.left",), "Left shoulder"),
        (("shoulder",), "Shoulder"),
        (("leg",), "Leg"),
        (("leg", "sacrum", "knee.left"), "Sacrum, Leg"),
        (("arm.left",), "Left shoulder, Left armpit, Left upper arm, Left elbow, Left forearm, Left wrist, Left hand"),
    ],
)
def test_a_whole_part_and_both_sides_have_one_name(named: tuple[str, ...], words: str) -> None:
    body = load_body()
    places = {place for name in named for place in body.expand(name)}

    assert places_in_words(body, places) == words
