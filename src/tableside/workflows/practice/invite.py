"""Invite somebody to work here: a sign-in, a role and a letter with the link under which they set their password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from string import Template

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.actions import create_account
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import Letter, post
from tableside.records.practice.models import Membership, Service
from tableside.records.practice.people_actions import NewTherapist, add_member, add_therapist
from tableside.records.practice.queries import current_practice


@dataclass(frozen=True, slots=True)
class Invitation:
    """``services`` are what a therapist will give."""

    name: str
    email: str
    role: Role
    services: tuple[Service, ...] = ()


def invite(invitation: Invitation, *, by: Actor, now: datetime) -> Membership:
    """Refused with ``account_exists`` for an address that somebody signs in with: work has an address of its own, so
    that nobody's pages as a client disappear behind those of the desk."""
    return in_transaction(lambda: _invite(invitation, by=by, now=now))


def invite_again(membership: Membership, *, by: Actor, now: datetime) -> None:
    """A fresh link, for somebody who has not used theirs. Whoever has a password asks for a new one by themselves."""
    if membership.user.has_usable_password():
        raise Refusal("already_joined", "They have set a password already. If it is lost, the sign-in page helps.")
    in_transaction(lambda: _send(membership, by=by, now=now))


def _invite(invitation: Invitation, *, by: Actor, now: datetime) -> Membership:
    user = create_account(invitation.email, name=invitation.name, password=None)
    membership = add_member(user, role=invitation.role, by=by, now=now)
    if invitation.role is Role.THERAPIST:
        new = NewTherapist(name=invitation.name, services=invitation.services)
        add_therapist(new, membership=membership, by=by, now=now)
    _send(membership, by=by, now=now)
    return membership


def _send(membership: Membership, *, by: Actor, now: datetime) -> None:
    user = membership.user
    post(
        Letter(
            key=f"invitation:{membership.id}:{now.isoformat()}",
            kind="invitation",
            address=user.email,
            subject=gettext("Your place at %(practice)s") % {"practice": current_practice().name},
            text=_text(user, by=by),
        ),
        now=now,
    )
    record("invitation.sent", subject=("membership", membership.id), by=by, now=now)


def _text(user: User, *, by: Actor) -> str:
    body = gettext(
        "Hello $name,\n\n$owner invites you to work in Tableside at $practice.\n\n"
        "Choose a password under this link; it works for three days:\n$link\n\n"
        "After that you sign in here with this mail address:\n$sign_in\n"
    )
    return Template(body).substitute(
        name=user.name,
        owner=by.label,
        practice=current_practice().name,
        link=settings.PUBLIC_URL + password_path(user),
        sign_in=settings.PUBLIC_URL + reverse("account_login"),
    )


def password_path(user: User) -> str:
    """Where a password is set by whoever can read this user's mail. It stops working once one is set."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
