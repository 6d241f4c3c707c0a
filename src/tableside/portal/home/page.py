"""What a client sees of their own care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from tableside.core.outcomes.change import change_between, sentence_for_client
from tableside.core.outcomes.instrument import Instrument
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.guardian import is_child
from tableside.core.permissions.practice import PracticeFacts
from tableside.knowledge.load_instruments import load_instruments
from tableside.portal.intake.result import in_the_way
from tableside.records.clients.access import own_client
from tableside.records.clients.models import Client
from tableside.records.clients.queries import children_of, consents_of
from tableside.records.intake.age_queries import intake_is_too_old
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import newest_intake
from tableside.records.outcomes.queries import scores_between_visits, visits_of
from tableside.records.plans.queries import open_plan_of
from tableside.records.scheduling.models import Appointment, WaitlistEntry
from tableside.records.scheduling.queries import appointments_of, upcoming_appointments, upcoming_for_others
from tableside.records.scheduling.waitlist_queries import waiting_of
from tableside.ui.charts import PainChart, VisitScore, pain_chart
from tableside.workflows.between_visits.plan_progress import PlanProgress, plan_progress
from tableside.workflows.between_visits.score_between_visits import has_said_today
from tableside.workflows.intake.consent_paper import SignedShown, shown_as_signed
from tableside.workflows.series.book_series import ProposedDate
from tableside.workflows.series.plan_dates import propose_dates

USUAL = "nrs_pain"


@dataclass(frozen=True)
class MyCare:
    client: Client
    upcoming: list[Appointment]
    past: list[Appointment]
    for_others: list[Appointment]
    children: list[Client]
    waits_for: list[WaitlistEntry]
    intake: Intake | None
    is_intake_old: bool  # by the next appointment, or today
    in_the_way: str | Promise  # why they should not come as things are
    standing: PlanProgress | None
    proposals: tuple[ProposedDate, ...]
    chart: PainChart | None
    sentence: str
    instrument: Instrument
    latest: tuple[datetime, float] | None  # said between two visits
    may_score: bool
    consents: tuple[SignedShown, ...]

    @classmethod
    def of(cls, actor: Actor, practice: PracticeFacts, *, now: datetime) -> MyCare:
        client, local_today = own_client(actor), now.astimezone(practice.zone).date()
        plan = open_plan_of(client.id)
        standing = plan_progress(plan) if plan else None
        measure = standing.instrument if standing else load_instruments()[USUAL]
        visits = standing.visits if standing else tuple(visits_of(client.id, instrument=measure.id))
        scores = [VisitScore(visit.at.astimezone(practice.zone).date(), visit.before, visit.after) for visit in visits]
        arrivals = [visit.before for visit in visits if visit.before is not None]
        sentence, intake, upcoming = "", newest_intake(client.id), list(upcoming_appointments(client.id, now=now))
        needed_at = upcoming[0].starts_at if upcoming else now
        if len(arrivals) > 1:
            sentence = sentence_for_client(change_between(measure, before=arrivals[0], after=arrivals[-1]))
        target = standing.goal.target if standing else None
        said = scores_between_visits(client.id, instrument=measure.id)
        return cls(
            client=client,
            upcoming=upcoming,
            past=list(appointments_of(client.id).filter(ends_at__lte=now)[:12]),
            for_others=upcoming_for_others(client.id, now=now),
            children=[one for one in children_of(client.id) if is_child(one.born_on, on=local_today)],
            waits_for=list(waiting_of(client.id)),
            intake=intake,
            is_intake_old=intake is not None and intake_is_too_old(intake, at=needed_at),
            in_the_way=in_the_way(actor, now=now),
            standing=standing,
            proposals=propose_dates(plan, by=actor, now=now) if plan else (),
            chart=pain_chart(scores, target=target, title=measure.name) if scores else None,
            sentence=sentence,
            instrument=measure,
            latest=said[0] if said else None,
            may_score=bool(scores or standing) and not has_said_today(said, now=now),
            consents=tuple(map(shown_as_signed, consents_of(client.id))),
        )


def instrument_of(actor: Actor) -> Instrument:
    """What this client is asked: the measure of their plan, else how much it hurts."""
    plan = open_plan_of(own_client(actor).id)
    return load_instruments()[plan.goals.all()[0].instrument if plan else USUAL]
