"""Writing down who may sign in, and with which second factor."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
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
