"""Tell whoever is written to that an appointment is booked, or that their request has come in, and plan the reminders.
The letters wait as long as those about changes do, so that who thinks better of it at once gets none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects

from tableside.core.messages.wording import Kind
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.intake.age_queries import AnswersGiven, answers_given
from tableside.records.outbox.actions import Due, Letter, post, post_all
from tableside.records.scheduling.models import Appointment
from tableside.workflows.letters.links import in_confirmation, in_reminders, links_for, tokens_of
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.request import requested
from tableside.workflows.letters.visit import confirmation
from tableside.workflows.letters.words import words_read_once
from tableside.workflows.messages.remind import dues_for_reader, plan_reminders, reminders
from tableside.workflows.messages.tell_client import post_text

_KINDS = (Kind.REQUESTED, Kind.CONFIRMATION, Kind.REMINDER_FIRST, Kind.REMINDER_LAST)


def confirm_new(
    appointments: Sequence[Appointment],
    *,
    practice: PracticeFacts,
    given: AnswersGiven,
    tells: bool,
    now: datetime,
) -> None:
    """Appointments that were made in this transaction: nothing about them can wait already, so everything about one is
    written at once. Unless it ``tells``, there are reminders only."""
    prefetch_related_objects(appointments, "add_ons")  # each of the letters names them
    due_at = now + timedelta(minutes=practice.undo_minutes)
    with words_read_once(_KINDS):
        for appointment in appointments:
            is_mailed = tells and bool(reader_of(appointment).email)
            dues = dues_for_reader(appointment, practice=practice, now=now)
            confirming, reminding = tokens_of(
                in_confirmation(appointment, now=now) if is_mailed else (),
                in_reminders(appointment, now=now) if dues else (),
                now=now,
            )
            letters = reminders(appointment, dues, practice=practice, tokens=reminding, given=given)
            if is_mailed:
                letter = _first_letter(appointment, practice=practice, tokens=confirming, given=given, now=now)
                letters.insert(0, Due(letter, due_at))
            post_all(letters, now=now)
            if tells:
                post_text(appointment, kind=_kind_of(appointment), practice=practice, now=now, due_at=due_at)


def send_confirmations(appointments: Sequence[Appointment], *, practice: PracticeFacts, now: datetime) -> None:
    """The same for appointments that stood before, in place of what waits about them."""
    prefetch_related_objects(appointments, "add_ons")
    due_at = now + timedelta(minutes=practice.undo_minutes)
    given = answers_given([one.client_id for one in appointments])
    for appointment in appointments:
        if reader_of(appointment).email:
            tokens = links_for(appointment, now=now)
            letter = _first_letter(appointment, practice=practice, tokens=tokens, given=given, now=now)
            post(letter, now=now, due_at=due_at)
        post_text(appointment, kind=_kind_of(appointment), practice=practice, now=now, due_at=due_at)
        plan_reminders(appointment, practice=practice, now=now)


def _first_letter(
    appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], given: AnswersGiven, now: datetime
) -> Letter:
    word = requested if _kind_of(appointment) is Kind.REQUESTED else confirmation
    return word(appointment, practice=practice, tokens=tokens, has_answered=given.hold(appointment), now=now)


def _kind_of(appointment: Appointment) -> Kind:
    return Kind.REQUESTED if appointment.status == Appointment.Status.REQUESTED else Kind.CONFIRMATION
