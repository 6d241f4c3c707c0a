from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tableside.core.timeline.window import Window, instant_of, minute_of

NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)


def test_windows_that_touch_do_not_overlap() -> None:
    morning = Window(NOON - timedelta(hours=1), NOON)
    afternoon = Window(NOON, NOON + timedelta(hours=1))

    assert not morning.overlaps(afternoon)
    assert morning.overlaps(Window(NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)))


def test_a_window_is_kept_in_utc() -> None:
    berlin = timezone(timedelta(hours=1))

    window = Window(NOON.astimezone(berlin), (NOON + timedelta(hours=1)).astimezone(berlin))

    assert (window.start.tzinfo, window.start, window.minutes) == (UTC, NOON, 60)


def test_a_window_becomes_minutes_and_comes_back() -> None:
    window = Window(NOON, NOON + timedelta(minutes=75))

    assert Window.of_minutes(window.start_minute, window.end_minute) == window
    assert instant_of(minute_of(NOON)) == NOON


@pytest.mark.parametrize("end", [NOON, NOON - timedelta(minutes=1)])
def test_a_window_that_holds_nothing_is_refused(end: datetime) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Window(NOON, end)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(ValueError, match="names its time zone"):
        Window(naive, NOON)
    with pytest.raises(ValueError, match="names no time zone"):
        minute_of(naive)
