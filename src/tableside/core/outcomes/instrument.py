"""A way of measuring how somebody is: its questions, its range, and how far it must move to count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Recall(StrEnum):
    """The stretch of time a question asks about."""

    NOW = "now"
    LAST_WEEK = "last_week"


@dataclass(frozen=True, slots=True)
class Item:
    """One question answered by a whole number from ``low`` to ``high``, with words for both ends."""

    id: str
    text: str
    low_label: str
    high_label: str
    low: int = 0
    high: int = 10


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire of one or more items; its score is their mean.

    ``mcid`` is the smallest change people call worthwhile, ``mdc`` the smallest that is more than measurement
    noise, both in points. ``assumed`` says that nobody has studied them for this wording; it is shown with them.
    ``responder_share`` is the part of the baseline that has to be gone (0.3 = 30 %) to be a responder.
    """

    id: str
    name: str
    plain_name: str  # fits "Your ... score"
    items: tuple[Item, ...]
    low: float
    high: float
    higher_is_worse: bool
    mcid: float
    mdc: float
    assumed: bool
    responder_share: float | None
    recall: Recall
    source: str
    licence: str

    @property
    def real_change(self) -> float:
        """The change that counts: not within the noise, and worth having."""
        return max(self.mcid, self.mdc)

    @property
    def asked_after_session(self) -> bool:
        """Only what is asked about this moment can differ between the start and the end of one session."""
        return self.recall is Recall.NOW
