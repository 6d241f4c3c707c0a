"""The waitlist as the desk sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.records.practice.models import ServiceLength
from tableside.records.practice.queries import offered_services
from tableside.records.scheduling.models import WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.waitlist_queries import offers_newest_first, waiting_entries, windows_of
from tableside.ui import moments
from tableside.ui.forms import offer
from tableside.ui.parts import Offer
from tableside.ui.windows import window_words
from tableside.ui.words import Look
from tableside.workflows.waitlist.offer_openings import is_resting, suiting_starts

_PAGE_SIZE = 25
_TIMES_SHOWN = 12

_LOOKS = {
    WaitlistOffer.State.OPEN: Look(_("Waiting for an answer"), "info", "clock"),
    WaitlistOffer.State.ACCEPTED: Look(_("Taken"), "good", "check"),
    WaitlistOffer.State.DECLINED: Look(_("Let pass"), "neutral", "close"),
    WaitlistOffer.State.EXPIRED: Look(_("No answer"), "neutral", "clock"),
    WaitlistOffer.State.WITHDRAWN: Look(_("Taken back"), "neutral", "undo"),
}


class WhatForm(forms.Form):
    """A treatment in one of its lengths; two people side by side do not wait, they call."""

    what = forms.ChoiceField(label=_("Treatment"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.lengths = {
            str(length.id): length
            for service in offered_services()
            if service.therapists_needed == 1
            for length in service.lengths.all()
        }
        names = {service.id: service.name for service in offered_services()}
        words = [(k, f"{names[one.service_id]}, {moments.minutes(one.minutes)}") for k, one in self.lengths.items()]
        offer(self, "what", words)

    def length(self) -> ServiceLength:
        return self.lengths[self.cleaned_data["what"]]


@dataclass(frozen=True)
class Asked:
    offer: WaitlistOffer
    look: Look

    @classmethod
    def of(cls, offer: WaitlistOffer) -> Asked:
        return cls(offer, _LOOKS[WaitlistOffer.State(offer.state)])


@dataclass(frozen=True)
class Row:
    """Somebody who waits. ``standing`` says why nobody writes to them at the moment; empty when they are in line."""

    entry: WaitlistEntry
    windows: tuple[str, ...]
    standing: str | Promise

    @classmethod
    def of(cls, entry: WaitlistEntry) -> Row:
        return cls(entry, tuple(map(window_words, windows_of(entry))), _standing(entry))


@dataclass(frozen=True)
class WaitlistPage:
    rows: tuple[Row, ...]
    asked: tuple[Asked, ...]
    page: Page[WaitlistOffer]

    @classmethod
    def of(cls, request: HttpRequest) -> WaitlistPage:
        page = Paginator(offers_newest_first(), _PAGE_SIZE).get_page(request.GET.get("page"))
        return cls(tuple(map(Row.of, waiting_entries())), tuple(map(Asked.of, page.object_list)), page)


@dataclass(frozen=True)
class EntryPage:
    row: Row
    asked: tuple[Asked, ...]
    offers: tuple[Offer, ...]

    @classmethod
    def of(cls, entry: WaitlistEntry, *, now: datetime) -> EntryPage:
        offers: tuple[Offer, ...] = ()
        if entry.ended == WaitlistEntry.Ended.WAITING and entry.client.email and not _is_asked(entry):
            practice = entry.service.practice
            starts = suiting_starts(entry, practice=practice, now=now)[:_TIMES_SHOWN]
            offers = tuple(_offer(at, ZoneInfo(practice.time_zone)) for at in starts)
        return cls(Row.of(entry), tuple(map(Asked.of, entry.offers.all())), offers)


def _offer(at: datetime, zone: ZoneInfo) -> Offer:
    words = f"{moments.short_day(at, zone)}, {moments.clock(at, zone)}"
    return Offer(at.isoformat(), words, gettext("Offer %(when)s") % {"when": moments.full(at, zone)})


def _is_asked(entry: WaitlistEntry) -> bool:
    return any(one.state == WaitlistOffer.State.OPEN for one in entry.offers.all())


def _standing(entry: WaitlistEntry) -> str | Promise:
    if entry.ended != WaitlistEntry.Ended.WAITING:
        return _("Waits no longer.")
    if _is_asked(entry):
        return _("Has an offer and has not answered yet.")
    if not entry.client.email:
        return _("Has no mail address: please call when a time opens.")
    if is_resting(entry):
        return _("Did not answer three offers in a row. Nothing is offered until they say again what suits them.")
    return ""
