"""Until when a client may book, move or cancel. Minutes that pass, not hours on the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tableside.core.appointments.fees import NO_FEE, FeeKind, FeeRule
from tableside.core.appointments.status import Status
from tableside.core.decision import Allowed, Decision, Refused


@dataclass(frozen=True, slots=True)
class Policy:
    """A practice's rules; the values are what a new practice starts with."""

    notice_minutes: int = 240
    horizon_days: int = 90
    cancel_notice_minutes: int = 1440
    reschedule_notice_minutes: int = 1440
    undo_minutes: int = 3
    late_fee: FeeRule = NO_FEE
    missed_fee: FeeRule = NO_FEE
    waives_first_fee: bool = False
    answer_minutes: int = 1440


def may_book(start: datetime, *, now: datetime, policy: Policy) -> Decision:
    """Whether a client may book a start. Codes: ``in_the_past``, ``inside_notice``, ``past_horizon``.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> may_book(noon, now=noon - timedelta(hours=4), policy=Policy())
    Allowed()
    >>> may_book(noon, now=noon - timedelta(hours=3), policy=Policy()).code
    'inside_notice'
    """
    if start <= now:
        return Refused("in_the_past", "This time has already passed. Please choose a later one.")
    if start - now < timedelta(minutes=policy.notice_minutes):
        notice = in_words(policy.notice_minutes)
        return Refused(
            "inside_notice",
            f"Online booking closes {notice} before the start. Please choose a later time, or contact us.",
        )
    if start - now > timedelta(days=policy.horizon_days):
        return Refused(
            "past_horizon",
            f"Booking opens {policy.horizon_days} days ahead. Please choose an earlier date, or come back later.",
        )
    return Allowed()


def answer_due(start: datetime, *, now: datetime, policy: Policy) -> datetime:
    """Until when a request of now is answered: within ``answer_minutes``, and as long before the start as booking
    closes; but there is an hour for it, or all that is left until the start.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> [answer_due(noon, now=noon - timedelta(hours=hours), policy=Policy()).hour for hours in (48, 10, 4)]
    [12, 8, 9]
    """
    soon = min(now + timedelta(minutes=policy.answer_minutes), start - timedelta(minutes=policy.notice_minutes))
    return min(max(soon, now + timedelta(hours=1)), start)


def may_cancel(
    start: datetime, *, status: Status, now: datetime, policy: Policy, booked_at: datetime, by_staff: bool
) -> Decision:
    """Whether an appointment may be cancelled. Codes: ``not_booked``, ``already_started``, ``inside_cancel_notice``.

    Staff need no notice. Neither does a client who has only just booked or withdraws a request, nor where a fee was
    agreed on: ``is_late``.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> may_cancel(noon, status=Status.BOOKED, now=noon - timedelta(hours=24), policy=Policy(),
    ...     booked_at=noon - timedelta(days=9), by_staff=False)
    Allowed()
    """
    may = _may_change(start, status=status, now=now, by_staff=by_staff)
    if not may or by_staff or status is Status.REQUESTED or policy.late_fee.kind is not FeeKind.NONE:
        return may
    if is_late(start, now=now, policy=policy, booked_at=booked_at):
        notice = in_words(policy.cancel_notice_minutes)
        return Refused(
            "inside_cancel_notice",
            f"An appointment can be cancelled here until {notice} before it starts. Please contact us.",
        )
    return may


def is_late(start: datetime, *, now: datetime, policy: Policy, booked_at: datetime) -> bool:
    """Whether a client who cancels now is late: within the notice, and past the ``undo_minutes`` after booking.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> [is_late(noon, now=noon - timedelta(hours=hours), policy=Policy(), booked_at=noon - timedelta(days=9))
    ...     for hours in (24, 23)]
    [False, True]
    """
    is_within_notice = start - now < timedelta(minutes=policy.cancel_notice_minutes)
    return is_within_notice and now - booked_at > timedelta(minutes=policy.undo_minutes)


def may_reschedule(
    start: datetime, *, status: Status, now: datetime, policy: Policy, booked_at: datetime, by_staff: bool
) -> Decision:
    """Whether an appointment that starts at ``start`` may move; the new time has to pass ``may_book`` as well.

    Codes: ``not_accepted``, ``not_booked``, ``already_started``, ``inside_reschedule_notice``. Staff and undo as in
    ``may_cancel``.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> may_reschedule(noon, status=Status.BOOKED, now=noon - timedelta(hours=23), policy=Policy(),
    ...     booked_at=noon - timedelta(days=9), by_staff=False).code
    'inside_reschedule_notice'
    """
    if status is Status.REQUESTED:
        then = "Answer the request first." if by_staff else "To ask for another time, withdraw it and choose anew."
        return Refused("not_accepted", f"This time is asked for and not booked yet. {then}")
    may = _may_change(start, status=status, now=now, by_staff=by_staff)
    if not may or by_staff or now - booked_at <= timedelta(minutes=policy.undo_minutes):
        return may
    if start - now < timedelta(minutes=policy.reschedule_notice_minutes):
        notice = in_words(policy.reschedule_notice_minutes)
        return Refused(
            "inside_reschedule_notice",
            f"An appointment can be moved here until {notice} before it starts. Please contact us.",
        )
    return may


def may_undo(
    changed_at: datetime, *, now: datetime, policy: Policy, is_as_changed: bool, by_staff: bool, changed_by_staff: bool
) -> Decision:
    """Whether a change of ``changed_at`` may be undone, by the side that made it and while nothing has followed it.

    Codes: ``not_your_change``, ``changed_again``, ``too_late_to_undo``.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> [bool(may_undo(noon, now=noon + timedelta(seconds=passed), policy=Policy(), is_as_changed=True,
    ...     by_staff=False, changed_by_staff=False)) for passed in (0, 179, 180)]
    [True, True, False]
    """
    if by_staff is not changed_by_staff:
        who = "The client" if by_staff else "The practice"
        return Refused("not_your_change", f"{who} has made this change, so it is not undone from here.")
    if not is_as_changed:
        return Refused("changed_again", "This appointment has changed again in the meantime, so it stays as it is now.")
    if now >= undo_ends(changed_at, policy=policy):
        time = in_words(policy.undo_minutes)
        return Refused("too_late_to_undo", f"A change can be undone for {time}. They are over, so it stays as it is.")
    return Allowed()


def undo_ends(changed_at: datetime, *, policy: Policy) -> datetime:
    """From when on a change stands, and the letter about it leaves."""
    return changed_at + timedelta(minutes=policy.undo_minutes)


def may_check_in(start: datetime, *, now: datetime, zone: ZoneInfo) -> Decision:
    """Whether a client may be marked as arrived: on the local day of the appointment, or later. ``not_that_day``.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> may_check_in(noon, now=noon - timedelta(hours=5), zone=ZoneInfo("Europe/Vienna"))
    Allowed()
    >>> may_check_in(noon, now=noon - timedelta(hours=14), zone=ZoneInfo("Europe/Vienna")).code
    'not_that_day'
    """
    if now.astimezone(zone).date() < start.astimezone(zone).date():
        return Refused("not_that_day", "This appointment is on a later day. Check the client in on the day itself.")
    return Allowed()


def may_miss(start: datetime, *, now: datetime) -> Decision:
    """Whether an appointment may be marked as missed: from its start on. Refused with ``not_started``.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 2, 1, 12, tzinfo=UTC)
    >>> may_miss(noon, now=noon), may_miss(noon, now=noon - timedelta(minutes=1)).code
    (Allowed(), 'not_started')
    """
    if now < start:
        return Refused("not_started", "This appointment has not started yet. The client may still come, or cancel it.")
    return Allowed()


def in_words(minutes: int) -> str:
    """A length of notice as people say it.

    >>> in_words(1440), in_words(90), in_words(60), in_words(45)
    ('24 hours', '90 minutes', '1 hour', '45 minutes')
    """
    if minutes and minutes % 60 == 0:
        return "1 hour" if minutes == 60 else f"{minutes // 60} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _may_change(start: datetime, *, status: Status, now: datetime, by_staff: bool) -> Decision:
    if status is Status.CANCELLED:
        return Refused("not_booked", "This appointment is already cancelled. You can book a new one.")
    if status not in (Status.REQUESTED, Status.BOOKED) and not (by_staff and status is Status.ARRIVED):
        return Refused("not_booked", "This appointment has already taken place. Please contact us about it.")
    if start <= now and not by_staff:
        return Refused("already_started", "This appointment has already started. Please contact us about it.")
    return Allowed()
