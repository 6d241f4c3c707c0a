"""When reminders leave, as a table that a front desk can read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.messages.quiet import QuietHours, reminder_at

VIENNA = ZoneInfo("Europe/Vienna")
LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)
NIGHT = QuietHours(1260, 480)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIENNA)


@pytest.mark.parametrize(
    ("starts", "hours", "expected"),
    [
        ("2027-02-03 14:00", 48, "2027-02-01 14:00"),
        ("2027-02-03 14:00", 3, "2027-02-03 11:00"),
        ("2027-02-03 08:00", 48, "2027-02-01 08:00"),  # as quiet hours end
        ("2027-02-03 07:00", 48, "2027-02-01 08:00"),  # an hour later, when they end
        ("2027-02-03 21:00", 48, "2027-02-02 08:00"),  # as they begin: the next morning
        ("2027-02-03 10:30", 3, "2027-02-03 08:00"),  # 7:30 is quiet; two and a half hours are left at 8
        ("2027-02-03 09:29", 3, "2027-02-02 20:59"),  # less than an hour and a half: the evening before
        ("2027-02-03 09:30", 3, "2027-02-03 08:00"),
        ("2027-02-03 09:00", 3, "2027-02-02 20:59"),
        ("2027-03-28 09:00", 3, "2027-03-27 20:59"),  # the night in which clocks go forward
        ("2027-10-31 11:00", 3, "2027-10-31 08:00"),  # and the one in which they go back
        ("2027-03-29 14:00", 48, "2027-03-27 13:00"),  # 48 hours, one of which was never on the clock
    ],
)
def test_a_reminder_leaves_before_quiet_hours_or_after_them(starts: str, hours: int, expected: str) -> None:
    due = reminder_at(local(starts), lead=timedelta(hours=hours), zone=VIENNA, quiet=NIGHT, now=LONG_AGO)

    assert due == local(expected).astimezone(UTC)


def test_what_is_past_is_skipped() -> None:
    start, lead = local("2027-02-03 14:00"), timedelta(hours=3)

    just_in_time = reminder_at(start, lead=lead, zone=VIENNA, quiet=NIGHT, now=local("2027-02-03 10:59"))
    too_late = reminder_at(start, lead=lead, zone=VIENNA, quiet=NIGHT, now=local("2027-02-03 11:00"))

    assert (just_in_time, too_late) == (local("2027-02-03 11:00"), None)


def test_without_quiet_hours_it_leaves_when_it_is_due() -> None:
    start = local("2027-02-03 09:00")

    due = reminder_at(start, lead=timedelta(hours=3), zone=VIENNA, quiet=QuietHours(0, 0), now=LONG_AGO)

    assert due == local("2027-02-03 06:00")


@given(
    minutes=st.integers(0, 365 * 1440),
    lead=st.sampled_from([180, 2880]),
    quiet=st.builds(QuietHours, st.integers(0, 1439), st.integers(0, 1439)),
    zone=st.sampled_from(["Europe/Vienna", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_no_reminder_leaves_in_quiet_hours_or_after_the_start(
    minutes: int, lead: int, quiet: QuietHours, zone: str
) -> None:
    start = LONG_AGO + timedelta(days=10, minutes=minutes)

    due = reminder_at(start, lead=timedelta(minutes=lead), zone=ZoneInfo(zone), quiet=quiet, now=LONG_AGO)

    assert due is not None
    assert due < start
    wall = due.astimezone(ZoneInfo(zone))
    minute = wall.hour * 60 + wall.minute
    since = (minute - quiet.from_minute) % 1440
    changes = wall.utcoffset() != (wall - timedelta(days=1)).utcoffset()
    changes = changes or wall.utcoffset() != (wall + timedelta(days=1)).utcoffset()
    assert changes or since >= (quiet.until_minute - quiet.from_minute) % 1440
