"""Who is written to about an appointment, and who may answer the health questions by a link in that letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tableside.records.clients.actions import make_links
from tableside.records.clients.models import Client, Link
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


def links_in_letter(
    appointment: Appointment, purposes: Iterable[Link.Purpose], *, lasts: timedelta, now: datetime
) -> dict[str, str]:
    """Tokens for whoever reads about the appointment; for the health questions only where they may answer them."""
    client, reader = appointment.client, reader_of(appointment)
    subjects = {
        purpose: appointment.id if purpose == Link.Purpose.APPOINTMENT else reader.id
        for purpose in purposes
        if purpose != Link.Purpose.INTAKE or reader == client
    }
    tokens = make_links(reader, subjects, lasts=lasts, now=now)
    if reader != client and may_answer(reader, client, on=appointment.starts_at.date()):
        tokens |= make_links(client, {Link.Purpose.INTAKE: client.id}, lasts=lasts, now=now)
    return tokens
