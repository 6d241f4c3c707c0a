"""What a search at the desk finds: clients, their appointments and pages, each only for who may see it.

Who somebody is and when they come; never what they answered or what was written about them, so nothing of it is noted
in the audit log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from tableside.core.permissions.permission import Permission
from tableside.records.clients.queries import clients_matching
from tableside.records.scheduling.queries import appointments_matching
from tableside.ui import moments
from tableside.ui.navigation import address_of_row, nav_items
from tableside.ui.requests import ActorRequest

_SHOWN = 8


@dataclass(frozen=True)
class Found:
    title: str
    text: str
    url: str
    icon: str
    is_client: bool = False


@dataclass(frozen=True)
class SearchPage:
    words: str
    clients: tuple[Found, ...]
    appointments: tuple[Found, ...]
    pages: tuple[Found, ...]

    @classmethod
    def of(cls, request: ActorRequest, *, now: datetime) -> SearchPage:
        words = words_of(request)
        sees_clients = request.actor.may(Permission.SEE_CLIENTS)
        return cls(
            words=words,
            clients=_clients(words) if words and sees_clients else (),
            appointments=_appointments(words, request, now=now) if words else (),
            pages=_pages(words, request) if words else (),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.clients or self.appointments or self.pages)


def words_of(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]


def _clients(words: str) -> tuple[Found, ...]:
    return tuple(
        Found(one.name, " · ".join(filter(None, [one.email, one.phone])), _client_url(one.id), "person", is_client=True)
        for one in clients_matching(words).only("name", "email", "phone")[:_SHOWN]
    )


def _client_url(key: UUID) -> str:
    return address_of_row("desk:client", key)


def _appointments(words: str, request: ActorRequest, *, now: datetime) -> tuple[Found, ...]:
    """By the client's name or the reference; what is still to come first, the nearest of it and of what is past."""
    zone, matching = request.practice.zone, appointments_matching(words)
    coming = matching.filter(ends_at__gte=now).order_by("starts_at", "pk")[:_SHOWN]
    past = matching.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:_SHOWN]
    return tuple(
        Found(
            one.client.name,
            f"{moments.full(one.starts_at, zone)} · {one.service.name} · {one.therapist.name}",
            address_of_row("desk:appointment", one.id),
            "calendar",
            is_client=True,
        )
        for one in [*coming, *past][:_SHOWN]
    )


def _pages(words: str, request: ActorRequest) -> tuple[Found, ...]:
    """The places of the rail whose name holds what was typed."""
    items = nav_items(str(request.actor.role or ""), path="")
    return tuple(
        Found(str(item.label), "", item.url, item.icon)
        for item in items
        if words.casefold() in str(item.label).casefold()
    )
