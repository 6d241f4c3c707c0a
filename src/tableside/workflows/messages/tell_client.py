"""Tell a client what became of an appointment: by mail, and by text beside it for whoever chose texts."""

from __future__ import annotations

from datetime import datetime

from tableside.core.messages.quiet import QuietHours, text_at
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.outbox.actions import Letter, keep_waiting, withdraw_unheard
from tableside.records.scheduling.models import Appointment
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT, FIRST_LETTERS
from tableside.workflows.letters.wording import by_text
from tableside.workflows.messages.text_gateway import international, offers_texts


def number_for_texts(client: Client, *, practice: PracticeFacts) -> str:
    """The international number, for whoever chose texts and can get them; else empty."""
    if client.remind_by != Client.RemindBy.SMS or client.sms_stopped_at is not None or not offers_texts():
        return ""
    return international(client.phone, country=practice.country)


def withdraw_first_letter(appointment: Appointment, *, by: Actor, now: datetime) -> bool:
    """Take back the confirmation while it waits. Answers whether nobody has heard of the appointment then; who booked
    it themselves has read so on the page, so what the practice makes of it they hear."""
    if by.is_staff and not appointment.booking.by_staff:
        return False
    return withdraw_unheard(subject_id=appointment.id, first=FIRST_LETTERS, kinds=ABOUT_APPOINTMENT, now=now)


def post_text(
    appointment: Appointment, *, kind: Kind, practice: PracticeFacts, now: datetime, due_at: datetime | None = None
) -> None:
    """In the caller's transaction. Nothing for who chose no texts."""
    reader = reader_of(appointment)
    if number := number_for_texts(reader, practice=practice):
        letter = by_text(appointment, kind=kind, number=number, practice=practice)
        keep_text(
            letter,
            due_at=due_at or now,
            useful_until=appointment.starts_at,
            is_alone=not reader.email,
            practice=practice,
            now=now,
        )


def keep_text(
    letter: Letter,
    *,
    due_at: datetime,
    useful_until: datetime,
    is_alone: bool,
    practice: PracticeFacts,
    now: datetime,
) -> None:
    """It waits until quiet hours end. Where it would come too late then, the mail has said it; a text that ``is_alone``
    leaves all the same, because there is no mail address."""
    quiet = QuietHours(practice.quiet_from_minute, practice.quiet_until_minute)
    leaves_at = text_at(due_at, useful_until=useful_until, zone=practice.zone, quiet=quiet)
    if leaves_at is None and not is_alone:
        return
    keep_waiting(letter, now=now, due_at=leaves_at or due_at, expires_at=useful_until)
