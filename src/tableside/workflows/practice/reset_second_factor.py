"""Take off the second factor of somebody who has lost it: they sign in with their password and set up a new one."""

from __future__ import annotations

from datetime import datetime
from string import Template

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.accounts.actions import remove_second_factor
from tableside.records.audit.actions import record
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import ABOUT_ACCOUNT, Letter, post
from tableside.records.practice.models import Membership
from tableside.records.practice.queries import current_practice


def reset_second_factor(membership: Membership, *, by: Actor, now: datetime) -> None:
    """Refused with ``own_second_factor`` for oneself: whoever sits at an owner's open desk could otherwise do without
    it; and with ``no_second_factor`` when there is none."""
    if membership.user_id == by.user_id:
        raise Refusal(
            "own_second_factor",
            "You cannot reset your own second factor here. Change it on your account's pages, or ask another owner.",
        )
    in_transaction(lambda: _reset(membership, by=by, now=now))


def _reset(membership: Membership, *, by: Actor, now: datetime) -> None:
    remove_second_factor(membership.user)
    post(
        Letter(
            key=f"second-factor:{membership.id}:{now.isoformat()}",
            kind=ABOUT_ACCOUNT,
            address=membership.user.email,
            subject=gettext("Your second factor was taken off"),
            text=_text(membership.user.name, by=by),
        ),
        now=now,
    )
    record("second_factor.removed", subject=("membership", membership.id), by=by, now=now)


def _text(name: str, *, by: Actor) -> str:
    body = gettext(
        "Hello $name,\n\n$who took off your second factor at $practice: your app, your passkeys and your recovery "
        "codes do not let you in any more, and all your devices are signed out.\n\n"
        "Sign in with your password and set up a new one:\n$sign_in\n\n"
        "If you did not ask for this, speak to the owner right away and choose a new password:\n$new_password\n"
    )
    return Template(body).substitute(
        name=name,
        who=by.label,
        practice=current_practice().name,
        sign_in=settings.PUBLIC_URL + reverse("account_login"),
        new_password=settings.PUBLIC_URL + reverse("account_reset_password"),
    )
