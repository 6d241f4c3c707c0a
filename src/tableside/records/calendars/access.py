"""The ways to one's own calendar: a therapist's and a client's; and for the owner of a practice to its therapists'."""

from __future__ import annotations

from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.calendars.models import CalendarFeed, OtherCalendar
from tableside.records.clients.access import NotFound, own_client
from tableside.records.clients.models import Client
from tableside.records.practice.models import Therapist


def own_therapist(actor: Actor) -> Therapist:
    """As whom the member of staff who is signed in treats clients."""
    therapist = Therapist.objects.filter(pk=actor.therapist_id).first() if actor.therapist_id else None
    if therapist is None:
        raise NotFound
    return therapist


def therapist_to_set_up(actor: Actor, therapist_id: UUID) -> Therapist:
    """Whose other calendar may be given: one's own, and for the owner of the practice everybody's who works here."""
    may = actor.therapist_id == therapist_id or actor.may(Permission.MANAGE_PRACTICE)
    working = Therapist.objects.filter(membership__isnull=False).select_related("membership__user", "other_calendar")
    therapist = working.filter(pk=therapist_id).first() if may else None
    if therapist is None:
        raise NotFound
    return therapist


def other_calendar_of(actor: Actor, therapist_id: UUID) -> OtherCalendar:
    calendar = OtherCalendar.objects.filter(therapist=therapist_to_set_up(actor, therapist_id)).first()
    if calendar is None:
        raise NotFound
    return calendar


def feed_owner(actor: Actor) -> Therapist | Client:
    """Whose appointments a feed made by this person would show."""
    return own_therapist(actor) if actor.is_staff else own_client(actor)


def own_feed(actor: Actor) -> CalendarFeed | None:
    owner = feed_owner(actor)
    if isinstance(owner, Therapist):
        return CalendarFeed.objects.filter(therapist=owner).first()
    return CalendarFeed.objects.filter(client=owner).first()
