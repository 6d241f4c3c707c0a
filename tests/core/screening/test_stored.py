"""A screening is kept as JSON and comes back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.position import Position
from tableside.core.screening.result import Screened
from tableside.core.screening.stored import as_json, from_json
from tests.core.screening.small import asked, screened, told

LOCAL: dict[str, Any] = {
    "places": ["calf.left"],
    "elsewhere": "C",
    "outcome": "M X X M M M M M X",
    "cap": 2,
    "minutes": 45,
}


@pytest.mark.parametrize(
    "screening",
    [
        screened(),
        screened(told(positions_barred=["face up"]), request=asked(position=Position.FACE_UP)),
        screened(told(outcome="U"), told("b", outcome="X")),
        screened(told(**LOCAL), request=asked(technique=ScreeningClass.DT, places=("calf.left",))),
        screened(
            told(strokes_barred=["tapotement"], strokes_at=["leg"]), told("b", strokes_barred=["passive_stretch"])
        ),
        screened(told(training="mld", clearance_from="a doctor", clearance_days=30, outcome="C", positions=["seated"])),
    ],
)
def test_nothing_is_lost_on_the_way_to_json_and_back(screening: Screened) -> None:
    assert from_json(json.loads(json.dumps(as_json(screening)))) == screening


def test_a_screening_kept_before_techniques_were_barred_by_place_can_still_be_read() -> None:
    kept = as_json(screened())
    del kept["limits"]["barred_at"]  # type: ignore[attr-defined]

    assert from_json(kept).limits.barred_at is None


def test_a_screening_kept_before_rules_barred_positions_can_still_be_read() -> None:
    now = screened(told())
    kept: dict[str, Any] = json.loads(json.dumps(as_json(now)))
    del kept["position"], kept["limits"]["barred_positions"], kept["findings"][0]["barred_positions"]

    assert from_json(kept) == now


def test_what_is_no_screening_is_refused() -> None:
    with pytest.raises(KeyError):
        from_json({"limits": {}})
