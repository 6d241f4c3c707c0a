"""Reading sign-ins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from tableside.records.accounts.models import User

CODE_SECONDS: int = app_settings.TOTP_PERIOD


def signs_in_with(email: str) -> bool:
    """Whether somebody signs in with this address already."""
    return User.objects.filter(email__iexact=email.strip()).exists()


def have_second_factor(user_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these who are asked for an app or a passkey when they sign in."""
    kept = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).filter(user__in=list(user_ids))
    return frozenset(kept.values_list("user_id", flat=True))


def codes_at(moment: datetime, *, emails: Iterable[str]) -> dict[str, str]:
    """By mail address: the six digits that are the second factor at this moment. For the demo only, whose sign-ins
    are everybody's."""
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__in=list(emails))
    counter = int(moment.timestamp()) // CODE_SECONDS
    return {
        email: format_hotp_value(hotp_value(decrypt(data["secret"]), counter))
        for email, data in kept.values_list("user__email", "data")
    }
