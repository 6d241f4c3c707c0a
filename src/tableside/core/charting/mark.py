"""What can be found at a place of the body."""

from __future__ import annotations

from enum import StrEnum


class MarkKind(StrEnum):
    TENSION = "tension"
    TRIGGER_POINT = "trigger_point"
    ADHESION = "adhesion"
    PAIN = "pain"
    BRUISE = "bruise"
    OTHER = "other"
