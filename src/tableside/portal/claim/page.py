"""Which way from a guest's bookings to an account is open to whoever holds the link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest

from tableside.portal.links import link_to_open
from tableside.records.accounts.models import User
from tableside.records.accounts.queries import signs_in_with
from tableside.records.clients.models import Client, Link


class Way(StrEnum):
    """The values are what the page asks for."""

    SET_PASSWORD = "set_password"
    LINK = "link"  # signed in with the address the link was sent to
    SIGN_IN = "sign_in"  # that address has an account, but nobody is signed in
    SIGN_OUT = "sign_out"  # somebody else is signed in
    CLAIMED = "claimed"


@dataclass(frozen=True)
class Claim:
    link: Link
    way: Way
    user: User | None

    @property
    def client(self) -> Client:
        return self.link.client

    @classmethod
    def by(cls, request: HttpRequest, token: str, *, now: datetime) -> Claim:
        """404 for a token that opens nothing, whatever the reason."""
        link = link_to_open(request, token, Link.Purpose.CLAIM, now=now)
        user = request.user if isinstance(request.user, User) else None
        return cls(link, _way(link.client, user), user)


def _way(client: Client, user: User | None) -> Way:
    if client.user_id is not None:
        return Way.CLAIMED
    if user is not None:
        return Way.LINK if user.email.lower() == client.email.lower() else Way.SIGN_OUT
    return Way.SIGN_IN if signs_in_with(client.email) else Way.SET_PASSWORD
