"""What Tableside wants differently from django-allauth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tableside.records.foundation.keys import new_key
from tableside.records.foundation.sealed import fernet_key
from tableside.records.outbox.actions import ABOUT_ACCOUNT, Letter, post


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: clients claim what they booked, staff are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # Any: allauth's own
        """Through the outbox like every other letter: no page waits for a mail server."""
        sender = _Sender(self.request.practice.name, self.request.get_host())
        mail = self.render_mail(template_prefix, email, {"request": self.request, "current_site": sender, **context})
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


@dataclass(frozen=True)
class _Sender:
    """Whom the letters are from, as their templates ask for it."""

    name: str
    domain: str


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second-factor secrets are kept encrypted; allauth leaves them plain by default."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(fernet_key(key)) for key in settings.MASTER_KEYS])
