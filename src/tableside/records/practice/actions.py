"""Setting up the practice and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import Membership, PolicyVersion, Practice
from tableside.records.practice.queries import practice_to_change
from tableside.records.practice.writing import free_slug, set_fields


@dataclass(frozen=True, slots=True)
class NewPractice:
    name: str
    time_zone: str
    currency: str
    country: str = ""
    emergency_number: str = "112"
    crisis_line: str = ""
    email: str = ""
    phone: str = ""
    about: str = ""
    policy_text: str = ""
    host: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class PracticeDetails:
    name: str
    about: str
    email: str
    phone: str
    emergency_number: str
    crisis_line: str
    maternity_line: str = ""
    poison_line: str = ""


@dataclass(frozen=True, slots=True)
class Policies:
    notice_minutes: int
    horizon_days: int
    step_minutes: int
    cancel_notice_minutes: int
    reschedule_notice_minutes: int
    hold_minutes: int
    policy_text: str
    coming_limit: int | None = None
    new_clients_per_day: int | None = None
    marks_good_fits: bool = False
    undo_minutes: int = 3
    offer_minutes: int = 120
    soon_offer_minutes: int = 30
    late_fee_kind: str = "none"
    late_fee_value: int = 0
    missed_fee_kind: str = "none"
    missed_fee_value: int = 0
    waives_first_fee: bool = False
    accepts_first: bool = False
    answer_minutes: int = 1440
    answers_valid_days: int | None = 365


@dataclass(frozen=True, slots=True)
class ReminderRules:
    first_reminder_minutes: int
    last_reminder_minutes: int
    quiet_from_minute: int
    quiet_until_minute: int
    asks_afterwards: bool = False


_FIGURES = (
    *("cancel_notice_minutes", "reschedule_notice_minutes", "waives_first_fee"),
    *("late_fee_kind", "late_fee_value", "missed_fee_kind", "missed_fee_value"),
)
_PROMISED = frozenset({"policy_text", *_FIGURES})


@transaction.atomic
def create_practice(new: NewPractice, *, owner: User, now: datetime) -> tuple[Practice, Actor]:
    """The practice and its owner's membership; answers both as whoever acts from now on."""
    practice = Practice(
        slug=free_slug(new.name, set(Practice.objects.values_list("slug", flat=True))),
        name=new.name,
        time_zone=new.time_zone,
        currency=new.currency,
        country=new.country,
        emergency_number=new.emergency_number,
        crisis_line=new.crisis_line,
        email=new.email,
        phone=new.phone,
        about=new.about,
        policy_text=new.policy_text,
        host=new.host,
        is_demo=new.is_demo,
        created_at=now,
    )
    practice.save()
    with practice_scope(practice.id):
        Membership.objects.create(user=owner, role=Membership.Role.OWNER)
        _keep_policy(practice, now=now)
        actor = Actor(user_id=owner.id, practice_id=practice.id, role=Role.OWNER, label=owner.name)
        record("practice.created", subject=("practice", practice.id), by=actor, now=now)
    return practice, actor


@transaction.atomic
def change_practice(details: PracticeDetails, *, by: Actor, now: datetime) -> None:
    practice = practice_to_change()
    changed = set_fields(practice, asdict(details))
    if changed:
        practice.save(update_fields=changed)
        record("practice.changed", subject=("practice", practice.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def change_policies(policies: Policies, *, by: Actor, now: datetime) -> Practice:
    """What holds for bookings from now on. Other words, notice or fees make a new version; a booking keeps its own."""
    practice = practice_to_change()
    changed = set_fields(practice, asdict(policies))
    if _PROMISED.intersection(changed):
        practice.policy_version += 1
        changed.append("policy_version")
    if changed:
        practice.save(update_fields=changed)
        if "policy_version" in changed:
            _keep_policy(practice, now=now)
        detail: dict[str, object] = {"fields": changed, "version": practice.policy_version}
        record("policies.changed", subject=("practice", practice.id), by=by, now=now, detail=detail)
    return practice


@transaction.atomic
def change_reminders(rules: ReminderRules, *, by: Actor, now: datetime) -> None:
    """When reminders leave; the caller sees to those that wait."""
    practice = practice_to_change()
    if changed := set_fields(practice, asdict(rules)):
        practice.save(update_fields=changed)
        record("reminders.changed", subject=("practice", practice.id), by=by, now=now, detail={"fields": changed})


@transaction.atomic
def choose_initialled_clauses(clauses: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Beside which clauses of the consent initials are asked for, from whoever signs from now on."""
    practice = practice_to_change()
    if changed := set_fields(practice, {"initialled_clauses": " ".join(clauses)}):
        practice.save(update_fields=changed)
        detail: dict[str, object] = {"clauses": list(clauses)}
        record("initials.chosen", subject=("practice", practice.id), by=by, now=now, detail=detail)


def _keep_policy(practice: Practice, *, now: datetime) -> None:
    figures = {name: getattr(practice, name) for name in _FIGURES}
    PolicyVersion.objects.create(number=practice.policy_version, text=practice.policy_text, kept_at=now, **figures)
