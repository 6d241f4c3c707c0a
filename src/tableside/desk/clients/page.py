"""The list of clients, and what the page of one shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext

from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.broken import broken_facts
from tableside.records.clients.models import Client
from tableside.records.clients.queries import clients_matching, consents_of
from tableside.records.plans.models import TreatmentPlan
from tableside.records.plans.queries import open_plan_of
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of, next_appointments, upcoming_appointments
from tableside.ui import moments
from tableside.ui.navigation import address_of
from tableside.ui.parts import Fact
from tableside.ui.requests import ActorRequest
from tableside.ui.words import REMIND_BY
from tableside.workflows.intake.consent_paper import SignedShown, shown_as_signed

_PAGE_SIZE = 25
_PAST_SHOWN = 20


@dataclass(frozen=True)
class ClientRow:
    client: Client
    next: Appointment | None


@dataclass(frozen=True)
class ClientList:
    words: str
    page: Page[Client]
    rows: tuple[ClientRow, ...]
    query: str

    @classmethod
    def of(cls, request: HttpRequest, *, now: datetime) -> ClientList:
        words = request.GET.get("q", "").strip()[:100]
        page = Paginator(clients_matching(words), _PAGE_SIZE).get_page(request.GET.get("page"))
        clients = list(page.object_list)
        coming = next_appointments([client.id for client in clients], now=now)
        return cls(
            words=words,
            page=page,
            rows=tuple(ClientRow(client, coming.get(client.id)) for client in clients),
            query=f"{urlencode({'q': words})}&" if words else "",
        )


@dataclass(frozen=True)
class ClientPage:
    client: Client
    facts: tuple[Fact, ...]
    upcoming: tuple[Appointment, ...]
    past: tuple[Appointment, ...]
    chart_url: str
    plan: TreatmentPlan | None
    plan_url: str
    guardian_url: str  # empty for whoever may not say who it is
    consents: tuple[SignedShown, ...]  # none for whoever may not read them
    may_read_audit: bool

    @classmethod
    def of(cls, client: Client, request: ActorRequest, *, now: datetime) -> ClientPage:
        upcoming = tuple(upcoming_appointments(client.id, now=now))
        past = appointments_of(client.id).exclude(pk__in=[appointment.id for appointment in upcoming])
        may_read = request.actor.may(Permission.READ_HEALTH)
        may_plan = request.actor.may(Permission.MANAGE_PLANS)
        plan = open_plan_of(client.id) if may_plan else None
        return cls(
            client=client,
            facts=(*_facts(client, request), *broken_facts(client.id, now=now)),
            upcoming=upcoming,
            past=tuple(past[:_PAST_SHOWN]),
            chart_url=address_of("desk:chart", client.id) if may_read else "",
            plan=plan,
            plan_url=_plan_url(client, plan) if may_plan else "",
            guardian_url=address_of("desk:client-guardian", client.id) if may_read else "",
            consents=tuple(map(shown_as_signed, consents_of(client.id))) if may_read else (),
            may_read_audit=request.actor.may(Permission.READ_AUDIT),
        )


def _plan_url(client: Client, plan: TreatmentPlan | None) -> str:
    return address_of("desk:plan", plan.id) if plan else address_of("desk:plan-write", client.id)


def _facts(client: Client, request: ActorRequest) -> tuple[Fact, ...]:
    unknown = gettext("Not known")
    signs_in = gettext("Signs in with an account") if client.user_id else gettext("Books as a guest, by links in mails")
    return (
        Fact(gettext("E-mail"), client.email or unknown, f"mailto:{client.email}" if client.email else ""),
        Fact(gettext("Phone"), client.phone or unknown, f"tel:{client.phone}" if client.phone else ""),
        Fact(gettext("Reminders"), str(REMIND_BY[client.remind_by]), address_of("desk:client-messages", client.id)),
        Fact(gettext("Born on"), moments.day_year(client.born_on) if client.born_on else unknown),
        *_guardian(client),
        Fact(gettext("Account"), signs_in),
        Fact(gettext("Client since"), moments.day_year(client.created_at, request.practice.zone)),
    )


def _guardian(client: Client) -> tuple[Fact, ...]:
    if client.guardian is None:
        return ()
    return (Fact(gettext("Guardian"), client.guardian.name, address_of("desk:client", client.guardian.id)),)
