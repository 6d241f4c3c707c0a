"""What the step shows on which a time is chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext

from tableside.portal.booking.steps import Choices
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import locations
from tableside.ui import moments
from tableside.ui.parts import Offer, Tab
from tableside.ui.time_choice import FirstFree, TimeChoice, time_choice
from tableside.ui.whom import Whom
from tableside.workflows.booking.booking_gate import not_before
from tableside.workflows.times.find_times import FreeTimes, free_times

_OTHERS = "others"  # in the address: the days that are not for oneself are looked at too


@dataclass(frozen=True)
class TimePage:
    """A month of days, and the times of one of them. The first day with anything is shown unasked."""

    choice: TimeChoice
    whom: Whom | None
    locations: tuple[Tab, ...]
    has_good_fits: bool
    misread: tuple[str, ...]
    not_before: date | None  # what the client answered rules the days before it out
    others_url: str  # the same without that, for whoever books for somebody else

    @property
    def offers(self) -> tuple[Offer, ...]:
        return self.choice.offers

    @classmethod
    def of(cls, choices: Choices, asked: QueryDict, *, now: datetime) -> TimePage:
        times = free_times(choices.search(), now=now)
        for_others = _OTHERS in asked
        day = None if for_others else _not_before(choices, now=now)
        kept = {_OTHERS: 1} if for_others else {}
        choice = time_choice(
            times,
            wished=choices.on,
            address=lambda day: choices.address("book-time", on=day, **kept),
            zone=choices.practice.zone,
            offer=partial(_offer, choices, times),
            firsts=_firsts(choices, times),
            not_before=day,
        )
        return cls(
            choice=choice,
            whom=_whom(choices, times),
            locations=_location_tabs(choices, times.places),
            has_good_fits=any(offer.is_good_fit for offer in choice.offers),
            misread=_misread(choices, asked, times),
            not_before=day,
            others_url=choices.address("book-time", **{_OTHERS: 1}),
        )


def _not_before(choices: Choices, *, now: datetime) -> date | None:
    """Only for whoever is signed in: a typed name says nothing of anybody."""
    if choices.by is None or choices.by.client_id is None or choices.length is None:
        return None
    today, length = now.astimezone(choices.practice.zone).date(), choices.length
    return not_before(choices.by.client_id, length.service, minutes=length.minutes, today=today)


def _offer(choices: Choices, times: FreeTimes, at: datetime) -> Offer:
    assert choices.length is not None
    zone = choices.practice.zone
    day, clock, length = moments.day(at, zone), moments.clock(at, zone), moments.minutes(choices.length.minutes)
    who = choices.therapist.name if choices.therapist else ""
    fits = times.good_fits_on(at.astimezone(zone).date())
    return Offer(at.isoformat(), clock, ", ".join(filter(None, [day, clock, length, who])), at in fits)


def _whom(choices: Choices, times: FreeTimes) -> Whom | None:
    if choices.is_for_two:
        return None
    able = [(one.id, one.name) for one in times.therapists.values()]
    day = [("on", choices.on.isoformat())] if choices.on else []
    return Whom.of(able, choices.therapist_ids, hidden=[*choices.hidden(), *day])


def _misread(choices: Choices, asked: QueryDict, times: FreeTimes) -> tuple[str, ...]:
    """A sentence for each thing in the address that is not so (any more); it is left out."""
    sentences = []
    if len(choices.therapist_ids) < len({key for key in asked.getlist("therapist") if key}):
        sentences.append(gettext("Somebody named in this address does not give this treatment and is left out."))
    if asked.get("location") and choices.location_id is None:
        sentences.append(gettext("The place named in this address is none of ours. You see the times of all places."))
    if asked.get("on") and choices.on is None:
        sentences.append(gettext("The day named in this address is none. You see the first free one."))
    first, last = times.period()
    if choices.on and not first <= choices.on <= last:
        words = gettext("%(day)s cannot be booked: bookings are taken from today until %(last)s.")
        sentences.append(words % {"day": moments.day_year(choices.on), "last": moments.day_year(last)})
    return tuple(sentences)


def _firsts(choices: Choices, times: FreeTimes) -> tuple[FirstFree, ...]:
    """Where anybody may treat: when each of them can first."""
    if choices.therapist or choices.is_for_two or len(times.therapists) < 2:
        return ()
    return tuple(
        FirstFree(who.name, times.first_of(who.id), partial(_of_therapist, choices, who))
        for who in times.therapists.values()
    )


def _of_therapist(choices: Choices, therapist: Therapist, day: date) -> str:
    return choices.address("book-time", therapist=therapist.id, on=day)


def _location_tabs(choices: Choices, worked_at: Collection[UUID]) -> tuple[Tab, ...]:
    """Everywhere or one of the locations where the chosen therapist works; nothing when that is no choice."""
    asked = {*worked_at, choices.location_id} - {None}
    places = [place for place in locations() if place.id in asked] if len(asked) > 1 else []
    if len(places) < 2:
        return ()
    anywhere = Tab(gettext("Anywhere"), choices.address("book-time", location=None), choices.location_id is None)
    return anywhere, *(
        Tab(place.name, choices.address("book-time", location=place.id), choices.location_id == place.id)
        for place in places
    )
