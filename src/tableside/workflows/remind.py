"""Reminders of an appointment: put into the outbox when it is booked, anew when it moves, and never twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from tableside.core.messages.quiet import QuietHours, reminder_at
from tableside.core.messages.wording import Kind
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client, Link
from tableside.records.intake.age_queries import answers_given
from tableside.records.outbox.actions import keep_all_waiting, withdraw
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import upcoming_appointments, upcoming_for_others
from tableside.workflows.letters.reader import links_in_letter, reader_of
from tableside.workflows.letters.reminders import REMINDERS, reminder
from tableside.workflows.tell_client import number_for_texts


def plan_reminders(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> None:
    """In the caller's transaction. Those already under way keep their words and their time."""
    client = reader_of(appointment)
    address = address_for_reminders(client, practice=practice)
    begun_by = client.remind_by if address else ""
    withdraw(subject_id=appointment.id, kinds=REMINDERS, now=now, keep_begun_by=begun_by)
    if not address or appointment.status == Appointment.Status.REQUESTED:
        return
    dues = due_times(appointment, practice=practice, now=now)
    if not dues:
        return
    tokens = _tokens(appointment, now=now)
    asks_anew = answers_given([appointment.client_id]).are_too_old(appointment)
    word = partial(reminder, channel=client.remind_by, address=address, practice=practice, tokens=tokens)
    letters = [(word(appointment, kind=Kind(kind), asks_anew=asks_anew), due_at) for kind, due_at in dues.items()]
    keep_all_waiting(letters, now=now, expires_at=appointment.starts_at)


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


def _tokens(appointment: Appointment, *, now: datetime) -> dict[str, str]:
    """They last until a day after the appointment, like those of the confirmation."""
    purposes = (Link.Purpose.APPOINTMENT, Link.Purpose.INTAKE, Link.Purpose.MESSAGES)
    return links_in_letter(appointment, purposes, lasts=appointment.ends_at - now + timedelta(days=1), now=now)
