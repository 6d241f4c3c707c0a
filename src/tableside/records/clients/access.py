"""Who somebody is at a practice, and the only ways to a client's row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.guardian import is_child
from tableside.core.permissions.permission import Permission
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.clients.models import Client, Consent
from tableside.records.clients.queries import consents_of
from tableside.records.foundation.prepared import prepared
from tableside.records.foundation.scope import current_practice_id
from tableside.records.practice.models import Membership, Practice
from tableside.records.practice.queries import practice_of_host


class NotFound(Refusal):
    """Not there, or not yours: from outside the two look the same."""

    def __init__(self) -> None:
        super().__init__("not_found", "There is nothing here for you to see.")


def surroundings_of(user: User | AnonymousUser, *, host: str) -> tuple[Practice, Actor | None] | None:
    """The practice of this request and who the user is there; None while no practice has been set up.

    A visitor sees the practice of the host name. A signed-in person is at the practice of the host name if they belong
    to it, else at the one they belong to; whoever belongs to none is a visitor.
    """
    here = practice_of_host(host)
    if here is None:
        return None
    if not isinstance(user, User):
        return here, None
    for membership in sorted(_memberships(user.pk), key=lambda m: m.practice_id != here.id):
        practice = _practice_around(membership, here)
        return practice, _staff(user, membership, at=practice)
    for client in sorted(_clients(user.pk), key=lambda c: c.practice_id != here.id):
        practice = _practice_around(client, here)
        return practice, _client(user, client, at=practice)
    return here, None


@prepared
def _memberships(user_id: UUID) -> QuerySet[Membership]:
    memberships = Membership.everywhere.filter(user=user_id).select_related("therapist")
    return memberships.only("practice", "user", "role", "therapist__membership").order_by("pk")


@prepared
def _clients(user_id: UUID) -> QuerySet[Client]:
    return Client.everywhere.filter(user=user_id).only("practice", "user", "name").order_by("pk")


def client_to_see(actor: Actor, client_id: UUID) -> Client:
    """A client's name and how to reach them: for staff, and for the client."""
    client = Client.objects.filter(pk=client_id).first()
    if client is None or not (actor.may(Permission.SEE_CLIENTS) or actor.client_id == client.id):
        raise NotFound
    return client


def own_client(actor: Actor) -> Client:
    """The client who is signed in."""
    client = Client.objects.filter(pk=actor.client_id).first() if actor.client_id else None
    if client is None:
        raise NotFound
    return client


def own_consent(actor: Actor, consent_id: UUID) -> Consent:
    """What the client who is signed in has signed."""
    return _consent(consents_of(own_client(actor).id), consent_id)


def consent_to_read(actor: Actor, consent_id: UUID, *, now: datetime) -> Consent:
    """What a client signed, for whoever may read health data."""
    if not actor.may(Permission.READ_HEALTH):
        raise NotFound
    consent = _consent(Consent.objects.all(), consent_id)
    record("consent.read", subject=("consent", consent.id), by=actor, now=now, client_id=consent.client_id)
    return consent


def _consent(consents: QuerySet[Consent], consent_id: UUID) -> Consent:
    consent = consents.filter(pk=consent_id).select_related("client").first()
    if consent is None:
        raise NotFound
    return consent


def child_to_care_for(actor: Actor, client_id: UUID, *, on: date) -> Client:
    """A child, for its guardian who is signed in; for nobody once it is known to be grown up."""
    child = Client.objects.filter(pk=client_id, guardian=actor.client_id).first() if actor.client_id else None
    if child is None or not is_child(child.born_on, on=on):
        raise NotFound
    return child


def on_behalf_of(child: Client, guardian: Actor) -> Actor:
    """The guardian, as far as this child goes. What they do is in the audit log under both names."""
    return replace(guardian, client_id=child.id, label=f"{guardian.label} (for {child.name})")


def _practice_around(row: Membership | Client, here: Practice) -> Practice:
    """Nearly everybody is at the practice of the host name, which has been read already."""
    return here if row.practice_id == here.id else row.practice


def _staff(user: User, membership: Membership, *, at: Practice) -> Actor:
    therapist = getattr(membership, "therapist", None)
    return Actor(
        user_id=user.id,
        practice_id=at.id,
        role=Role(membership.role),
        label=user.name,
        therapist_id=therapist.id if therapist else None,
    )


def _client(user: User, client: Client, *, at: Practice) -> Actor:
    return Actor(
        user_id=user.id,
        practice_id=at.id,
        role=Role.CLIENT,
        label=client.name,
        client_id=client.id,
    )


def guest(client: Client) -> Actor:
    """Somebody who came by a link that was sent to this client."""
    return Actor(
        user_id=None,
        practice_id=current_practice_id(),
        role=Role.CLIENT,
        label=f"{client.name} (by link)",
        client_id=client.id,
    )
