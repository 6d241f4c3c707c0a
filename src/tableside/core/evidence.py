"""How sure anyone can be of a claim, and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Certainty(Enum):
    """The four GRADE words; ``NONE`` is no usable study in people, ``CONTRADICTED`` is evidence for the opposite."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    NONE = "none"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class Source:
    """A published work. ``where`` is the journal with volume and pages, or the publisher; ``doi`` may be empty."""

    authors: str
    year: int
    where: str
    doi: str = ""

    def __post_init__(self) -> None:
        if not (self.authors and self.where and self.year > 1900):
            raise ValueError("A source names its authors, its year and where it appeared.")
