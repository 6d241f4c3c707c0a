"""Something is wrong: what to do first, then what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms
from django.core.paginator import Page
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refusal
from tableside.core.permissions.practice import PracticeFacts
from tableside.core.screening.emergency import EmergencySign, Urgency
from tableside.knowledge.load_emergencies import load_emergencies
from tableside.records.charting.access import page_of_incidents_to_read
from tableside.records.charting.models import Incident
from tableside.records.scheduling.models import Appointment
from tableside.ui.forms import Notes
from tableside.ui.requests import ActorRequest

_PAGE_SIZE = 50


class AccountForm(forms.Form):
    account = forms.CharField(
        label=_("What happened, and what was done"),
        help_text=_("What you saw, what they said, what you did and when, and who took over. Kept as you save it."),
        max_length=20_000,
        widget=Notes(rows=6),
    )


@dataclass(frozen=True)
class WrongPage:
    """Before anything is known: stop, and say what it is."""

    appointment: Appointment
    practice: PracticeFacts
    refusal: Refusal | None = None

    @property
    def always(self) -> tuple[str, ...]:
        return load_emergencies().always

    @property
    def signs(self) -> Iterable[EmergencySign]:
        return load_emergencies().signs.values()


@dataclass(frozen=True)
class IncidentPage:
    incident: Incident
    practice: PracticeFacts
    form: AccountForm
    refusal: Refusal | None = None

    @property
    def sign(self) -> EmergencySign:
        """In doubt, as the least that is known."""
        signs = load_emergencies().signs
        return signs.get(self.incident.sign, signs["other"])

    @property
    def always(self) -> tuple[str, ...]:
        return load_emergencies().always

    @property
    def is_now(self) -> bool:
        return self.sign.urgency is Urgency.NOW

    @property
    def asks(self) -> bool:
        """As long as nothing is told; what was typed too late is shown, so that it is not lost."""
        return self.form.is_bound or self.incident.described_at is None


@dataclass(frozen=True)
class IncidentRow:
    """In a list: what was seen, in words."""

    is_incident: ClassVar = True
    title: str
    incident: Incident

    @property
    def at(self) -> datetime:
        return self.incident.noticed_at


def incident_rows(incidents: Iterable[Incident]) -> tuple[IncidentRow, ...]:
    signs = load_emergencies().signs
    return tuple(IncidentRow(signs[one.sign].title if one.sign in signs else one.sign, one) for one in incidents)


@dataclass(frozen=True)
class IncidentList:
    page: Page[Incident]
    rows: tuple[IncidentRow, ...]

    @classmethod
    def of(cls, request: ActorRequest, *, now: datetime) -> IncidentList:
        number = request.GET.get("page")
        page = page_of_incidents_to_read(request.actor, number=number, size=_PAGE_SIZE, now=now)
        return cls(page, incident_rows(page))
