"""A guest's bookings become an account. The link came by mail, so whoever holds it reads mail at that address."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.records.accounts.actions import create_account
from tableside.records.accounts.models import User
from tableside.records.clients.access import guest
from tableside.records.clients.actions import claim_account, spend_link
from tableside.records.clients.models import Link
from tableside.records.clients.queries import children_of
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.queries import opens_answers


def claim_with_password(link: Link, *, password: str, now: datetime) -> User:
    """A new sign-in for the client of this link. A link is spent once; after a refusal it still stands."""

    def deed() -> User:
        _spend(link, now=now)
        user = create_account(link.client.email, name=link.client.name, password=password)
        claim_account(link.client, user=user, by=guest(link.client), now=now)
        return user

    return in_transaction(deed)


def claim_for(link: Link, *, user: User, now: datetime) -> None:
    """Put the bookings into an account that is there already."""

    def deed() -> None:
        _spend(link, now=now)
        claim_account(link.client, user=user, by=guest(link.client), now=now)

    in_transaction(deed)


def _spend(link: Link, *, now: datetime) -> None:
    """An account opens all that its client answered, for a child too, so the link to one opens no more than any other
    mail does."""
    lock([f"intake:{link.client_id}"])
    children = [child.id for child in children_of(link.client_id)]
    if not all(opens_answers(link, of=of) for of in (None, *children)):
        raise Refusal(
            "answered_elsewhere",
            gettext("You answered at the practice. Please ask your therapist to confirm your address."),
        )
    spend_link(link, now=now)
