"""What a plan's page says of today's screening, in words for whoever may read health data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from tableside.core.permissions.permission import Permission
from tableside.desk.intake.pages import limits_in_words
from tableside.desk.intake.remedies import WHY
from tableside.records.intake.access import intake_to_read
from tableside.records.plans.models import TreatmentPlan
from tableside.ui.parts import Fact
from tableside.ui.requests import ActorRequest
from tableside.workflows.between_visits.plan_limits import limits_before_plan, limits_of_plan


@dataclass(frozen=True)
class LimitsShown:
    """``against`` is why this may not be given as it is planned, ``changes`` what would change that or a limit."""

    is_answered: bool
    against: tuple[str | Promise, ...] = ()
    changes: tuple[str, ...] = ()
    limits: tuple[Fact, ...] = ()


def limits_shown(
    request: ActorRequest, client_id: UUID, *, plan: TreatmentPlan | None = None, now: datetime
) -> LimitsShown | None:
    """For the treatment of a plan, or before one is written for the gentlest. None for whoever may not read it, and
    where nothing is screened."""
    if not request.actor.may(Permission.READ_HEALTH):
        return None
    intake = intake_to_read(request.actor, client_id, now=now)
    if intake is None:
        return LimitsShown(is_answered=False)
    found = limits_of_plan(plan, intake, now=now) if plan else limits_before_plan(intake, now=now)
    if found is None:
        return None
    why_not = (found.why_not,) if found.why_not else ()
    return LimitsShown(
        is_answered=True,
        against=(*why_not, *(WHY[one] for one in found.misfits)),
        changes=tuple(dict.fromkeys(one.would_change for one in found.screened.findings if one.would_change)),
        limits=limits_in_words(found.screened.limits),
    )
