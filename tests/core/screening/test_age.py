"""How long health answers hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tableside.core.screening.age import are_too_old, hold_until

GIVEN = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "valid_days", "too_old"),
    [
        (timedelta(days=364, hours=23), 365, False),
        (timedelta(days=365), 365, True),
        (timedelta(days=30), 30, True),
        (timedelta(days=4000), None, False),
    ],
)
def test_answers_hold_so_many_days_and_not_a_moment_longer(
    after: timedelta, valid_days: int | None, too_old: bool
) -> None:
    assert are_too_old(GIVEN, at=GIVEN + after, valid_days=valid_days) is too_old


def test_a_practice_may_let_them_hold_for_ever() -> None:
    assert hold_until(GIVEN, valid_days=None) is None
