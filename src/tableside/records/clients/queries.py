"""Reading clients and their links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tableside.core.permissions.guardian import is_child
from tableside.records.clients.links import token_hash
from tableside.records.clients.models import Client, Consent, Link
from tableside.records.foundation.prepared import prepared


def clients_matching(words: str) -> QuerySet[Client]:
    """Clients whose name, mail or phone holds every word; all of them for no words."""
    found = Client.objects.order_by("name", "pk")
    for word in words.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word))
    return found


def born_on_of(client_id: UUID) -> date | None:
    return Client.objects.filter(pk=client_id).values_list("born_on", flat=True).first()


def names_of(client_ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Client.objects.filter(pk__in=list(client_ids)).values_list("pk", "name"))


def guest_with_email(email: str, *, name: str) -> Client | None:
    """A guest who booked before under the same mail and name; never somebody with an account of their own. Without a
    mail address nobody is known again: two people may share a name."""
    if not email.strip():
        return None
    same = [one for one in _guests(email.strip().lower()) if one.name.casefold() == name.strip().casefold()]
    return min(same, key=lambda client: client.created_at, default=None)


@prepared
def _guests(email: str) -> QuerySet[Client]:
    return Client.objects.filter(email=email, user=None)


def child_of(guardian: Client, *, name: str) -> Client | None:
    """The child of this name whom the guardian has booked for before."""
    return Client.objects.filter(guardian=guardian, name__iexact=name.strip()).order_by("created_at").first()


def children_of(client_id: UUID) -> QuerySet[Client]:
    return Client.objects.filter(guardian=client_id).order_by("name", "pk")


def guardian_on(client: Client, day: date) -> UUID | None:
    """Who speaks for the client on that day; nobody for whoever is grown up by then."""
    return client.guardian_id if client.guardian_id and is_child(client.born_on, on=day) else None


def client_known_as(name: str, *, email: str) -> Client | None:
    """The client whom the desk means by this name and mail address, with or without an account."""
    if not email.strip():
        return None
    same = Client.objects.filter(email=email.strip().lower(), name__iexact=name.strip())
    return same.order_by("created_at").first()


def link_of_token(token: str, *, purpose: Link.Purpose, now: datetime) -> Link | None:
    """The unspent, unexpired link that this token opens, with its client."""
    links = Link.objects.filter(token_sha256=token_hash(token), purpose=purpose, spent_at=None, expires_at__gt=now)
    return links.select_related("client").first()


def spent_link_of_token(token: str, *, purpose: Link.Purpose, now: datetime) -> Link | None:
    """A link that did its work and has not yet expired, for saying so to whoever opens it again."""
    links = Link.objects.filter(token_sha256=token_hash(token), purpose=purpose, expires_at__gt=now)
    return links.filter(spent_at__isnull=False).first()


def newest_link(client_id: UUID, *, purpose: Link.Purpose) -> Link | None:
    return Link.objects.filter(client_id=client_id, purpose=purpose).order_by("-created_at", "-pk").first()


def has_signed(client_id: UUID, *, text_version: str, by_guardian: bool = False) -> bool:
    """Themselves, or a guardian for them: the one does not stand for the other."""
    signed = Consent.objects.filter(client_id=client_id, text_version=text_version)
    return (signed.exclude(guardian_relation="") if by_guardian else signed.filter(guardian_relation="")).exists()


def consents_of(client_id: UUID) -> QuerySet[Consent]:
    """What the client signed, the newest first."""
    return Consent.objects.filter(client_id=client_id).order_by("-signed_at", "-pk")


def clients_with_phone() -> QuerySet[Client]:
    """Numbers are kept as they were written, so whoever looks for one compares them all."""
    return Client.objects.exclude(phone="").defer("desk_note").order_by("pk")
