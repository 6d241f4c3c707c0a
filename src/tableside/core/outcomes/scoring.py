"""From answers to a score: the mean of all items. A missing answer is never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from tableside.core.decision import Allowed, Decision, Refused, insist
from tableside.core.outcomes.instrument import Instrument


def may_score(instrument: Instrument, answers: Mapping[str, int]) -> Decision:
    """Whether these answers are complete and within range. ``data["items"]`` names those that are not."""
    known = {item.id: item for item in instrument.items}
    unknown = tuple(sorted(set(answers) - set(known)))
    if unknown:
        return Refused("answer_unknown", "This answer belongs to another question.", {"items": unknown})
    missing = tuple(name for name in known if name not in answers)
    if missing:
        return Refused("answer_missing", "Please answer every question, so that the score counts.", {"items": missing})
    outside = tuple(name for name, item in known.items() if not item.low <= answers[name] <= item.high)
    if outside:
        item = known[outside[0]]
        detail = f"Choose a whole number from {item.low} to {item.high}."
        return Refused("answer_out_of_range", detail, {"items": outside})
    return Allowed()


def score(instrument: Instrument, answers: Mapping[str, int]) -> float:
    """The score in points, rounded here and only here to two places. Raises what ``may_score`` refuses.

    ``answers`` maps item id to the number chosen. PEG: the mean of its three items (Krebs et al. 2009).
    """
    insist(may_score(instrument, answers))
    return round(sum(answers.values()) / len(instrument.items), 2)
