"""Letters to people who wait: that they are on the list, and that a time has opened. Times and treatments only."""

from __future__ import annotations

from datetime import datetime
from string import Template

from django.utils import translation
from django.utils.translation import gettext

from tableside.core.messages.wording import Kind, Name, Place
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import WaitlistEntry, WaitlistOffer
from tableside.ui import moments
from tableside.workflows.letters.wording import address_of, foot, mail_text, message_text, signed, spoken
from tableside.workflows.letters.words import said, words_of


def waiting(entry: WaitlistEntry, *, token: str, practice: PracticeFacts, now: datetime) -> Letter:
    with translation.override(spoken(None, Place.MAIL, entry.client, practice)):
        body = gettext(
            "Hello $name,\n\nyou are on our waitlist for $service. When a time opens that suits you and it is your "
            "turn, we write to you and hold it for you for a while.\n\n"
            "Change when you could come, or leave the waitlist: $waitlist\n"
        )
        words = {
            "name": entry.client.name,
            "service": entry.service.name,
            "waitlist": address_of("waitlist", token),
        }
        return Letter(
            key=f"waitlist:{entry.id}:{now.isoformat()}",
            kind="waitlist",
            address=entry.client.email,
            subject=f"{practice.name}: {gettext('You are on the waitlist')}",
            text=signed(Template(body).substitute(words), practice),
            client_id=entry.client_id,
            subject_id=entry.id,
        )


def offered(offer: WaitlistOffer, *, tokens: dict[str, str], practice: PracticeFacts) -> Letter:
    """``tokens`` open the offer (``offer``) and their place on the list (``waitlist``). Opening one changes nothing."""
    entry, kind = offer.entry, Kind.WAITLIST_OFFER
    with translation.override(spoken(kind, Place.MAIL, entry.client, practice)):
        links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
        values = values_of_offer(offer, practice=practice, link=links.pop("offer"))
        words = words_of(kind)
        return Letter(
            key=f"waitlist_offer:{offer.id}",
            kind=kind,
            address=entry.client.email,
            subject=said(kind, Place.SUBJECT, words, values),
            text=mail_text(kind, words, values, below=foot(kind, links), practice=practice),
            client_id=entry.client_id,
            subject_id=entry.id,
        )


def offered_by_text(offer: WaitlistOffer, *, number: str, practice: PracticeFacts) -> Letter:
    """Beside the mail, for who is reminded by text: without links, treatment or therapist."""
    kind = Kind.WAITLIST_OFFER
    with translation.override(spoken(kind, Place.TEXT, offer.entry.client, practice)):
        values = values_of_offer(offer, practice=practice, link="", is_short=True)
        words = words_of(kind)
        return Letter(
            key=f"waitlist_offer:{offer.id}:sms",
            kind=kind,
            channel="sms",
            address=number,
            subject=said(kind, Place.SUBJECT, words, values),
            text=message_text(kind, words, values),
            client_id=offer.entry.client_id,
            subject_id=offer.entry_id,
        )


def values_of_offer(
    offer: WaitlistOffer, *, practice: PracticeFacts, link: str, is_short: bool = False
) -> dict[Name, str]:
    service = gettext("%(service)s with %(therapist)s")
    when = moments.full(offer.starts_at, practice.zone, offer.ends_at)
    what = service % {"service": offer.entry.service.name, "therapist": offer.therapist.name}
    until = moments.clock if is_short else moments.full
    return {
        Name.CLIENT: offer.entry.client.name,
        Name.DATE: (moments.day if is_short else moments.day_year)(offer.starts_at, practice.zone),
        Name.TIME: moments.clock(offer.starts_at, practice.zone),
        Name.PRACTICE: practice.name,
        Name.PHONE: practice.phone,
        Name.THERAPIST: offer.therapist.name,
        Name.SERVICE: offer.entry.service.name,
        Name.APPOINTMENT: f"  {when}\n  {what}",
        Name.UNTIL: until(offer.expires_at, practice.zone),
        Name.LINK: link,
    }
