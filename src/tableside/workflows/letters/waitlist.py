"""Letters to people who wait: that they are on the list, and that a time has opened. Times and treatments only."""

from __future__ import annotations

from datetime import datetime
from string import Template

from django.utils import translation
from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import WaitlistEntry, WaitlistOffer
from tableside.ui import moments
from tableside.workflows.letters.wording import address_of, language_of, signed


def waiting(entry: WaitlistEntry, *, token: str, practice: PracticeFacts, now: datetime) -> Letter:
    with translation.override(language_of(entry.client, practice)):
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
    entry = offer.entry
    with translation.override(language_of(entry.client, practice)):
        body = gettext(
            "Hello $name,\n\na time has opened that suits you:\n\n  $when\n  $service with $therapist\n\n"
            "We hold it for you until $until. Take it, or let it pass: $offer\n\n"
            "If we hear nothing, it goes to the next person, and you stay on the waitlist.\n"
            "Change when you could come, or leave the waitlist: $waitlist\n"
        )
        words = {
            "name": entry.client.name,
            "when": moments.full(offer.starts_at, practice.zone, offer.ends_at),
            "service": entry.service.name,
            "therapist": offer.therapist.name,
            "until": moments.full(offer.expires_at, practice.zone),
            **{purpose: address_of(purpose, token) for purpose, token in tokens.items()},
        }
        return Letter(
            key=f"waitlist_offer:{offer.id}",
            kind="waitlist_offer",
            address=entry.client.email,
            subject=f"{practice.name}: {gettext('A time has opened for you')}",
            text=signed(Template(body).substitute(words), practice),
            client_id=entry.client_id,
            subject_id=entry.id,
        )


def offered_by_text(offer: WaitlistOffer, *, number: str, practice: PracticeFacts) -> Letter:
    """Beside the mail, for who is reminded by text: without links, treatment or therapist."""
    with translation.override(language_of(offer.entry.client, practice)):
        words = {
            "practice": practice.name,
            "when": moments.full(offer.starts_at, practice.zone),
            "until": moments.clock(offer.expires_at, practice.zone),
        }
        text = gettext(
            "%(practice)s: a time has opened for you, %(when)s. We hold it until %(until)s. "
            "Take it by the link in our mail, or call us. No more texts: answer STOP."
        )
        return Letter(
            key=f"waitlist_offer:{offer.id}:sms",
            kind="waitlist_offer",
            channel="sms",
            address=number,
            subject=gettext("A time has opened for you"),
            text=text % words,
            client_id=offer.entry.client_id,
            subject_id=offer.entry_id,
        )
