"""Say who speaks for a child, or that nobody does any more. A guardian reads what the child answered, so only somebody
who may read it says who that is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext

from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.guardian import is_child
from tableside.core.permissions.permission import Permission
from tableside.records.clients import actions
from tableside.records.clients.access import client_to_see
from tableside.records.clients.models import Client
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.practice.queries import current_practice


def change_guardian(client: Client, *, guardian: Client | None, by: Actor, now: datetime) -> None:
    """All of it, or ``Refusal`` and nothing. Links that the former guardian was sent end."""
    insist(must_hold(by, Permission.READ_HEALTH))

    def change() -> None:
        lock([f"intake:{client.id}"])
        child = client_to_see(by, client.id)
        if guardian is not None:
            _insist_on_child(child, guardian, now=now)
        actions.set_guardian(child, guardian, by=by, now=now)

    in_transaction(change)


def _insist_on_child(child: Client, guardian: Client, *, now: datetime) -> None:
    today = timezone.localdate(now, timezone=ZoneInfo(current_practice().time_zone))
    if guardian.id == child.id:
        raise Refusal("guardian_self", gettext("Nobody is their own guardian. Please choose somebody else."))
    if not is_child(child.born_on, on=today):
        raise Refusal("grown_up", gettext("This client is of age, and speaks for themselves."))
    if guardian.guardian_id or (guardian.born_on and is_child(guardian.born_on, on=today)):
        raise Refusal("guardian_child", gettext("A child cannot be somebody's guardian. Please choose an adult."))
