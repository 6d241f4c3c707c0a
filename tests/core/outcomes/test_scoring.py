"""From answers to a score, and the answers that give none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.decision import Refusal
from tableside.core.outcomes.instrument import Instrument, Item, Recall
from tableside.core.outcomes.scoring import score

THREE_ITEMS = Instrument(
    id="three",
    name="Three questions",
    plain_name="three-question",
    items=tuple(Item(name, f"How {name}?", "Not at all", "Very") for name in ("sore", "stiff", "tired")),
    low=0,
    high=10,
    higher_is_worse=True,
    mcid=1.0,
    mdc=1.2,
    assumed=False,
    responder_share=0.3,
    recall=Recall.LAST_WEEK,
    source="made for this test",
    licence="made for this test",
)


def test_the_score_is_the_mean_of_the_items_to_two_places() -> None:
    assert score(THREE_ITEMS, {"sore": 6, "stiff": 5, "tired": 6}) == 5.67


@pytest.mark.parametrize(
    ("answers", "code", "items"),
    [
        ({"sore": 6, "stiff": 5}, "answer_missing", ("tired",)),
        ({}, "answer_missing", ("sore", "stiff", "tired")),
        ({"sore": 6, "stiff": 11, "tired": 6}, "answer_out_of_range", ("stiff",)),
        ({"sore": -1, "stiff": 1, "tired": 11}, "answer_out_of_range", ("sore", "tired")),
        ({"sore": 6, "stiff": 5, "tired": 6, "sad": 1}, "answer_unknown", ("sad",)),
    ],
)
def test_answers_that_give_no_score_are_refused_by_name(
    answers: dict[str, int], code: str, items: tuple[str, ...]
) -> None:
    with pytest.raises(Refusal) as caught:
        score(THREE_ITEMS, answers)

    assert (caught.value.code, caught.value.data) == (code, {"items": items})


@given(answers=st.fixed_dictionaries({name: st.integers(0, 10) for name in ("sore", "stiff", "tired")}))
def test_a_score_lies_between_its_lowest_and_highest_answer(answers: dict[str, int]) -> None:
    assert min(answers.values()) <= score(THREE_ITEMS, answers) <= max(answers.values())


def test_the_change_that_counts_is_the_larger_threshold() -> None:
    assert THREE_ITEMS.real_change == 1.2


def test_only_questions_about_now_are_asked_again_after_a_session() -> None:
    assert not THREE_ITEMS.asked_after_session
