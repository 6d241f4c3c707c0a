"""What each step shows beside what has been chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext

from tableside.core.appointments.add_ons import price_with, time_with
from tableside.core.billing.money import Money
from tableside.desk.appointment.marked import marked_offer, marks_in_words
from tableside.desk.booking.forms import NEW
from tableside.desk.booking.steps import Choices
from tableside.records.clients.models import Client
from tableside.records.clients.queries import clients_matching
from tableside.records.practice.models import Service, Therapist
from tableside.records.practice.queries import current_practice, locations, offered_with_add_ons
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of
from tableside.ui import moments
from tableside.ui.add_ons import AddOnChoice, names_of
from tableside.ui.parts import Tab
from tableside.ui.time_choice import FirstFree, TimeChoice, time_choice
from tableside.ui.whom import Whom
from tableside.workflows.booking.booking_gate import not_before
from tableside.workflows.times.choose_length import agreed_add_ons, as_offered, minutes_alone, read_length
from tableside.workflows.times.find_times import FreeTimes, Search, free_times

_FOUND_SHOWN = 12


@dataclass(frozen=True)
class Found:
    client: Client
    url: str


@dataclass(frozen=True)
class WhoPage:
    """Searching a client, for the first or the second person."""

    words: str
    found: tuple[Found, ...]
    new_url: str
    hidden: list[tuple[str, object]]

    @classmethod
    def of(cls, choices: Choices, request: HttpRequest, *, name: str) -> WhoPage:
        words = request.GET.get("q", "").strip()[:100]
        other = choices.client if name == "partner" and isinstance(choices.client, Client) else None
        clients = [client for client in clients_matching(words)[: _FOUND_SHOWN + 1] if client != other]
        return cls(
            words=words,
            found=tuple(Found(client, choices.address(**{name: client.id})) for client in clients[:_FOUND_SHOWN]),
            new_url=choices.address(**{name: NEW}),
            hidden=choices.hidden(with_start=True),
        )


@dataclass(frozen=True)
class WhenPage:
    therapists: tuple[Tab, ...]
    whom: Whom | None
    locations: tuple[Tab, ...]
    choice: TimeChoice
    marks: str
    not_before: date | None  # the days before it are ruled out for this client; says nothing of why

    @classmethod
    def of(cls, choices: Choices, *, now: datetime) -> WhenPage:
        times, day = free_times(search_of(choices), now=now), _not_before(choices, now=now)
        choice = time_choice(
            times,
            wished=choices.on,
            address=lambda day: choices.address(on=day),
            zone=choices.practice.zone,
            offer=marked_offer(times, zone=choices.practice.zone),
            firsts=_firsts(choices, times),
            not_before=day,
        )
        return cls(
            therapists=_therapist_tabs(choices),
            whom=_whom(choices),
            locations=_location_tabs(choices),
            choice=choice,
            marks=marks_in_words(choice, notice_minutes=current_practice().notice_minutes),
            not_before=day,
        )


def _not_before(choices: Choices, *, now: datetime) -> date | None:
    """Of the two who come together, the later day."""
    assert choices.length is not None
    today, length = now.astimezone(choices.practice.zone).date(), choices.length
    known = [one for one in choices.comers if isinstance(one, Client)]
    found = [not_before(one.id, length.service, minutes=length.minutes, today=today) for one in known]
    return max((day for day in found if day), default=None)


def search_of(choices: Choices) -> Search:
    assert choices.length is not None
    return Search(
        service=choices.length.service,
        minutes=choices.length.minutes,
        therapist_id=choices.therapist.id if choices.therapist else None,
        among=frozenset(one.id for one in choices.among),
        location_id=choices.location_id,
        client_id=choices.client.id if isinstance(choices.client, Client) else None,
        beside=frozenset([choices.partner.id]) if isinstance(choices.partner, Client) else frozenset(),
        ignores_notice=True,
    )


def service_cards(choices: Choices, *, asked: Mapping[str, Any]) -> list[dict[str, Any]]:  # Any: for the template
    """Each service with its lengths. Of the one that is ``asked`` about, time and price are with the add-ons ticked."""
    return [
        _service_card(service, choices, ticked=asked.get("add_on", ()) if asked.get("service") == service.id else ())
        for service in offered_with_add_ons()
    ]


def _service_card(service: Service, choices: Choices, *, ticked: Collection[UUID]) -> dict[str, Any]:
    currency = choices.practice.currency
    offered = as_offered(service.add_ons.all(), currency=currency)
    chosen = [one for one in offered if one.id in ticked]
    return {
        "service": service,
        "add_ons": AddOnChoice(offered, chosen=ticked, name=service.slug),
        "with": names_of(chosen),
        "lengths": [
            {
                "words": moments.minutes(time_with(length.minutes, chosen)),
                "price": moments.price(price_with(Money(length.price_minor, currency), chosen).minor, currency),
                "minutes": length.minutes,
                "url": choices.address(service=service.id, minutes=length.minutes),
            }
            for length in service.lengths.all()
        ],
    }


def as_last_time(choices: Choices) -> tuple[str, str] | None:
    """Words and address of what the client had last, where it is still offered."""
    if not isinstance(choices.client, Client):
        return None
    last = appointments_of(choices.client.id).exclude(status=Appointment.Status.CANCELLED).first()
    if last is None:
        return None
    add_ons = agreed_add_ons(last)
    asked = {"service": last.service_id, "minutes": minutes_alone(last, add_ons), "add_on": [a.id for a in add_ons]}
    length, refusal = read_length(asked)
    if length is None or refusal:
        return None
    words = gettext("%(service)s, %(length)s, with %(therapist)s") % {
        "service": last.service.name,
        "length": moments.minutes(length.minutes),
        "therapist": last.therapist.name,
    }
    return words, choices.address(**asked, therapist=choices.wished or last.therapist_id)


def _therapist_tabs(choices: Choices) -> tuple[Tab, ...]:
    if choices.is_for_two or len(choices.able) < 2:
        return ()
    anyone = Tab(gettext("Anyone"), choices.address(therapist=None), not choices.therapist_ids)
    return anyone, *(Tab(t.name, choices.address(therapist=t.id), t == choices.therapist) for t in choices.able)


def _whom(choices: Choices) -> Whom | None:
    if choices.is_for_two:
        return None
    able = [(one.id, one.name) for one in choices.able]
    return Whom.of(able, choices.therapist_ids, hidden=choices.hidden())


def _firsts(choices: Choices, times: FreeTimes) -> tuple[FirstFree, ...]:
    """Where anybody may treat: when each of them can first."""
    if choices.therapist or choices.is_for_two or len(choices.able) < 2:
        return ()
    return tuple(
        FirstFree(who.name, times.first_of(who.id), partial(_of_therapist, choices, who)) for who in choices.able
    )


def _of_therapist(choices: Choices, therapist: Therapist, day: date) -> str:
    return choices.address(therapist=therapist.id, on=day)


def _location_tabs(choices: Choices) -> tuple[Tab, ...]:
    places = list(locations())
    if len(places) < 2:
        return ()
    anywhere = Tab(gettext("Anywhere"), choices.address(location=None), choices.location_id is None)
    return anywhere, *(
        Tab(place.name, choices.address(location=place.id), choices.location_id == place.id) for place in places
    )
