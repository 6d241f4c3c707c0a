"""Ask a healthcare provider by a one-time link, and take what they answer.

The answer counts for nothing yet: it waits in the intake queue until a therapist records it (``give_clearance``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.permission import Permission
from tableside.records.audit.actions import record
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Link
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.access import provider
from tableside.records.intake.actions import keep_reply
from tableside.records.intake.models import Clearance, ProviderReply
from tableside.records.intake.queries import newest_reply
from tableside.ui import moments
from tableside.workflows.clearance.remind_of_clearance import stop_reminding
from tableside.workflows.intake.fill_intake import today
from tableside.workflows.intake.screen_appointment import Scope

LASTS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider sent: a yes within ``scope`` until ``expires_on``, or a no. ``provider``: name and profession."""

    is_yes: bool
    provider: str
    expires_on: date | None = None
    scope: Scope = field(default_factory=Scope)
    note: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "is_yes": self.is_yes,
            "provider": self.provider,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "scope": self.scope.as_json(),
            "note": self.note,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Reply:  # Any: a JSON value of ours
        until = told["expires_on"]
        expires_on = date.fromisoformat(until) if until else None
        return cls(told["is_yes"], told["provider"], expires_on, Scope.from_json(told["scope"]), told["note"])


@dataclass(frozen=True, slots=True)
class Received:
    """A reply that waits for a therapist, and when it came."""

    reply: Reply
    received_at: datetime


def make_provider_link(clearance: Clearance, *, by: Actor, now: datetime) -> str:
    """A token with which a provider answers this one question. Earlier ones go on working until one is answered."""
    insist(must_hold(by, Permission.REVIEW_CLEARANCE))
    if clearance.status != Clearance.Status.ASKED:
        raise Refusal("clearance_answered", gettext("This clearance has been answered already."))

    def make() -> str:
        purpose = Link.Purpose.CLEARANCE
        token = make_link(clearance.client, purpose=purpose, subject_id=clearance.id, lasts=LASTS, now=now)
        subject = ("clearance", clearance.id)
        record("clearance.link_made", subject=subject, by=by, now=now, client_id=clearance.client_id)
        return token

    return in_transaction(make)


def take_reply(clearance: Clearance, reply: Reply, *, longest_days: int, through: Link, now: datetime) -> ProviderReply:
    """Keep what the provider sent; of several at once, the first. After a ``Refusal`` the link still stands."""
    if reply.is_yes:
        _insist_on_end(reply.expires_on, longest_days=longest_days, on=today(now))

    def take() -> ProviderReply:
        lock([f"clearance:{clearance.id}"])
        kept = keep_reply(clearance, reply.as_json(), through=through, by=provider(), now=now)
        stop_reminding(clearance.client_id, now=now)
        return kept

    return in_transaction(take)


def reply_to_review(clearance: Clearance) -> Received | None:
    """What a provider answered by the link and nobody has recorded yet. Part of reading the clearance."""
    stored = newest_reply(clearance.id) if clearance.status == Clearance.Status.ASKED else None
    return Received(Reply.from_json(stored.content), stored.received_at) if stored else None


def _insist_on_end(expires_on: date | None, *, longest_days: int, on: date) -> None:
    if expires_on is None:
        raise Refusal("no_end", gettext("Say until when it holds."))
    if expires_on < on:
        raise Refusal("ends_before_it_begins", gettext("It has to hold at least until today."))
    latest = on + timedelta(days=longest_days)
    if expires_on > latest:
        words = gettext("For this question an answer holds until %(day)s at the latest.")
        raise Refusal("holds_too_long", words % {"day": moments.day_year(latest)})
