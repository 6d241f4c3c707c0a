"""What is asked of screening: a treatment on a day, and the clearances that a healthcare provider has given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.position import Position

#: An answer by the id of its question: "yes", "no" or "unsure"; a choice's id; several ids; a place; a number; a date.
Answer = str | int | date | tuple[str, ...]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Request:
    """A treatment to be given. ``pressure`` is the highest Walton level meant, 1 to 5; no ``places`` means the whole
    body; ``trainings`` are the modules that the therapist has (``prenatal``, ``oncology``, ``mld`` ...); no
    ``position`` means whichever is allowed. With ``born_on`` it is worked out whether the client is under 18 on that
    day, whatever was answered; None: not known."""

    on: date
    technique: ScreeningClass
    pressure: int
    minutes: int
    places: tuple[str, ...] = ()
    trainings: frozenset[str] = frozenset()
    position: Position | None = None
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClearanceHeld:
    """A provider's yes to what one rule asked, within its scope: nothing deeper than ``pressure_cap``, not at
    ``avoid``, none of ``barred``; from ``given_on`` to ``expires_on``, both included."""

    rule_id: str
    given_on: date
    expires_on: date
    pressure_cap: int | None = None
    avoid: tuple[str, ...] = ()
    barred: tuple[ScreeningClass, ...] = ()
