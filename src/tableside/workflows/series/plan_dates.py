"""Turn a treatment plan into dates: propose the next ones, and book those that suit in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.availability.explain import why_not
from tableside.core.decision import Refused
from tableside.core.permissions.actor import Actor
from tableside.core.plans.dates import MOST_DAYS_OFF, Proposal, propose
from tableside.core.timeline.civil import local_day_of, midnight, wall_minute_of
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.foundation.transactions import in_transaction
from tableside.records.plans.actions import change_plan_status
from tableside.records.plans.models import TreatmentPlan
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.series.book_series import ProposedDate, SeriesRequest, book_series_within
from tableside.workflows.times.find_times import FreeTimes, Search, free_times

_SOON_DAYS = 3
COUNTS = (
    Appointment.Status.REQUESTED,
    Appointment.Status.BOOKED,
    Appointment.Status.ARRIVED,
    Appointment.Status.COMPLETED,
)


def sessions_of(plan: TreatmentPlan) -> list[Appointment]:
    """The appointments that count towards the plan, earliest first."""
    since = appointments_of(plan.client_id).filter(starts_at__gte=plan.created_at, status__in=COUNTS)
    return list(since.filter(service=plan.service_id).order_by("starts_at"))


def propose_dates(plan: TreatmentPlan, *, by: Actor, now: datetime) -> tuple[ProposedDate, ...]:
    """The dates still missing from the plan, at the client's usual weekday and hour where possible; for staff beyond
    the booking period too, with that named. Where a client cannot book so far ahead yet, it says so."""
    sessions = sessions_of(plan)
    missing = plan.sessions - len(sessions)
    if missing < 1:
        return ()
    zone = ZoneInfo(current_practice().time_zone)
    usual = _usual(plan.client_id, zone)
    latest = max([session.starts_at for session in sessions], default=now).astimezone(zone).date()
    today = now.astimezone(zone).date()
    if latest + timedelta(days=plan.gap_days) < today:  # overdue: some day soon, early enough to meet the usual weekday
        latest = today + timedelta(days=_SOON_DAYS - plan.gap_days)
    search = Search(
        service=plan.service,
        minutes=plan.minutes,
        therapist_id=plan.therapist_id,
        client_id=plan.client_id,
        ignores_notice=by.is_staff,
        until=instant_of(midnight(latest + missing * timedelta(days=plan.gap_days + MOST_DAYS_OFF), zone)),
    )
    times = free_times(search, now=now)
    proposals = propose(
        count=missing,
        gap_days=plan.gap_days,
        first_after=latest,
        zone=zone,
        offered=times.offers.minutes(),
        weekday=usual[0] if usual else None,
        wall_minute=usual[1] if usual else None,
    )
    return tuple(_proposed(one, times) for one in proposals)


def _proposed(one: Proposal, times: FreeTimes) -> ProposedDate:
    nearest = tuple(instant_of(minute) for minute in one.nearest)
    if one.start is not None:
        start = instant_of(one.start)
        return ProposedDate(one.wanted_on, start, one.reason, nearest, times.against(start))
    why = why_not(times.question, midnight(one.wanted_on, times.question.zone))
    if isinstance(why, Refused) and why.code == "past_horizon":
        return ProposedDate(one.wanted_on, None, why.detail, nearest)
    return ProposedDate(one.wanted_on, None, one.reason, nearest)


def book_dates(
    plan: TreatmentPlan,
    starts: Sequence[datetime],
    *,
    key: str,
    insists: Insistence | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Appointment, ...]:
    """Accept the plan and book these dates, all of them or none. Sent again with the same key, nothing is added."""
    return in_transaction(lambda: _book_all(plan, starts, key=key, insists=insists, by=by, now=now))


def _book_all(
    plan: TreatmentPlan,
    starts: Sequence[datetime],
    *,
    key: str,
    insists: Insistence | None,
    by: Actor,
    now: datetime,
) -> tuple[Appointment, ...]:
    if plan.status == TreatmentPlan.Status.PROPOSED:
        change_plan_status(plan, to=TreatmentPlan.Status.ACCEPTED, by=by, now=now)
    request = SeriesRequest(
        client=plan.client,
        service=plan.service,
        minutes=plan.minutes,
        starts=tuple(starts),
        key=key[:80],
        therapist_id=plan.therapist_id,
        insists=insists,
    )
    return book_series_within(request, by=by, now=now)


def _usual(client_id: UUID, zone: ZoneInfo) -> tuple[int, int] | None:
    """The weekday and wall minute at which the client came most often lately."""
    starts = [minute_of(session.starts_at) for session in appointments_of(client_id).filter(status__in=COUNTS)[:12]]
    habits = Counter(
        (local_day_of(minute, zone=zone).weekday(), wall_minute_of(minute, zone=zone)) for minute in starts
    )
    return habits.most_common(1)[0][0] if habits else None
