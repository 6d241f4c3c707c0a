"""What letters have in common: the language, the addresses of links, the facts of a visit, and who signs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from string import Template
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments

_P = ParamSpec("_P")


def in_their_language(
    word: Callable[Concatenate[Appointment, _P], Letter],
) -> Callable[Concatenate[Appointment, _P], Letter]:
    """The letter in the language of the client, whoever caused it and in which language they read."""

    @functools.wraps(word)
    def worded(appointment: Appointment, /, *args: _P.args, **kwargs: _P.kwargs) -> Letter:
        with translation.override(language_of(appointment.client, cast(PracticeFacts, kwargs["practice"]))):
            return word(appointment, *args, **kwargs)

    return worded


def language_of(client: Client, practice: PracticeFacts) -> str:
    """What the client chose, if the practice still writes it; else the practice's usual language."""
    return client.language if client.language in practice.languages else practice.languages[0]


def address_of(purpose: str, token: str) -> str:
    """The public address that a one-time token opens."""
    return f"{settings.PUBLIC_URL}/{purpose}/{token}/"


def about(
    appointment: Appointment,
    *,
    practice: PracticeFacts,
    kind: str,
    subject: str,
    body: str,
    links: dict[str, str],
    calendar: str,
) -> Letter:
    client = appointment.client
    words = {
        "name": client.name,
        "day": moments.day_year(appointment.starts_at, practice.zone),
        "facts": facts_of_visit(appointment, practice=practice),
        **links,
    }
    return Letter(
        key=f"{kind}:{appointment.id}:{appointment.revision}",
        kind=kind,
        address=client.email,
        subject=f"{practice.name}: {Template(subject).substitute(words)}",
        text=signed(Template(body).substitute(words), practice),
        calendar=calendar,
        client_id=client.id,
        subject_id=appointment.id,
    )


def facts_of_visit(appointment: Appointment, *, practice: PracticeFacts) -> str:
    is_cancelled = appointment.status == Appointment.Status.CANCELLED
    service = gettext("%(service)s with %(therapist)s")
    reference = gettext("Reference %(reference)s")
    lines = [
        *([gettext("Cancelled:")] if is_cancelled else []),
        moments.full(appointment.starts_at, practice.zone, appointment.ends_at),
        service % {"service": appointment.service.name, "therapist": appointment.therapist.name},
        ", ".join(filter(None, [appointment.location.name, *appointment.location.address.splitlines()])),
        reference % {"reference": appointment.booking.reference},
    ]
    return "\n".join(f"  {line}" for line in lines)


def asks_for_answers(*, has_answered: bool) -> str:
    if has_answered:
        return gettext("If something about your health has changed, please tell us before you come: $intake\n")
    return gettext(
        "Please answer a few health questions before you come, so that your therapist can prepare: $intake\n"
    )


def signed(text: str, practice: PracticeFacts) -> str:
    """Below the words, who writes and how to reach them."""
    signature = "\n".join(line for line in (practice.name, practice.phone, practice.email) if line)
    return f"{text}\n{signature}\n"
