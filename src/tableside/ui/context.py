"""What every page's frame needs to know, under the one name ``around``."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from tableside.ui.appearance import chosen_theme, hides_names
from tableside.ui.navigation import NavItem, address_of, nav_items


@dataclass(frozen=True)
class Surroundings:
    practice_name: str
    emergency_number: str
    label: str
    role: str
    theme: str
    hides_names: bool
    nav_items: tuple[NavItem, ...]
    is_signed_in: bool
    home_url: str
    account_url: str
    theme_url: str
    demo_url: str  # where the demo's sign-ins are shown; empty in a real practice


def surroundings(request: HttpRequest) -> dict[str, Surroundings]:
    # Error pages are drawn for requests that no middleware has touched, so both may be absent.
    practice, actor = getattr(request, "practice", None), getattr(request, "actor", None)
    role = str(getattr(actor, "role", None) or "")
    is_staff = role in ("owner", "therapist", "front_desk")
    around = Surroundings(
        practice_name=getattr(practice, "name", "") or "Tableside",
        emergency_number=getattr(practice, "emergency_number", "") or "",
        label=getattr(actor, "label", "") or "",
        role=role,
        theme=chosen_theme(request),
        hides_names=is_staff and hides_names(request),
        nav_items=nav_items(role, path=request.path),
        is_signed_in=actor is not None,
        home_url=address_of("desk:day" if is_staff else "site:home") or "/",
        account_url=address_of("usersessions_list"),
        theme_url=address_of("ui:theme"),
        demo_url=address_of("site:demo") if settings.DEMO and getattr(practice, "is_demo", False) else "",
    )
    return {"around": around}
