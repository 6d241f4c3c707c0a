"""Who is written to about an appointment, and who may answer the health questions by a link in that letter."""

from __future__ import annotations

from datetime import date

from tableside.records.clients.models import Client
from tableside.records.clients.queries import guardian_on
from tableside.records.scheduling.models import Appointment


def reader_of(appointment: Appointment) -> Client:
    """Whoever comes, where they have an address of their own; else the guardian of whoever is a child on that day, or
    who booked for them."""
    client = appointment.client
    if client.email:
        return client
    if client.guardian is not None and guardian_on(client, appointment.starts_at.date()):
        return client.guardian
    return client if client.phone else appointment.booking.client


def may_answer(reader: Client, client: Client, *, on: date) -> bool:
    """Their own questions, or a child's. Who booked for another adult never gets a link to those."""
    return reader == client or guardian_on(client, on) == reader.id
