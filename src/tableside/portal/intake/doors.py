"""The four ways to the health questions: signed in, for a child one answers for, by the link of an appointment, by the
link in the confirmation.

All lead to the same pages; a door knows whose answers they are and what the pages are called behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.core.permissions.practice import PracticeFacts
from tableside.portal.links import link_to_open
from tableside.records.clients.access import child_to_care_for, guest, on_behalf_of, own_client
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import consents_of
from tableside.records.intake.access import note_opened_by_link
from tableside.records.intake.queries import opens_answers
from tableside.records.scheduling.access import appointment_of_link, introduced_its_client
from tableside.records.scheduling.models import Appointment
from tableside.ui.guards import needs, public
from tableside.ui.requests import ActorRequest, PublicRequest

_BY_LINK = "the link in the mail is the key; it is checked here"


@dataclass(frozen=True)
class Door:
    """Who came, and by which way: by a ``link``, or signed in. ``appointment`` is the one whose link was used."""

    name: str
    token: str
    link: Link | None
    client: Client
    actor: Actor
    practice: PracticeFacts
    appointment: Appointment | None = None
    child: Client | None = None  # whose answers these are, where a guardian has come

    @property
    def start_url(self) -> str:
        return self._address("")

    @property
    def sign_url(self) -> str:
        return self._address("-sign")

    @property
    def result_url(self) -> str:
        return self._address("-result")

    def page_url(self, number: int) -> str:
        return self._address("-page", number)

    def step_url(self, number: int) -> str:
        """One question."""
        return self._address("-step", number)

    @property
    def way_url(self) -> str:
        """Choose how to be asked."""
        return self._address("-way")

    @property
    def signed_url(self) -> str:
        """The consent on paper; empty while nothing is signed."""
        return self._address("-signed") if consents_of(self.client.id).exists() else ""

    @property
    def letter_url(self) -> str:
        """Send in a healthcare provider's letter."""
        return self._address("-letter")

    @property
    def whole_url(self) -> str:
        """Every question on one page."""
        return self._address("-whole")

    @property
    def appointment_url(self) -> str:
        """Back to the appointment, for whoever came from there."""
        return reverse("portal:appointment", args=[self.token]) if self.appointment else ""

    @property
    def is_account(self) -> bool:
        return not self.token

    def _address(self, step: str, *args: object) -> str:
        before: list[object] = [self.token] if self.token else [self.child.id] if self.child else []
        return reverse(f"portal:{self.name}{step}", args=[*before, *args])


_P = ParamSpec("_P")
_Page = Callable[Concatenate[HttpRequest, Door, _P], HttpResponse]
_View = Callable[..., HttpResponse]


def by_account(page: _Page[_P]) -> _View:
    @needs(Permission.READ_OWN_CARE)
    def opened(request: ActorRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        door = Door("intake", "", None, own_client(request.actor), request.actor, request.practice)
        return page(request, door, *args, **kwargs)

    return opened


def by_guardian(page: _Page[_P]) -> _View:
    @needs(Permission.READ_OWN_CARE)
    def opened(request: ActorRequest, /, client_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:  # Any: the URL's
        child = child_to_care_for(request.actor, client_id, on=timezone.localdate())
        actor = on_behalf_of(child, request.actor)
        door = Door("intake-for-child", "", None, child, actor, request.practice, child=child)
        return page(request, door, *args, **kwargs)

    return opened


def by_appointment(page: _Page[_P]) -> _View:
    @public(_BY_LINK)
    @never_cache
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:  # Any: what the URL holds
        link = link_to_open(request, token, Link.Purpose.APPOINTMENT, now=timezone.now())
        appointment = appointment_of_link(link)
        if appointment.client_id != link.client_id:  # who booked for somebody else moves and cancels, and no more
            raise Http404
        if link.client.user_id is not None:  # their own account opens it; the link alone does not
            return redirect("portal:intake")
        if not (introduced_its_client(appointment) and opens_answers(link)):
            return render(request, "portal/intake/by_mail.html", {"token": token}, status=403)
        practice = cast(PublicRequest, request).practice
        door = Door("intake-for", token, link, link.client, guest(link.client), practice, appointment)
        note_opened_by_link(link, by=door.actor, now=timezone.now())
        return page(request, door, *args, **kwargs)

    return opened


def by_intake_link(page: _Page[_P]) -> _View:
    @public(_BY_LINK)
    @never_cache
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:  # Any: what the URL holds
        link = link_to_open(request, token, Link.Purpose.INTAKE, Link.Purpose.TABLET, now=timezone.now())
        if not opens_answers(link):
            return render(request, "portal/intake/not_by_mail.html", {"client": link.client}, status=403)
        practice = cast(PublicRequest, request).practice
        door = Door("intake-by-link", token, link, link.client, guest(link.client), practice)
        note_opened_by_link(link, by=door.actor, now=timezone.now())
        return page(request, door, *args, **kwargs)

    return opened
