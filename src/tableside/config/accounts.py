"""What Tableside wants differently from django-allauth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.records.foundation.keys import new_key
from tableside.records.foundation.sealed import fernet_key
from tableside.records.outbox.actions import ABOUT_ACCOUNT, Letter, post


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: clients claim what they booked, staff are invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This sign-in is closed. Please ask the practice."),
        "cannot_remove_primary_email": _("You sign in with this address, so it cannot be removed."),
        "duplicate_email": _("You use this address already."),
        "email_password_mismatch": _("The mail address or the password is not right. Check both and try again."),
        "email_taken": _("Somebody signs in with this mail address already. Take another one."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_code": _("This is not the code we sent. Check it and type it again."),
        "incorrect_password": _("This is not your password. Check it and type it again."),
        "invalid_or_expired_key": _("The link has run out or has been used. Ask for a new one."),
        "invalid_login": _("The mail address or the password is not right. Check both and try again."),
        "invalid_password_reset": _("The link has run out or has been used. Ask for a new one."),
        "max_email_addresses": _("You can have %d mail addresses at most. Remove one first."),
        "rate_limited": _("That was too often in a short time. Wait a few minutes and try again."),
        "same_as_current": _("You use this address already. Give another one."),
        "too_many_login_attempts": _("That was wrong too often. Wait a few minutes and try again."),
        "unknown_email": _("Nobody signs in with this mail address. Check how it is spelled."),
        "unverified_primary_email": _("Confirm this mail address first."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # Any: allauth's own
        """Through the outbox like every other letter: no page waits for a mail server."""
        sender = _Sender(self.request.practice.name, self.request.get_host())
        new_password_url = settings.PUBLIC_URL + reverse("account_reset_password")
        told = {"request": self.request, "current_site": sender, "email": email, "new_password_url": new_password_url}
        mail = self.render_mail(template_prefix, email, told | context)
        letter = Letter(
            key=f"account:{new_key()}",
            kind=ABOUT_ACCOUNT,
            address=email,
            subject=mail.subject,
            text=str(mail.body),
        )
        post(letter, now=timezone.now())

    def format_email_subject(self, subject: str) -> str:
        """Without the address in front: the letter says whom it is from."""
        return str(subject)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:  # Any: allauth's own
        methods = super().get_reauthentication_methods(user)
        return [
            method | {"description": _WAYS_TO_PROVE_IT.get(method["id"], method["description"])} for method in methods
        ]


_WAYS_TO_PROVE_IT = {
    "reauthenticate": _("Use my password"),
    "mfa_reauthenticate": _("Use my app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use my passkey"),
}


@dataclass(frozen=True)
class _Sender:
    """Whom the letters are from, as their templates ask for it."""

    name: str
    domain: str


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second-factor secrets are kept encrypted; allauth leaves them plain by default."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first. The codes come with it."),
        "incorrect_code": _("This is not the right code. Wait for the next six digits and type those."),
        "unverified_email": _("Confirm your mail address first."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # Any: allauth's own
        return gettext("My passkey")

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(fernet_key(key)) for key in settings.MASTER_KEYS])
