"""Appointments as a calendar file (RFC 5545). It says when and where, and nothing about what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import gettext
from icalendar import Calendar, Event

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.scheduling.models import Appointment
from tableside.workflows.calendars.busy_times import OURS


def uid_of(appointment: Appointment) -> str:
    """The same in every file and feed, so that a calendar program knows the entry again."""
    return f"{appointment.id}{OURS}"


def status_of(appointment: Appointment) -> str:
    """As calendar programs say it: a request is tentative."""
    words = {Appointment.Status.CANCELLED: "CANCELLED", Appointment.Status.REQUESTED: "TENTATIVE"}
    return words.get(Appointment.Status(appointment.status), "CONFIRMED")


def calendar_entry(appointments: Iterable[Appointment], *, practice: PracticeFacts, now: datetime) -> str:
    """One VEVENT each, with a UID that never changes and a SEQUENCE that grows; a cancelled one says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tableside//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for appointment in appointments:
        event = Event()
        event.add("uid", uid_of(appointment))
        event.add("sequence", appointment.revision)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", appointment.starts_at.astimezone(UTC))
        event.add("dtend", appointment.ends_at.astimezone(UTC))
        event.add("summary", gettext("Appointment at %(practice)s") % {"practice": practice.name})
        event.add("location", ", ".join([appointment.location.name, *appointment.location.address.splitlines()]))
        event.add("status", status_of(appointment))
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
