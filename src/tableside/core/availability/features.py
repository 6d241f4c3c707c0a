"""What a massage table can have, so that a service can ask for it: a short list, the same for every practice."""

from __future__ import annotations

from enum import StrEnum


class TableFeature(StrEnum):
    ELECTRIC = "electric"  # goes up and down, for who cannot climb
    HEATED = "heated"
    SIDE_LYING = "side_lying"
    FACE_CRADLE = "face_cradle"
    WIDE = "wide"
    HIGH_LOAD = "high_load"
    CHAIR = "chair"  # for seated massage
    FLOOR_MAT = "floor_mat"
