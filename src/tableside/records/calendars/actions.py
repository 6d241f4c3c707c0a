"""Making a calendar feed and ending it."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.calendars.access import feed_owner, own_feed
from tableside.records.calendars.models import CalendarFeed
from tableside.records.clients.links import token_hash
from tableside.records.foundation.locks import lock
from tableside.records.practice.models import Therapist


@transaction.atomic
def make_feed(*, shows: str, by: Actor, now: datetime) -> str:
    """The token of the new feed of whoever acts, which is told this once. An earlier address opens nothing more."""
    owner = feed_owner(by)
    lock([f"calendar_feed:{owner.pk}"])
    if earlier := own_feed(by):
        earlier.delete()
    token = secrets.token_urlsafe(32)
    whose = {"therapist": owner} if isinstance(owner, Therapist) else {"client": owner}
    feed = CalendarFeed.objects.create(**whose, shows=shows, token_sha256=token_hash(token), created_at=now)
    record(
        "calendar_feed.made",
        subject=("calendar_feed", feed.id),
        by=by,
        now=now,
        client_id=feed.client_id,
        detail={"shows": shows},
    )
    return token


@transaction.atomic
def revoke_feed(*, by: Actor, now: datetime) -> None:
    """Nothing is left to revoke when somebody presses twice, and nothing is wrong with that."""
    feed = own_feed(by)
    if feed is None:
        return
    key: UUID = feed.id
    feed.delete()
    subject = ("calendar_feed", key)
    record("calendar_feed.revoked", subject=subject, by=by, now=now, client_id=feed.client_id)
