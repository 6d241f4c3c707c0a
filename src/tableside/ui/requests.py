"""The request as pages see it, once the surroundings are known."""

from __future__ import annotations

from django.http import HttpRequest

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts


class PublicRequest(HttpRequest):
    """Anyone's request. ``actor`` is None for a visitor who is not signed in."""

    practice: PracticeFacts
    actor: Actor | None
    has_second_factor: bool


class ActorRequest(PublicRequest):
    """The request behind ``needs(...)``: somebody is signed in and may do this."""

    actor: Actor
