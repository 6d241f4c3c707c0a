"""Letting in whoever has lost phone and codes and has no other owner to ask: at the machine the practice runs on."""

from __future__ import annotations

from django.utils import timezone

from tableside.console.talk import CannotGoOn, say
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.queries import memberships_of
from tableside.workflows.practice.reset_second_factor import reset_second_factor


def reset_for(email: str) -> None:
    """Also while the practice is being served: it is one short change of the database."""
    found = memberships_of(email)
    if not found:
        raise CannotGoOn(f"Nobody on the staff signs in with {email}. Give the mail address they sign in with.")
    membership = found[0]  # a second factor belongs to the person, at however many practices they work
    by = Actor(user_id=None, practice_id=membership.practice.id, role=None, label="the console")
    with practice_scope(membership.practice.id):
        try:
            reset_second_factor(membership, by=by, now=timezone.now())
        except Refusal as refusal:
            raise CannotGoOn(str(refusal.detail)) from None
    say(f"{membership.user.name} signs in with their password now and sets up a new second factor.")
