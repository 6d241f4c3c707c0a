"""Which reading of the blood pressure counts on a day: of two in one sitting the lower, and none that is too old."""

from __future__ import annotations

from datetime import date

from tableside.core.screening.request import Answer, Answers

SYSTOLIC, DIASTOLIC, TAKEN_ON = "systolic", "diastolic", "pressure_on"
SYSTOLIC_AGAIN, DIASTOLIC_AGAIN = "systolic_again", "diastolic_again"
READING = frozenset({SYSTOLIC, DIASTOLIC, TAKEN_ON, SYSTOLIC_AGAIN, DIASTOLIC_AGAIN})
DAYS_GOOD = 92  # a reading at home counts for three months; our proposal, certainty low
_USUAL, _KNOWN = "pressure_usual", frozenset({"good", "raised", "high"})
_HEIGHTS = ((140, 90), (160, 100), (180, 120))  # where the rules change, AHA/ACC 2025


def as_counted(answers: Answers, *, on: date) -> Answers:
    """The answers with the reading that counts, or without one.

    A reading beats what is usual only while it is good. An old one leaves the word to what is usual; where nobody knows
    that, an old low one says nothing, and an old high one still counts, since nothing has taken its place.

    >>> as_counted({"systolic": 128, "pressure_on": date(2026, 3, 1)}, on=date(2027, 3, 1))
    {'pressure_on': datetime.date(2026, 3, 1)}
    """
    if SYSTOLIC not in answers and DIASTOLIC not in answers:
        return answers
    counted = {**answers, **_lower_of_two(answers)}
    taken = answers.get(TAKEN_ON)
    is_old = isinstance(taken, date) and (on - taken).days >= DAYS_GOOD
    if is_old and (answers.get(_USUAL) in _KNOWN or not _height(counted.get(SYSTOLIC), counted.get(DIASTOLIC))):
        return {key: given for key, given in counted.items() if key not in (SYSTOLIC, DIASTOLIC)}
    return counted


def _lower_of_two(answers: Answers) -> dict[str, Answer]:
    """The second as a whole where it is the lower one: numbers of two readings are never mixed."""
    upper, lower = answers.get(SYSTOLIC_AGAIN), answers.get(DIASTOLIC_AGAIN)
    if not isinstance(upper, int) or not isinstance(lower, int):
        return {}
    is_lower = _height(upper, lower) < _height(answers.get(SYSTOLIC), answers.get(DIASTOLIC))
    return {SYSTOLIC: upper, DIASTOLIC: lower} if is_lower else {}


def _height(systolic: Answer | None, diastolic: Answer | None) -> int:
    """How many of the heights are reached; 0 below 140 over 90."""
    upper, lower = (one if isinstance(one, int) else 0 for one in (systolic, diastolic))
    return sum(upper >= high or lower >= low for high, low in _HEIGHTS)
