"""Two papers with the same number say the same."""

from __future__ import annotations

import pytest

from tableside.core.consent.check_sum import check_sum

SIGNED: dict[str, object] = {"text": "9f3a", "name": "Žofie Ďurišová", "at": "2027-01-25T08:00:00+00:00"}


def test_the_same_words_have_the_same_number_in_whatever_order_they_are_told() -> None:
    assert check_sum(SIGNED) == check_sum(dict(reversed(SIGNED.items()))) == "f4c3 fe90 d199 5442"


def test_what_could_not_be_signed_then_does_not_count() -> None:
    assert check_sum(SIGNED | {"initials": {}, "strokes": None, "guardian": ""}) == check_sum(SIGNED)


@pytest.mark.parametrize("key", SIGNED)
def test_whatever_differs_gives_another_number(key: str) -> None:
    assert check_sum(SIGNED | {key: "something else"}) != check_sum(SIGNED)
