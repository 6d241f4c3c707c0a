"""What a massage technique is: how it is done, how hard, how long, for whom, and what it asks of the therapist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum


class ScreeningClass(StrEnum):
    """The groups that screening rules speak about; several techniques can share one."""

    SWE = "SWE"
    DT = "DT"
    TP = "TP"
    MFR = "MFR"
    SPO = "SPO"
    PRE = "PRE"
    MLD = "MLD"
    HC = "HC"
    TOOL = "TOOL"


class BodyTool(Enum):
    """What touches the client."""

    HANDS = "hands"
    FINGERS = "fingers"
    THUMB = "thumb"
    KNUCKLES = "knuckles"
    FOREARM = "forearm"
    ELBOW = "elbow"
    STONES = "stones"
    CUPS = "cups"
    TOOL = "tool"


@dataclass(frozen=True)
class PressureRange:
    """Walton levels from 1 (light lotioning) to 5 (deep), both ends included."""

    lightest: int
    strongest: int

    def __post_init__(self) -> None:
        if not 1 <= self.lightest <= self.strongest <= 5:
            raise ValueError(f"Pressure runs from 1 to 5, not from {self.lightest} to {self.strongest}.")


@dataclass(frozen=True)
class MinutesRange:
    shortest: int
    longest: int

    def __post_init__(self) -> None:
        if not 0 < self.shortest <= self.longest:
            raise ValueError(f"A length cannot run from {self.shortest} to {self.longest} minutes.")


@dataclass(frozen=True)
class Stroke:
    id: str
    name: str
    synonyms: tuple[str, ...]
    how: str


@dataclass(frozen=True)
class Technique:
    """``pressure`` is None where suction, not weight, does the work. The two load scores (1 low, 5 high) rank what a
    session asks of the therapist; they order techniques among each other and measure nothing."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    screening_class: ScreeningClass
    pressure: PressureRange | None
    strokes: tuple[Stroke, ...]
    body_tools: tuple[BodyTool, ...]
    minutes: MinutesRange
    suits: tuple[str, ...]
    not_for: tuple[str, ...]
    training: str
    load_score: int
    thumb_load: int
    sources: tuple[str, ...]
    reviewed_on: date

    def __post_init__(self) -> None:
        if not (1 <= self.load_score <= 5 and 1 <= self.thumb_load <= 5):
            raise ValueError(f"The load scores of {self.id} must lie between 1 and 5.")
        if not (self.strokes and self.suits and self.not_for and self.sources):
            raise ValueError(f"{self.id} must say its strokes, whom it suits, who should not, and its sources.")
