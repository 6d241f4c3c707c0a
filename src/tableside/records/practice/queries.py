"""Reading the practice and what it works with."""

from __future__ import annotations

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.practice.models import Practice


def practice_of_host(host: str) -> Practice | None:
    """The practice reached under this name, else the first one; None before the first is set up."""
    named = Practice.objects.filter(host=host).first() if host else None
    return named or Practice.objects.order_by("created_at", "pk").first()


def facts_of(practice: Practice) -> PracticeFacts:
    return PracticeFacts(
        id=practice.id,
        slug=practice.slug,
        name=practice.name,
        about=practice.about,
        zone_name=practice.time_zone,
        currency=practice.currency,
        email=practice.email,
        phone=practice.phone,
        emergency_number=practice.emergency_number,
        crisis_line=practice.crisis_line,
        is_demo=practice.is_demo,
    )


def is_set_up() -> bool:
    return Practice.objects.exists()
