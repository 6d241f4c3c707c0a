"""Treatment plans: proposed after a session, accepted with their first dates, and ended when their time has come."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tableside.console.demo.complaints import COMPLAINTS
from tableside.console.demo.reasons import with_reason
from tableside.console.demo.town import Guest, Town, Visit, therapist_of
from tableside.core.decision import Refusal
from tableside.records.plans.actions import NewPlan, change_plan_status, propose_plan
from tableside.records.plans.models import TreatmentPlan
from tableside.records.plans.queries import open_plan_of
from tableside.workflows.series.plan_dates import book_dates

#: Whose plan was written only today or at the last visit, so that it still waits for a yes.
UNDECIDED = "Yusuf Rahman"
_AIM = {"better": 6, "slow": 3, "same": 3, "flare": 3, "well": 2}


def looks_ahead(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    """At the end of a visit: is there a plan to write, or one to end?"""
    if not guest.regular.plan:
        return
    plan = open_plan_of(guest.known.id)
    if guest.regular.name == UNDECIDED:
        if plan is None and visit.day > -guest.regular.every - 1:
            _propose(town, guest, visit, now)
    elif visit.number == 0:
        _accept(town, guest, _propose(town, guest, visit, now), now)
    elif plan is not None and visit.number >= guest.regular.plan:
        is_over = TreatmentPlan.Status.STOPPED if guest.regular.course == "same" else TreatmentPlan.Status.DONE
        change_plan_status(plan, to=is_over, by=therapist_of(guest, town).actor, now=now)


def _propose(town: Town, guest: Guest, visit: Visit, now: datetime) -> TreatmentPlan:
    regular, at_work = guest.regular, therapist_of(guest, town)
    baseline = visit.pain.before
    new = NewPlan(
        therapist=at_work.therapist,
        service=town.practice.services[regular.service],
        minutes=regular.minutes,
        sessions=regular.plan,
        gap_days=regular.every,
        review_after=4,
        instrument="nrs_pain",
        baseline=Decimal(baseline),
        target=Decimal(max(0, baseline - _AIM[regular.course])),
        goal_words=COMPLAINTS[regular.complaint].goal,
    )
    return propose_plan(guest.known, new, by=at_work.actor, now=now)


def _accept(town: Town, guest: Guest, plan: TreatmentPlan, now: datetime) -> None:
    """With a yes to the first dates: the client's own, or said at the desk."""
    dates = guest.visits[1 : 1 + guest.regular.ahead]
    by = guest.acting if guest.regular.has_account else therapist_of(guest, town).actor
    starts, key = [visit.starts_at for visit in dates], f"demo:{plan.client_id}"
    try:
        booked = with_reason(lambda insists: book_dates(plan, starts, key=key, insists=insists, by=by, now=now))
    except Refusal:  # one of them falls on a day off: the plan holds, and each date is looked for by itself
        plan.refresh_from_db()
        change_plan_status(plan, to=TreatmentPlan.Status.ACCEPTED, by=by, now=now)
        return
    for visit, one in zip(dates, booked, strict=True):
        visit.appointment_id = one.id
