"""The ways to one's own calendar: a therapist's and a client's."""

from __future__ import annotations

from tableside.core.permissions.actor import Actor
from tableside.records.calendars.models import CalendarFeed
from tableside.records.clients.access import NotFound, own_client
from tableside.records.clients.models import Client
from tableside.records.practice.models import Therapist


def own_therapist(actor: Actor) -> Therapist:
    """As whom the member of staff who is signed in treats clients."""
    therapist = Therapist.objects.filter(pk=actor.therapist_id).first() if actor.therapist_id else None
    if therapist is None:
        raise NotFound
    return therapist


def feed_owner(actor: Actor) -> Therapist | Client:
    """Whose appointments a feed made by this person would show."""
    return own_therapist(actor) if actor.is_staff else own_client(actor)


def own_feed(actor: Actor) -> CalendarFeed | None:
    owner = feed_owner(actor)
    if isinstance(owner, Therapist):
        return CalendarFeed.objects.filter(therapist=owner).first()
    return CalendarFeed.objects.filter(client=owner).first()
