"""Make a rule stricter in this practice, or take that back; what is booked is screened anew in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext

from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.permission import Permission
from tableside.core.screening.house_rules import (
    BLOOD_PRESSURE,
    HouseRule,
    HouseRules,
    PressureLimits,
    may_add,
    may_set,
)
from tableside.knowledge.load_rulebook import load_rulebook
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import save_house_rules
from tableside.records.intake.models import HouseRulesVersion
from tableside.records.intake.queries import house_rules, newest_intake, with_intake
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import all_upcoming_appointments
from tableside.workflows.intake.screen_appointment import AT_ONCE, Case, Treatment, case_for, keep_screened

Change = Callable[[HouseRules], HouseRules]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change means for what is booked: ``held_back`` could be given before and cannot now; ``changed`` counts
    every appointment whose findings or limits are others."""

    changed: int
    held_back: int


def effect_of(change: Change, *, now: datetime) -> Effect:
    """Reads and writes nothing but this: what would come of it."""
    rules = change(house_rules())
    book = rules.applied_to(load_rulebook(), version=0)
    pairs = [(case.screened(), replace(case, rulebook=book).screened()) for case, _ in _booked(now=now)]
    return Effect(
        changed=sum(not was.says_the_same_as(becomes) for was, becomes in pairs),
        held_back=sum(was.outcome.allows_treatment and not becomes.outcome.allows_treatment for was, becomes in pairs),
    )


def stricter(house: HouseRule) -> Change:
    """Raises ``Refusal`` where the rule is no rule, or this asks for no more than it."""
    try:
        rule = load_rulebook().rule(house.rule_id)
    except KeyError:
        raise Refusal("rule_unknown", gettext("The rulebook has no such rule.")) from None
    if house.is_empty:
        raise Refusal("nothing_stricter", gettext("Choose at least one thing that is stricter here."))
    insist(may_add(house, rule))
    return lambda rules: rules.with_rule(house)


def lower_limits(limits: PressureLimits) -> Change:
    """Raises ``Refusal`` for limits that are above ours."""
    insist(may_set(limits))
    is_ours = limits == PressureLimits(limits.reason)
    return lambda rules: replace(rules, pressure=None if is_ours else limits)


def as_ours(rule_id: str) -> Change:
    """Take back what was made stricter about one rule, or about blood pressure."""
    if rule_id == BLOOD_PRESSURE:
        return lambda rules: replace(rules, pressure=None)
    return lambda rules: rules.with_rule(HouseRule(rule_id, ""))


def change_house_rules(change: Change, *, changed: str, reason: str, by: Actor, now: datetime) -> HouseRulesVersion:
    """Keep a new version and screen anew what is booked, the later ones of many in the worker. What no longer fits
    waits in the intake queue."""
    insist(must_hold(by, Permission.MANAGE_PRACTICE))
    if not reason.strip():
        raise Refusal("reason_missing", gettext("Write down why, so that colleagues and clients understand it."))
    return in_transaction(lambda: _change(change, changed=changed, reason=reason.strip(), by=by, now=now))


def _change(change: Change, *, changed: str, reason: str, by: Actor, now: datetime) -> HouseRulesVersion:
    before = [case for case, _ in islice(_booked(now=now), AT_ONCE)]
    was = [case.screened() for case in before]
    saved = save_house_rules(change, changed=changed, reason=reason, by=by, now=now)
    for old, (case, appointment) in zip(was, islice(_booked(now=now), AT_ONCE), strict=True):
        if not old.says_the_same_as(case.screened()):
            keep_screened(case, appointment=appointment, by=by, now=now)
    return saved


def _booked(*, now: datetime) -> Iterator[tuple[Case, Appointment]]:
    """Every treatment still ahead of a client who has answered."""
    ahead = list(all_upcoming_appointments(now=now))
    answered = with_intake(one.client_id for one in ahead)
    for appointment in ahead:
        treatment = Treatment.of(appointment)
        if appointment.client_id not in answered or not treatment.is_hands_on:
            continue
        intake = newest_intake(appointment.client_id)
        assert intake is not None  # asked for just now
        yield case_for(treatment, intake), appointment
