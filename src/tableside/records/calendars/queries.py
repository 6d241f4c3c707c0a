"""Reading calendar feeds."""

from __future__ import annotations

from tableside.records.calendars.models import CalendarFeed
from tableside.records.clients.links import token_hash


def feed_of_token(token: str) -> CalendarFeed | None:
    """What this token opens. The address of a therapist who has left opens nothing, nor do guests have one."""
    feed = CalendarFeed.objects.filter(token_sha256=token_hash(token)).select_related("therapist", "client").first()
    if feed is None or (feed.therapist and feed.therapist.membership_id is None):
        return None
    return feed
