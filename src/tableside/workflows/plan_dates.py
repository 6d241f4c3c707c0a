"""Turn a treatment plan into dates: propose the next ones, and book those that suit in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.plans.dates import propose
from tableside.core.timeline.civil import local_day_of, wall_minute_of
from tableside.core.timeline.window import instant_of, minute_of
from tableside.records.foundation.transactions import in_transaction
from tableside.records.plans.actions import change_plan_status
from tableside.records.plans.models import TreatmentPlan
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.actions import OfferTaken
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of
from tableside.workflows.book import Booked, BookingRequest, Person, book_within
from tableside.workflows.find_times import Search, free_times

_SOON_DAYS = 3
COUNTS = (Appointment.Status.BOOKED, Appointment.Status.ARRIVED, Appointment.Status.COMPLETED)


@dataclass(frozen=True, slots=True)
class ProposedDate:
    """``starts_at`` is None where nothing is free near the wished date; ``nearest`` are other times."""

    wanted_on: date
    starts_at: datetime | None
    reason: str
    nearest: tuple[datetime, ...]


def sessions_of(plan: TreatmentPlan) -> list[Appointment]:
    """The appointments that count towards the plan, earliest first."""
    since = appointments_of(plan.client_id).filter(starts_at__gte=plan.created_at, status__in=COUNTS)
    return list(since.filter(service=plan.service_id).order_by("starts_at"))


def propose_dates(plan: TreatmentPlan, *, by: Actor, now: datetime) -> tuple[ProposedDate, ...]:
    """The dates still missing from the plan, at the client's usual weekday and hour where possible."""
    sessions = sessions_of(plan)
    missing = plan.sessions - len(sessions)
    if missing < 1:
        return ()
    zone = ZoneInfo(current_practice().time_zone)
    search = Search(
        service=plan.service,
        minutes=plan.minutes,
        therapist_id=plan.therapist_id,
        client_id=plan.client_id,
        ignores_notice=by.is_staff,
    )
    offered = free_times(search, now=now).offers.minutes()
    usual = _usual(plan.client_id, zone)
    latest = max([session.starts_at for session in sessions], default=now).astimezone(zone).date()
    today = now.astimezone(zone).date()
    if latest + timedelta(days=plan.gap_days) < today:  # overdue: some day soon, early enough to meet the usual weekday
        latest = today + timedelta(days=_SOON_DAYS - plan.gap_days)
    proposals = propose(
        count=missing,
        gap_days=plan.gap_days,
        first_after=latest,
        zone=zone,
        offered=offered,
        weekday=usual[0] if usual else None,
        wall_minute=usual[1] if usual else None,
    )
    return tuple(
        ProposedDate(
            wanted_on=proposal.wanted_on,
            starts_at=None if proposal.start is None else instant_of(proposal.start),
            reason=proposal.reason,
            nearest=tuple(instant_of(minute) for minute in proposal.nearest),
        )
        for proposal in proposals
    )


def read_starts(texts: Sequence[str]) -> tuple[datetime, ...]:
    """The chosen starts as a form sends them, in ISO 8601 with an offset."""
    try:
        starts = tuple(datetime.fromisoformat(text) for text in texts)
    except ValueError:
        starts = ()
    if not starts or any(start.tzinfo is None for start in starts):
        raise Refusal("no_dates", "Choose at least one date to book.")
    return starts


def book_dates(
    plan: TreatmentPlan, starts: Sequence[datetime], *, key: str, by: Actor, now: datetime
) -> tuple[Booked, ...]:
    """Accept the plan and book these dates, all of them or none. Sent again with the same key, nothing is added."""
    try:
        return in_transaction(lambda: _book_all(plan, starts, key=key, by=by, now=now))
    except OfferTaken:
        raise Refusal(
            "offer_taken", "One of these times has just been taken, so none was booked. Here are fresh proposals."
        ) from None


def _book_all(
    plan: TreatmentPlan, starts: Sequence[datetime], *, key: str, by: Actor, now: datetime
) -> tuple[Booked, ...]:
    if plan.status == TreatmentPlan.Status.PROPOSED:
        change_plan_status(plan, to=TreatmentPlan.Status.ACCEPTED, by=by, now=now)
    client = plan.client
    person = Person(client.name, client.email, client.phone, client_id=client.id)
    return tuple(
        book_within(
            BookingRequest(
                service_id=plan.service_id,
                minutes=plan.minutes,
                starts_at=start,
                people=(person,),
                key=f"{key[:60]}:{minute_of(start)}",
                therapist_id=plan.therapist_id,
            ),
            by=by,
            now=now,
        )
        for start in sorted(set(starts))
    )


def _usual(client_id: UUID, zone: ZoneInfo) -> tuple[int, int] | None:
    """The weekday and wall minute at which the client came most often lately."""
    starts = [minute_of(session.starts_at) for session in appointments_of(client_id).filter(status__in=COUNTS)[:12]]
    habits = Counter(
        (local_day_of(minute, zone=zone).weekday(), wall_minute_of(minute, zone=zone)) for minute in starts
    )
    return habits.most_common(1)[0][0] if habits else None
