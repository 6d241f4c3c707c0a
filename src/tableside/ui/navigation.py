"""Where each kind of person can go from the header. An entry whose address does not exist is left out."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavItem:
    label: str | Promise
    url: str
    icon: str
    is_current: bool


_Entry = tuple[str | Promise, str, str]

_PUBLIC: tuple[_Entry, ...] = (
    (_("Guide"), "site:guide-home", "book"),
    (_("Therapists"), "site:therapists", "people"),
    (_("Book"), "portal:book", "calendar"),
)
_CLIENT: tuple[_Entry, ...] = (
    (_("My care"), "portal:home", "home"),
    (_("Book"), "portal:book", "calendar"),
    (_("Guide"), "site:guide-home", "book"),
)
_DESK: tuple[_Entry, ...] = (
    (_("Today"), "desk:day", "sun"),
    (_("Clients"), "desk:clients", "people"),
    (_("Intake queue"), "desk:intake_queue", "shield"),
)
_THERAPIST: tuple[_Entry, ...] = (*_DESK, (_("Plans"), "desk:plans", "target"))
_OWNER: tuple[_Entry, ...] = (
    *_THERAPIST,
    (_("Mail"), "desk:mail", "mail"),
    (_("Settings"), "desk:settings", "settings"),
)
_BY_ROLE = {"owner": _OWNER, "therapist": _THERAPIST, "front_desk": _DESK, "client": _CLIENT}


def nav_items(role: str | None, *, path: str) -> tuple[NavItem, ...]:
    """The entries for that role, the one that leads to ``path`` marked: the longest address it begins with."""
    entries = _BY_ROLE.get(role or "", _PUBLIC)
    placed = [(label, url, icon) for label, name, icon in entries if (url := address_of(name))]
    here = max((url for _label, url, _icon in placed if path.startswith(url)), key=len, default=None)
    return tuple(NavItem(label, url, icon, url == here) for label, url, icon in placed)


def address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
