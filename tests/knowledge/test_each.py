"""That one test for many things still tells of each that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.each import of_each


@dataclass(frozen=True)
class Thing:
    id: str
    size: int


def test_each_that_is_wrong_is_told() -> None:
    @of_each((Thing("small", 1), Thing("large", 7), Thing("huge", 9)))
    def claim(thing: Thing) -> None:
        assert thing.size < 5, f"{thing.size} is too much"

    with pytest.raises(AssertionError, match=r"(?s)large: 7 is too much.*huge: 9 is too much"):
        claim()


def test_nothing_to_ask_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        of_each(())(lambda thing: None)()
