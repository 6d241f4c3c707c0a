"""The entries of the audit log as people read them: who, when, what, about whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext

from tableside.desk.audit.words import words_of
from tableside.records.audit.models import AuditEntry
from tableside.records.audit.queries import entries_about, first_broken_number, newest_entries
from tableside.records.clients.access import client_to_see
from tableside.records.clients.models import Client
from tableside.records.clients.queries import names_of
from tableside.ui.navigation import address_of
from tableside.ui.requests import ActorRequest

_PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    entry: AuditEntry
    words: str | Promise
    client_name: str
    subject_url: str


@dataclass(frozen=True)
class AuditList:
    """``checked`` is the sentence about the chain, where it was asked for; ``is_whole`` whether it is good news."""

    client: Client | None
    page: Page[AuditEntry]
    lines: tuple[Line, ...]
    query: str
    checked: str
    is_whole: bool

    @classmethod
    def of(cls, request: ActorRequest) -> AuditList:
        client = _client(request)
        entries = entries_about(client.id) if client else newest_entries()
        page = Paginator(entries, _PAGE_SIZE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        names = names_of(UUID(entry.client_id) for entry in shown if entry.client_id)
        broken = first_broken_number() if request.GET.get("check") == "yes" else -1
        return cls(
            client=client,
            page=page,
            lines=tuple(_line(entry, names) for entry in shown),
            query=f"{urlencode({'client': client.id})}&" if client else "",
            checked="" if broken == -1 else _checked(broken, newest=newest_entries().count()),
            is_whole=broken is None,
        )


def _client(request: ActorRequest) -> Client | None:
    wished: Any = request.GET.get("client", "")
    try:
        return client_to_see(request.actor, UUID(wished)) if wished else None
    except ValueError:
        return None


def _checked(broken: int | None, *, newest: int) -> str:
    if broken is None:
        return gettext("The log is whole: all %(count)s entries follow from one another.") % {"count": newest}
    return gettext(
        "Entry %(number)s does not follow from the one before it. Somebody changed the log outside Tableside: "
        "keep a copy of the database and compare it with a backup."
    ) % {"number": broken}


def _line(entry: AuditEntry, names: dict[UUID, str]) -> Line:
    client_name = names.get(UUID(entry.client_id), "") if entry.client_id else ""
    return Line(entry, words_of(entry.deed), client_name, _subject_url(entry))


def _subject_url(entry: AuditEntry) -> str:
    page = {"appointment": "desk:appointment", "client": "desk:client", "message": "desk:message"}
    return address_of(page[entry.subject_kind], entry.subject_id) if entry.subject_kind in page else ""
