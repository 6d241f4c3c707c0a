"""Writing down who may sign in, and with which second factor."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from tableside.core.decision import Refusal
from tableside.records.accounts.models import User


@transaction.atomic
def create_account(email: str, *, name: str, password: str | None) -> User:
    """Somebody who signs in with this address, which counts as theirs; without a password, by a code sent to it."""
    try:
        with transaction.atomic():
            user: User = User.objects.create_user(email, name=name, password=password)
    except IntegrityError:
        raise Refusal(
            "account_exists", "Somebody signs in with this mail address already. Sign in instead, or take another one."
        ) from None
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def set_second_factor(user: User) -> None:
    """A fresh secret for six digits that change every half minute; kept encrypted."""
    TOTP.activate(user, generate_totp_secret())


@transaction.atomic
def remove_second_factor(user: User) -> None:
    """App, passkeys and recovery codes alike. Every device is signed out too: one that is lost may be signed in still,
    and each sign-in that was begun with the old factor counts as having one."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Refusal("no_second_factor", "They have no second factor. They set one up when they sign in.")
    for device in UserSession.objects.filter(user=user):
        device.end()
