"""The way to one's own place in a practice."""

from __future__ import annotations

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.practice.models import Membership


def own_membership(actor: Actor) -> Membership:
    """By which whoever acts works here."""
    membership = Membership.objects.filter(user=actor.user_id).first() if actor.is_staff else None
    if membership is None:
        raise Refusal("not_found", "There is nothing here for you to see.")
    return membership
