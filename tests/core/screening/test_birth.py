"""Whether somebody is under 18, worked out from their date of birth."""

from __future__ import annotations

from datetime import date

import pytest

from tableside.core.screening.birth import BORN_ON, UNDER_18, asking_birth, implausible_birth, with_age
from tableside.knowledge.load_rulebook import load_questions

TODAY = date(2027, 2, 1)


@pytest.mark.parametrize("is_known", [True, False])
def test_the_date_is_asked_once_and_the_age_never(is_known: bool) -> None:
    asked = {question.id for question in asking_birth(load_questions(), is_known=is_known).asked({})}

    assert (BORN_ON.id in asked, UNDER_18 in asked) == (not is_known, False)


@pytest.mark.parametrize(
    ("told", "known", "answer"),
    [
        ("2009-02-02", None, "yes"),
        ("2009-02-01", None, None),
        ("2009-02-02", date(1988, 5, 4), None),
        ("1988-05-04", date(2015, 5, 4), "yes"),
        ("the fourth of May", None, None),
    ],
)
def test_what_stands_in_the_record_counts_more_than_what_is_told(
    told: str, known: date | None, answer: str | None
) -> None:
    assert with_age({BORN_ON.id: told, UNDER_18: "yes"}, known, on=TODAY) == {BORN_ON.id: told, UNDER_18: answer}


@pytest.mark.parametrize(
    ("born_on", "plausible"),
    [(TODAY, True), (date(2027, 2, 2), False), (date(1907, 1, 1), True), (date(1906, 12, 31), False)],
)
def test_a_day_on_which_nobody_was_born_is_asked_again(born_on: date, plausible: bool) -> None:
    assert (implausible_birth({BORN_ON.id: born_on}, on=TODAY) == {}) is plausible
