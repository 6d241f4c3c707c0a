"""The intake queue: what asks for a therapist's eyes before a client lies down, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.core.screening.rulebook import Rulebook
from tableside.desk.intake.pages import rule_title
from tableside.records.intake.access import queue_to_read
from tableside.records.intake.models import Clearance, Screening, SecondOpinion
from tableside.records.intake.queries import practice_rulebook
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.parts import Tab

_TABS = ("review", "changed", "opinion", "waiting", "expiring", "old")
_EMPTY: dict[str, str | Promise] = {
    "review": _("Everything has been looked at."),
    "changed": _("All that is booked can be given as it is booked."),
    "opinion": _("Nobody has asked a colleague about treating against screening."),
    "waiting": _("No healthcare provider has been asked, or all have answered."),
    "expiring": _("No clearance ends in the next two weeks."),
    "old": _("All answers hold until the day of the appointment."),
}


@dataclass(frozen=True)
class QueueRow:
    name: str
    text: str
    url: str
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True)
class QueueShown:
    tabs: tuple[Tab, ...]
    rows: tuple[QueueRow, ...]
    empty: str  # what it means that there are none

    @classmethod
    def of(cls, actor: Actor, practice: PracticeFacts, *, tab: str, now: datetime) -> QueueShown:
        waiting = queue_to_read(actor, today=now.astimezone(practice.zone).date(), now=now)
        book = practice_rulebook()
        rows = {
            "review": (
                *map(_urgent, waiting.urgent),
                *(_replied(one, book) for one in waiting.replied),
                *map(_to_review, waiting.to_review),
            ),
            "changed": tuple(_not_fitting(one) for one in waiting.not_fitting),
            "opinion": tuple(_opinion(one) for one in waiting.opinions),
            "waiting": tuple(_waiting(one, book, now=now) for one in waiting.waiting),
            "expiring": tuple(_expiring(one, book) for one in waiting.expiring),
            "old": tuple(map(_old, waiting.old)),
        }
        chosen = tab if tab in rows else "review"
        labels = (
            gettext("To review"),
            gettext("No longer fits"),
            gettext("Second opinion"),
            gettext("Clearance"),
            gettext("Ends soon"),
            gettext("Too old"),
        )
        address = reverse("desk:intake_queue")
        tabs = tuple(
            Tab(label, f"{address}?tab={key}", key == chosen, len(rows[key]))
            for key, label in zip(_TABS, labels, strict=True)
        )
        return cls(tabs, rows[chosen], str(_EMPTY[chosen]))


def _urgent(screening: Screening) -> QueueRow:
    """Whether or not they have an appointment."""
    when = moments.full(screening.screened_at, get_current_timezone())
    return QueueRow(
        name=screening.client.name,
        text=gettext("Answered on %(when)s, and nobody has looked at it yet") % {"when": when},
        url=reverse("desk:client-finding", args=[screening.client_id]),
        outcome=screening.outcome,
    )


def _to_review(screening: Screening) -> QueueRow:
    appointment = screening.appointment
    assert appointment is not None  # the queue is of appointments
    when = moments.full(appointment.starts_at, get_current_timezone())
    return QueueRow(
        name=screening.client.name,
        text=f"{when}, {appointment.service.name}, {appointment.therapist.name}",
        url=reverse("desk:finding", args=[appointment.id]),
        outcome=screening.outcome,
    )


def _not_fitting(screening: Screening) -> QueueRow:
    row = _to_review(screening)
    return replace(row, url=reverse("desk:remedies", args=[screening.appointment_id]), note=gettext("What can be done"))


def _opinion(asked: SecondOpinion) -> QueueRow:
    when = moments.full(asked.appointment.starts_at, get_current_timezone())
    return QueueRow(
        name=asked.client.name,
        text=f"{when}, {asked.appointment.service.name}",
        url=reverse("desk:second-opinion", args=[asked.appointment_id]),
        note=gettext("%(name)s asks") % {"name": asked.asked_by.name},
    )


def _replied(clearance: Clearance, book: Rulebook) -> QueueRow:
    url = reverse("desk:clearance", args=[clearance.id])
    note = gettext("A healthcare provider answered")
    return QueueRow(clearance.client.name, rule_title(clearance.rule_id, book), url, note=note)


def _waiting(clearance: Clearance, book: Rulebook, *, now: datetime) -> QueueRow:
    days = (now - clearance.asked_at).days
    long = ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days} if days else gettext("since today")
    told = {"day": moments.day_year(clearance.asked_at, get_current_timezone()), "long": long}
    asked = gettext("asked on %(day)s, waiting %(long)s") % told
    url = reverse("desk:clearance", args=[clearance.id])
    return QueueRow(clearance.client.name, rule_title(clearance.rule_id, book), url, note=asked)


def _expiring(clearance: Clearance, book: Rulebook) -> QueueRow:
    until = gettext("until %(day)s") % {"day": moments.day_year(clearance.expires_on)} if clearance.expires_on else ""
    return QueueRow(
        clearance.client.name,
        rule_title(clearance.rule_id, book),
        reverse("desk:client-finding", args=[clearance.client_id]),
        note=until,
    )


def _old(appointment: Appointment) -> QueueRow:
    """``given_at`` comes with the query."""
    when = moments.full(appointment.starts_at, get_current_timezone())
    given_at: datetime = appointment.given_at  # type: ignore[attr-defined]  # annotated by the query
    return QueueRow(
        name=appointment.client.name,
        text=f"{when}, {appointment.service.name}, {appointment.therapist.name}",
        url=reverse("desk:finding", args=[appointment.id]),
        note=gettext("answered on %(day)s") % {"day": moments.day_year(given_at, get_current_timezone())},
    )
