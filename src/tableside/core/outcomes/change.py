"""Which changes are real: more than noise and worth having. Even then a change proves no cause.

The usual rule for single clients: at least the larger of MCID and MDC. A responder has lost at least 30 % of
the baseline (Farrar et al., Pain 2001;94:149-58; Dworkin et al., J Pain 2008;9:105-21).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tableside.core.outcomes.instrument import Instrument

LOW_BASELINE = 3.0  # below this on a 0-10 scale there is too little room to improve for percentages to mean much
NOT_PROOF = "Improvement alone does not prove what caused it: scores also settle with time."


class ChangeClass(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"


@dataclass(frozen=True, slots=True)
class Change:
    """``difference`` is after minus before; ``is_responder`` is None where that has no meaning."""

    instrument: Instrument
    before: float
    after: float
    difference: float
    kind: ChangeClass
    is_responder: bool | None
    low_baseline: bool


def change_between(instrument: Instrument, *, before: float, after: float) -> Change:
    """Class the step from one score to another.

    With pain 0-10, where 2 points count: 6 to 4 is better, 6 to 5 is no clear change, 4 to 6 is worse.
    """
    difference = round(after - before, 2)
    gained = -difference if instrument.higher_is_worse else difference
    if gained >= instrument.real_change:
        kind = ChangeClass.BETTER
    elif -gained >= instrument.real_change:
        kind = ChangeClass.WORSE
    else:
        kind = ChangeClass.NO_CLEAR_CHANGE
    return Change(
        instrument=instrument,
        before=before,
        after=after,
        difference=difference,
        kind=kind,
        is_responder=_is_responder(instrument, before, gained),
        low_baseline=instrument.responder_share is not None and before < LOW_BASELINE,
    )


def sentence_for_client(change: Change) -> str:
    """What this change means, in plain words, and what it does not."""
    score = f"Your {change.instrument.plain_name} score"
    step = as_number(change.instrument.real_change)
    if change.difference == 0:
        return f"{score} stayed at {as_number(change.after)}."
    moved = f"{score} went from {as_number(change.before)} to {as_number(change.after)}."
    match change.kind:
        case ChangeClass.NO_CLEAR_CHANGE:
            return f"{moved} That is less than {step}, so it may be ordinary ups and downs: no clear change yet."
        case ChangeClass.WORSE:
            return f"{moved} That is clearly worse. Please tell your therapist before your next session."
        case ChangeClass.BETTER if change.instrument.assumed:
            counts = f"We count {step} or more as a real change, though this question has not been studied."
            return f"{moved} {counts} {NOT_PROOF}"
        case ChangeClass.BETTER:
            counts = f"A change of {step} or more is usually more than chance and feels worthwhile."
            return f"{moved} {counts} {NOT_PROOF}"


def sentences_for_therapist(change: Change) -> tuple[str, ...]:
    """The class of the change with both thresholds, then whatever limits what may be read into it."""
    instrument = change.instrument
    moved = f"{instrument.name}: {as_number(change.before)} to {as_number(change.after)}"
    thresholds = f"MCID {as_number(instrument.mcid)}, MDC {as_number(instrument.mdc)}"
    sentences = [f"{moved}, {change.kind.replace('_', ' ')} ({thresholds})."]
    if instrument.assumed:
        sentences.append("Both thresholds are assumed: they have not been studied for this wording.")
    if change.is_responder is not None and instrument.responder_share is not None:
        verdict = "yes" if change.is_responder else "no"
        sentences.append(f"Responder (at least {instrument.responder_share:.0%} better): {verdict}.")
    if change.low_baseline:
        sentences.append("Low baseline: there was little room to improve, so read percentages with care.")
    if change.kind is ChangeClass.BETTER:
        sentences.append(NOT_PROOF)
    return tuple(sentences)


def as_number(value: float) -> str:
    """A score as people write it: no trailing zero, one place at most.

    >>> as_number(6.0), as_number(5.67)
    ('6', '5.7')
    """
    return f"{value:.1f}".removesuffix(".0")


def _is_responder(instrument: Instrument, before: float, gained: float) -> bool | None:
    if instrument.responder_share is None or before == instrument.low:
        return None
    return gained >= round(instrument.responder_share * before, 2)
