"""Where each kind of person can go from the header. An entry whose address does not exist is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavItem:
    label: str | Promise
    url: str
    icon: str
    is_current: bool


_ANY_KEY = UUID(int=0)
_ANY_KEY_WRITTEN = str(_ANY_KEY)

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
    (_("Calendar"), "desk:calendar", "calendar"),
    (_("Clients"), "desk:clients", "people"),
    (_("Waitlist"), "desk:waitlist", "clock"),
)
_THERAPIST: tuple[_Entry, ...] = (
    *_DESK,
    (_("Intake queue"), "desk:intake_queue", "shield"),
    (_("Plans"), "desk:plans", "target"),
)
_OWNER: tuple[_Entry, ...] = (
    *_THERAPIST,
    (_("Mail"), "desk:mail", "mail"),
    (_("Settings"), "desk:settings", "settings"),
)
_BY_ROLE = {"owner": _OWNER, "therapist": _THERAPIST, "front_desk": _DESK, "client": _CLIENT}


def nav_items(role: str | None, *, path: str) -> tuple[NavItem, ...]:
    """The entries for that role, the one that ``path`` belongs to marked."""
    entries = _BY_ROLE.get(role or "", _PUBLIC)
    placed = [(label, url, icon) for label, name, icon in entries if (url := address_of(name))]
    here = current_address([url for _label, url, _icon in placed], path=path)
    return tuple(NavItem(label, url, icon, url == here) for label, url, icon in placed)


def current_address(urls: Sequence[str], *, path: str) -> str | None:
    """The longest address that ``path`` lies below. One that the others lie below too stands only for itself.

    >>> current_address(["/desk/", "/desk/clients/"], path="/desk/clients/7/")
    '/desk/clients/'
    >>> current_address(["/desk/", "/desk/clients/"], path="/desk/plans/7/") is None
    True
    """
    if path in urls:
        return path
    leaves = [url for url in urls if not any(other != url and other.startswith(url) for other in urls)]
    return max((url for url in leaves if path.startswith(url)), key=len, default=None)


def address_of(name: str, *args: object) -> str:
    """The address of a page; empty where there is no such page. The frame of a page asks for a dozen of the same."""
    return _looked_up(name, args, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def address_of_row(name: str, key: UUID) -> str:
    """The same for the page of one row. A list asks for hundreds, so the way there is looked up with any key."""
    return address_of(name, _ANY_KEY).replace(_ANY_KEY_WRITTEN, str(key))


@lru_cache(maxsize=512)
def _looked_up(name: str, args: tuple[object, ...], _urlconf: str, _prefix: str) -> str:
    """It changes with nothing but where all addresses come from."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
