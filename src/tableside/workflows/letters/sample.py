"""What a message would say to somebody who does not exist, about a visit that nobody booked: for whoever words it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tableside.core.messages.text_size import TextSize, text_size
from tableside.core.messages.wording import Kind, Name, Place
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.practice.models import Location, Service, Therapist
from tableside.records.practice.queries import bookable_therapists, locations, offered_services
from tableside.records.scheduling.models import Appointment, Booking, WaitlistEntry, WaitlistOffer
from tableside.ui import moments
from tableside.workflows.letters.waitlist import values_of_offer
from tableside.workflows.letters.wording import (
    address_of,
    foot,
    mail_text,
    message_text,
    public_page,
    values_of,
)
from tableside.workflows.letters.words import OURS, Words, said

_OPENS = {  # what stands below the words, by the links that such a letter has
    Kind.REQUESTED: ("intake", "claim"),
    Kind.DECLINED: (),
    Kind.CONFIRMATION: ("intake", "claim"),
    Kind.MOVED: ("intake",),
    Kind.CANCELLED: (),
    Kind.REMINDER_FIRST: ("intake", "messages"),
    Kind.REMINDER_LAST: ("messages",),
    Kind.WAITLIST_OFFER: ("waitlist",),
    Kind.REVIEW_REQUEST: ("messages",),
}
_GIVEN_UP = (Kind.DECLINED, Kind.CANCELLED)


@dataclass(frozen=True, slots=True)
class Sample:
    subject: str
    mail: str
    text: str
    size: TextSize
    values: dict[Name, str]


def sample_of(kind: Kind, words: Words, *, language: str, practice: PracticeFacts, now: datetime) -> Sample:
    """In the language of the words, with the practice's own places and people. Nothing is written."""
    is_ours = str(words.mail) == str(OURS[kind].mail)
    with translation.override(settings.LANGUAGE_CODE if is_ours else language):
        in_mail, in_text = _values(kind, practice=practice, now=now)
        below = foot(kind, {purpose: address_of(purpose, "…") for purpose in _OPENS[kind]})
        text = message_text(kind, words, in_text)
        return Sample(
            subject=said(kind, Place.SUBJECT, words, in_mail),
            mail=mail_text(kind, words, in_mail, below=below, practice=practice),
            text=text,
            size=text_size(text),
            values=in_mail,
        )


def _values(kind: Kind, *, practice: PracticeFacts, now: datetime) -> tuple[dict[Name, str], dict[Name, str]]:
    """For the mail and for the text."""
    visit, page = _visit(kind, practice=practice, now=now), public_page(kind)
    if kind is Kind.WAITLIST_OFFER:
        offer = _offer(visit)
        return (
            values_of_offer(offer, practice=practice, link=address_of("offer", "…")),
            values_of_offer(offer, practice=practice, link="", is_short=True),
        )
    answered_by = {Name.UNTIL: moments.full(visit.starts_at - timedelta(hours=20), practice.zone)}
    is_public = kind in (*_GIVEN_UP, Kind.REVIEW_REQUEST)
    link = page if is_public else address_of("appointment", "…")
    return (
        values_of(visit, practice=practice, link=link) | answered_by,
        values_of(visit, practice=practice, link=page, is_short=True),
    )


def _visit(kind: Kind, *, practice: PracticeFacts, now: datetime) -> Appointment:
    """A Wednesday at half past ten: the longest name of a day, and a time that tells hours from minutes."""
    today = now.astimezone(practice.zone).replace(hour=10, minute=30, second=0, microsecond=0)
    starts_at = (today + timedelta(days=7 + (2 - today.weekday()) % 7)).astimezone(UTC)
    client = Client(name=gettext("Sam Sample"))
    return Appointment(
        booking=Booking(reference="SAMPLE", client=client),
        client=client,
        therapist=bookable_therapists().first() or Therapist(name=gettext("your therapist")),
        service=offered_services().first() or Service(name=gettext("your treatment")),
        location=locations().first() or Location(name=practice.name),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        status=Appointment.Status.CANCELLED if kind in _GIVEN_UP else Appointment.Status.BOOKED,
    )


def _offer(visit: Appointment) -> WaitlistOffer:
    return WaitlistOffer(
        entry=WaitlistEntry(client=visit.client, service=visit.service),
        therapist=visit.therapist,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        expires_at=visit.starts_at - timedelta(hours=20),
    )
