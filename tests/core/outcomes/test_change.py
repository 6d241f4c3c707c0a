"""Which changes count, and the sentences that say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.outcomes.change import (
    NOT_PROOF,
    ChangeClass,
    as_number,
    change_between,
    sentence_for_client,
    sentences_for_therapist,
)
from tableside.core.outcomes.instrument import Instrument, Item, Recall

PAIN = Instrument(
    id="pain",
    name="Pain now (0-10)",
    plain_name="pain",
    items=(Item("pain", "How strong is your pain right now?", "None", "Worst"),),
    low=0,
    high=10,
    higher_is_worse=True,
    mcid=2.0,
    mdc=2.0,
    assumed=False,
    responder_share=0.3,
    recall=Recall.NOW,
    source="made for this test",
    licence="made for this test",
)
SLEEP = replace(PAIN, id="sleep", plain_name="sleep", higher_is_worse=False, assumed=True, responder_share=None)
BETTER, WORSE, UNCLEAR = ChangeClass.BETTER, ChangeClass.WORSE, ChangeClass.NO_CLEAR_CHANGE


@pytest.mark.parametrize(
    ("instrument", "before", "after", "kind"),
    [
        (PAIN, 6, 4, BETTER),
        (PAIN, 6, 5, UNCLEAR),
        (PAIN, 6, 6, UNCLEAR),
        (PAIN, 6, 4.01, UNCLEAR),
        (PAIN, 4, 6, WORSE),
        (PAIN, 4, 5.99, UNCLEAR),
        (SLEEP, 4, 6, BETTER),
        (SLEEP, 6, 4, WORSE),
        (replace(PAIN, mdc=3.0), 6, 4, UNCLEAR),
        (replace(PAIN, mdc=3.0), 6, 3, BETTER),
        (replace(PAIN, mcid=1.0, mdc=1.2), 5.67, 4.47, BETTER),
    ],
)
def test_a_change_counts_from_the_larger_threshold_on(
    instrument: Instrument, before: float, after: float, kind: ChangeClass
) -> None:
    assert change_between(instrument, before=before, after=after).kind is kind


@pytest.mark.parametrize(
    ("before", "after", "is_responder"),
    [(10, 7, True), (10, 8, False), (5, 3.5, True), (5, 3.51, False), (4, 6, False), (0, 0, None)],
)
def test_a_responder_has_lost_thirty_percent_of_the_baseline(
    before: float, after: float, is_responder: bool | None
) -> None:
    assert change_between(PAIN, before=before, after=after).is_responder is is_responder


def test_an_instrument_without_that_rule_has_no_responders() -> None:
    change = change_between(SLEEP, before=4, after=9)

    assert (change.is_responder, change.low_baseline) == (None, False)


@pytest.mark.parametrize(("before", "low"), [(2.99, True), (3, False)])
def test_a_baseline_below_three_is_low(before: float, low: bool) -> None:
    assert change_between(PAIN, before=before, after=1).low_baseline is low


@pytest.mark.parametrize(
    ("instrument", "before", "after", "sentence"),
    [
        (PAIN, 6, 6, "Your pain score stayed at 6."),
        (
            PAIN,
            6,
            5,
            "Your pain score went from 6 to 5. "
            "That is less than 2, so it may be ordinary ups and downs: no clear change yet.",
        ),
        (
            PAIN,
            3,
            6,
            "Your pain score went from 3 to 6. "
            "That is clearly worse. Please tell your therapist before your next session.",
        ),
        (
            PAIN,
            6,
            3,
            "Your pain score went from 6 to 3. "
            f"A change of 2 or more is usually more than chance and feels worthwhile. {NOT_PROOF}",
        ),
        (
            SLEEP,
            3,
            6,
            "Your sleep score went from 3 to 6. "
            f"We count 2 or more as a real change, though this question has not been studied. {NOT_PROOF}",
        ),
    ],
)
def test_the_client_reads_what_the_change_means(
    instrument: Instrument, before: float, after: float, sentence: str
) -> None:
    assert sentence_for_client(change_between(instrument, before=before, after=after)) == sentence


def test_the_therapist_reads_thresholds_responder_and_that_it_proves_nothing() -> None:
    assert sentences_for_therapist(change_between(PAIN, before=6, after=3)) == (
        "Pain now (0-10): 6 to 3, better (MCID 2, MDC 2).",
        "Responder (at least 30% better): yes.",
        NOT_PROOF,
    )


def test_the_therapist_is_told_of_a_low_baseline_and_no_clear_change() -> None:
    assert sentences_for_therapist(change_between(PAIN, before=2, after=1)) == (
        "Pain now (0-10): 2 to 1, no clear change (MCID 2, MDC 2).",
        "Responder (at least 30% better): yes.",
        "Low baseline: there was little room to improve, so read percentages with care.",
    )


def test_the_therapist_is_told_when_thresholds_are_assumed() -> None:
    told = sentences_for_therapist(change_between(SLEEP, before=6, after=3))

    assert told[1:] == ("Both thresholds are assumed: they have not been studied for this wording.",)


scores = st.integers(0, 10)


@given(before=scores, after=scores)
def test_going_back_reverses_the_class(before: int, after: int) -> None:
    opposite = {BETTER: WORSE, WORSE: BETTER, UNCLEAR: UNCLEAR}
    there = change_between(PAIN, before=before, after=after)
    back = change_between(PAIN, before=after, after=before)

    assert back.kind is opposite[there.kind]


@given(before=scores, after=scores)
def test_the_same_numbers_mean_the_opposite_where_more_is_better(before: int, after: int) -> None:
    opposite = {BETTER: WORSE, WORSE: BETTER, UNCLEAR: UNCLEAR}
    pain = change_between(PAIN, before=before, after=after)
    sleep = change_between(SLEEP, before=before, after=after)

    assert sleep.kind is opposite[pain.kind]


@pytest.mark.parametrize(("value", "text"), [(6.0, "6"), (5.67, "5.7"), (0, "0"), (10, "10")])
def test_a_score_is_written_without_needless_places(value: float, text: str) -> None:
    assert as_number(value) == text
