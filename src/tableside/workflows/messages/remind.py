"""Reminders of an appointment: put into the outbox when it is booked, anew when it moves, and never twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from tableside.core.messages.quiet import QuietHours, reminder_at
from tableside.core.messages.wording import Kind
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.intake.age_queries import AnswersGiven, answers_given
from tableside.records.outbox.actions import Due, keep_all_waiting, withdraw
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import upcoming_appointments, upcoming_for_others
from tableside.workflows.letters.links import in_reminders, tokens_of
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.reminders import REMINDERS, reminder
from tableside.workflows.messages.tell_client import number_for_texts


def plan_reminders(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> None:
    """In the caller's transaction. Those already under way keep their words and their time."""
    client = reader_of(appointment)
    begun_by = client.remind_by if address_for_reminders(client, practice=practice) else ""
    withdraw(subject_id=appointment.id, kinds=REMINDERS, now=now, keep_begun_by=begun_by)
    if dues := dues_for_reader(appointment, practice=practice, now=now):
        (tokens,) = tokens_of(in_reminders(appointment, now=now), now=now)
        given = answers_given([appointment.client_id])
        keep_all_waiting(reminders(appointment, dues, practice=practice, tokens=tokens, given=given), now=now)


def reminders(
    appointment: Appointment,
    dues: Mapping[str, datetime],
    *,
    practice: PracticeFacts,
    tokens: dict[str, str],
    given: AnswersGiven,
) -> list[Due]:
    """As they will be sent, with ``tokens`` for the links ``in_reminders``."""
    client = reader_of(appointment)
    word = partial(
        reminder,
        channel=client.remind_by,
        address=address_for_reminders(client, practice=practice),
        practice=practice,
        tokens=tokens,
        asks_anew=given.are_too_old(appointment),
    )
    return [Due(word(appointment, kind=Kind(kind)), due_at, appointment.starts_at) for kind, due_at in dues.items()]


def dues_for_reader(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> dict[str, datetime]:
    """When each kind leaves for whoever is written to; none about a request, or to who wants none."""
    is_wanted = address_for_reminders(reader_of(appointment), practice=practice)
    if not is_wanted or appointment.status == Appointment.Status.REQUESTED:
        return {}
    return due_times(appointment, practice=practice, now=now)


def due_times(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> dict[str, datetime]:
    """When each kind leaves; without those whose time has passed."""
    return {kind: due for kind, lead in _leads(practice) if (due := _due(appointment, lead, practice, now))}


def plan_reminders_again(client: Client, *, practice: PracticeFacts, now: datetime) -> None:
    """After the client chose another channel, language or address."""
    for appointment in upcoming_appointments(client.id, now=now):
        appointment.client = client
        plan_reminders(appointment, practice=practice, now=now)
    for appointment in upcoming_for_others(client.id, now=now):
        if reader_of(appointment) == client:
            plan_reminders(appointment, practice=practice, now=now)


def address_for_reminders(client: Client, *, practice: PracticeFacts) -> str:
    """The mail address or the international number; empty when the client is not to be reminded, or cannot be."""
    if client.remind_by == Client.RemindBy.MAIL:
        return client.email
    return number_for_texts(client, practice=practice)


def _leads(practice: PracticeFacts) -> list[tuple[str, timedelta]]:
    minutes = (practice.first_reminder_minutes, practice.last_reminder_minutes)
    return [(kind, timedelta(minutes=lead)) for kind, lead in zip(REMINDERS, minutes, strict=True) if lead]


def _due(appointment: Appointment, lead: timedelta, practice: PracticeFacts, now: datetime) -> datetime | None:
    quiet = QuietHours(practice.quiet_from_minute, practice.quiet_until_minute)
    return reminder_at(appointment.starts_at, lead=lead, zone=practice.zone, quiet=quiet, now=now)
