"""Reminders of an appointment before it, and the question afterwards, by mail or by text."""

from __future__ import annotations

from dataclasses import replace

from tableside.core.messages.wording import Kind
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.workflows.letters.wording import address_of, by_mail, by_text, in_their_language

REMINDERS = (str(Kind.REMINDER_FIRST), str(Kind.REMINDER_LAST))


@in_their_language()
def reminder(
    appointment: Appointment,
    *,
    kind: Kind,
    channel: str,
    address: str,
    practice: PracticeFacts,
    tokens: dict[str, str],
    asks_anew: bool = False,
) -> Letter:
    """The first asks what has changed, or to look through answers that will be too old (``asks_anew``); the last says
    when and where. Under one key, whatever it goes by: whoever chooses another channel in between gets it once."""
    key = f"{kind}:{appointment.id}:{appointment.revision}"
    if channel == "sms":
        return replace(by_text(appointment, kind=kind, number=address, practice=practice), key=key)
    asked = tokens if kind is Kind.REMINDER_FIRST else {name: tokens[name] for name in tokens if name != "intake"}
    links = {purpose: address_of(purpose, token) for purpose, token in asked.items()}
    letter = by_mail(appointment, kind=kind, practice=practice, links=links, asks_anew=asks_anew)
    return replace(letter, address=address)


@in_their_language(Kind.REVIEW_REQUEST)
def review_request(
    appointment: Appointment, *, channel: str, address: str, practice: PracticeFacts, token: str
) -> Letter:
    """One for each visit. ``token`` opens where they say that they want no more of these."""
    kind, key = Kind.REVIEW_REQUEST, f"{Kind.REVIEW_REQUEST}:{appointment.id}"
    if channel == "sms":
        return replace(by_text(appointment, kind=kind, number=address, practice=practice), key=key)
    links = {"messages": address_of("messages", token)}
    letter = by_mail(appointment, kind=kind, practice=practice, links=links)
    return replace(letter, key=key, address=address, leave_url=f"{links['messages']}afterwards/")
