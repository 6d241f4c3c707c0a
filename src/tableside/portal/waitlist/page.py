"""What the pages of the waitlist show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refusal
from tableside.portal.booking.steps import Choices
from tableside.portal.links import link_to_open
from tableside.records.clients.access import own_client
from tableside.records.clients.models import Link
from tableside.records.scheduling.access import offer_of_link, waitlist_entry_of_link
from tableside.records.scheduling.models import Appointment, WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.waitlist_queries import windows_of
from tableside.ui import moments
from tableside.ui.parts import Fact
from tableside.ui.requests import PublicRequest
from tableside.ui.windows import window_words
from tableside.workflows.booking.book import Person
from tableside.workflows.waitlist.answer_offer import later_appointments


class WhoForm(forms.Form):
    """A guest who waits: whom to write to."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Here we write when a time opens. Each mail has a link to leave the list."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def person_of(choices: Choices, who: WhoForm | None) -> Person:
    if choices.by is not None:
        client = own_client(choices.by)
        return Person(client.name, client.email, client.phone, client_id=client.id)
    assert who is not None
    return Person(who.cleaned_data["name"], who.cleaned_data["email"])


@dataclass(frozen=True)
class EntryPage:
    entry: WaitlistEntry
    token: str
    windows: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest, token: str, *, now: datetime) -> EntryPage:
        entry = waitlist_entry_of_link(link_to_open(request, token, Link.Purpose.WAITLIST, now=now))
        return cls(entry, token, tuple(map(window_words, windows_of(entry))))

    @property
    def is_waiting(self) -> bool:
        return self.entry.ended == WaitlistEntry.Ended.WAITING

    def facts(self) -> list[Fact]:
        entry, anyone, anywhere = self.entry, gettext("Whoever is free"), gettext("Anywhere")
        return [
            Fact(gettext("Treatment"), f"{entry.service.name}, {moments.minutes(entry.minutes)}"),
            Fact(gettext("Therapist"), entry.therapist.name if entry.therapist else anyone),
            Fact(gettext("Where"), entry.location.name if entry.location else anywhere),
        ]


@dataclass(frozen=True)
class OfferPage:
    """``ended`` is a sentence that says why it can no longer be taken; empty while it can."""

    offer: WaitlistOffer
    token: str
    ended: str
    later: list[Appointment]
    contact: str
    facts: list[Fact]

    @classmethod
    def of(cls, request: HttpRequest, token: str, *, now: datetime) -> OfferPage:
        offer = offer_of_link(link_to_open(request, token, Link.Purpose.OFFER, now=now))
        practice, ended = cast(PublicRequest, request).practice, _why_ended(offer, now=now)
        facts = [
            Fact(gettext("When"), moments.full(offer.starts_at, practice.zone, offer.ends_at)),
            Fact(gettext("Treatment"), offer.entry.service.name),
            Fact(gettext("Therapist"), offer.therapist.name),
        ]
        if not ended:
            facts.append(Fact(gettext("Held for you until"), moments.full(offer.expires_at, practice.zone)))
        contact = ", ".join(filter(None, [practice.phone, practice.email]))
        later = [] if ended else later_appointments(offer, now=now)
        return cls(offer, token, ended, later, contact, facts)

    def chosen(self, key: str) -> Appointment | None:
        """The later appointment to give back; none chosen keeps it."""
        if not key:
            return None
        for appointment in self.later:
            if str(appointment.id) == key:
                return appointment
        raise Refusal("cannot_release", gettext("That appointment cannot be given back any more. Please choose again."))


def _why_ended(offer: WaitlistOffer, *, now: datetime) -> str:
    state = offer.state
    if state == WaitlistOffer.State.OPEN and offer.expires_at > now:
        return ""
    if state == WaitlistOffer.State.ACCEPTED:
        return gettext("You have taken this time. The confirmation is in your mail.")
    if state == WaitlistOffer.State.DECLINED:
        return gettext("You let this time pass. You are still on the waitlist.")
    if state == WaitlistOffer.State.WITHDRAWN:
        return gettext("This offer was taken back, because this place on the waitlist has ended.")
    return gettext("This offer has ended, and the time goes to the next person. You are still on the waitlist.")
