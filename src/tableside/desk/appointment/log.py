"""What was written to the client about an appointment, what waits and until when. Never what it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext

from tableside.core.permissions.permission import Permission
from tableside.desk.mail.page import state_of
from tableside.records.outbox.models import Message
from tableside.records.outbox.queries import messages_about
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.navigation import address_of
from tableside.ui.requests import ActorRequest
from tableside.ui.words import LETTERS, Look


@dataclass(frozen=True)
class Logged:
    name: str | Promise
    state: Look
    text: str
    url: str


def log_of(appointment: Appointment, request: ActorRequest) -> tuple[Logged, ...]:
    may_open = request.actor.may(Permission.SEE_OUTBOX)
    return tuple(
        Logged(
            name=LETTERS.get(message.kind, message.kind),
            state=state_of(message),
            text=_when(message, request),
            url=address_of("desk:message", message.pk) if may_open else "",
        )
        for message in messages_about(appointment.id)
    )


def _when(message: Message, request: ActorRequest) -> str:
    ended = message.done_at or message.withdrawn_at or message.failed_at
    words = {"when": moments.stamp(ended or message.due_at, request.practice.zone)}
    if message.channel == "sms":
        return gettext("%(when)s, as a text message") % words
    return gettext("%(when)s, by mail") % words
