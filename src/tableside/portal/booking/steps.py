"""What each step shows, made of what has been chosen so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from tableside.core.appointments.add_ons import price_with, time_with
from tableside.core.billing.money import Money
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.core.permissions.practice import PracticeFacts
from tableside.portal.booking.forms import DetailsForm, chosen_from
from tableside.portal.booking.whom import other_person
from tableside.records.clients.access import own_client
from tableside.records.practice.models import Service, Therapist
from tableside.records.practice.queries import (
    bookable_therapists,
    locations,
    offered_add_ons,
    offered_with_add_ons,
)
from tableside.records.scheduling.queries import booked_for_by
from tableside.ui import moments
from tableside.ui.add_ons import AddOnChoice, names_of
from tableside.ui.navigation import address_of
from tableside.ui.parts import Fact, Step, steps
from tableside.ui.requests import PublicRequest
from tableside.ui.whom import any_of
from tableside.workflows.booking.book import BookingRequest, Person
from tableside.workflows.times.choose_length import ChosenLength, as_offered, read_length
from tableside.workflows.times.find_times import Search, free_times


@dataclass(frozen=True)
class Choices:
    """The address of a booking page, understood. ``among`` are several therapists of whom any will do."""

    practice: PracticeFacts
    by: Actor | None
    length: ChosenLength | None
    therapist: Therapist | None
    location_id: UUID | None
    on: date | None
    start: datetime | None
    refusal: Refusal | None = None  # of the add-ons in the address; nothing is booked while it stands
    among: tuple[Therapist, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest, *, sent: QueryDict | None = None) -> Choices:
        typed = cast(PublicRequest, request)
        chosen = chosen_from(request.GET if sent is None else sent)
        length, refusal = read_length(chosen)
        able = bookable_therapists(length.service_id) if length and "therapist" in chosen else ()
        wanted = tuple(therapist for therapist in able if therapist.id in chosen["therapist"])
        place = chosen.get("location")
        is_place = place is not None and any(one.id == place for one in locations())
        by = typed.actor
        return cls(
            practice=typed.practice,
            by=by if by is not None and by.may(Permission.BOOK_OWN) else None,
            length=length,
            therapist=wanted[0] if len(wanted) == 1 else None,
            location_id=place if is_place else None,
            on=chosen.get("on"),
            start=chosen.get("start"),
            refusal=refusal,
            among=wanted if len(wanted) > 1 else (),
        )

    def without_add_ons(self) -> Choices:
        return replace(self, length=replace(self.length, add_ons=()) if self.length else None)

    @property
    def is_known(self) -> bool:
        return self.by is not None

    @property
    def is_for_two(self) -> bool:
        return self.length is not None and self.length.service.therapists_needed > 1

    @property
    def therapist_ids(self) -> tuple[UUID, ...]:
        """Whoever will do, of those named; nobody where anybody will."""
        return tuple(one.id for one in ((self.therapist,) if self.therapist else self.among))

    @property
    def whom(self) -> str:
        return self.therapist.name if self.therapist else any_of([one.name for one in self.among])

    @property
    def policy_text(self) -> str:
        return self.length.service.practice.policy_text if self.length else ""

    def address(self, step: str, **changes: object) -> str:
        """The address of a step with these choices, some of them changed."""
        chosen = {
            "service": self.length.service_id if self.length else None,
            "minutes": self.length.alone.minutes if self.length else None,
            "add_on": self.length.add_on_ids if self.length else None,
            "therapist": self.therapist_ids or None,
            "location": self.location_id,
            "on": self.on,
            "start": self.start.isoformat() if self.start else None,
        } | changes
        query = urlencode({name: value for name, value in chosen.items() if value is not None}, doseq=True)
        return f"{address_of(f'portal:{step}')}?{query}"

    def hidden(self) -> list[tuple[str, object]]:
        """What a form that chooses a time has to carry along."""
        assert self.length is not None
        kept = [
            ("service", self.length.service_id),
            ("minutes", self.length.alone.minutes),
            *(("add_on", key) for key in self.length.add_on_ids),
            *(("therapist", key) for key in self.therapist_ids),
            ("location", self.location_id),
        ]
        return [(name, value) for name, value in kept if value is not None]

    def beyond_the_service(self) -> list[tuple[str, object]]:
        """What a form that chooses the service has to carry along."""
        kept = [
            *(("therapist", key) for key in self.therapist_ids),
            ("location", self.location_id),
            ("on", self.on),
            ("start", self.start.isoformat() if self.start else None),
        ]
        return [(name, value) for name, value in kept if value is not None]

    def search(self) -> Search:
        assert self.length is not None
        return Search(
            service=self.length.service,
            minutes=self.length.minutes,
            therapist_id=self.therapist.id if self.therapist else None,
            among=frozenset(one.id for one in self.among),
            location_id=self.location_id,
            client_id=self.by.client_id if self.by else None,
        )

    def request(self, details: dict[str, Any], *, key: str) -> BookingRequest:
        assert self.length is not None
        assert self.start is not None
        if self.by is not None:
            client = own_client(self.by)
            booker = Person(client.name, client.email, client.phone, client_id=client.id)
        else:
            booker = Person(details["name"], details["email"], details["phone"])
        other = other_person(details)
        people = [other or booker]
        if self.is_for_two:
            people.append(Person(details["partner_name"], details["partner_email"]))
        return BookingRequest(
            service_id=self.length.service_id,
            minutes=self.length.alone.minutes,
            add_ons=self.length.add_on_ids,
            starts_at=self.start,
            people=tuple(people),
            booker=booker if other else None,
            key=key,
            therapist_id=self.therapist.id if self.therapist and not self.is_for_two else None,
            among=tuple(one.id for one in self.among),
            location_id=self.location_id,
        )

    def form(self, posted: QueryDict | None) -> DetailsForm:
        return DetailsForm(
            posted,
            is_known=self.is_known,
            is_for_two=self.is_for_two,
            has_policy=bool(self.policy_text),
            booked_for=booked_for_by(self.by.client_id) if self.by and self.by.client_id else (),
        )

    def summary(self) -> list[Fact]:
        assert self.length is not None
        assert self.start is not None
        end = moments.minutes(self.length.minutes)
        facts = [
            Fact(gettext("Treatment"), f"{self.length.service.name}, {end}", self.address("book")),
            Fact(gettext("When"), moments.full(self.start, self.practice.zone), self.address("book-time", start=None)),
            Fact(gettext("Price"), moments.price(self.length.price_minor, self.practice.currency)),
        ]
        if self.length.add_ons or offered_add_ons().filter(service=self.length.service_id).exists():
            names = names_of(self.length.add_ons) or gettext("None chosen")
            facts.insert(1, Fact(gettext("Add-ons"), names, self.address("book")))
        if not self.is_for_two:
            who = self.whom or gettext("Whoever is free then")
            facts.insert(-1, Fact(gettext("Therapist"), who, self.address("book-therapist", start=None)))
        return facts

    def alternatives(self, refusal: Refusal | None) -> list[tuple[str, str]]:
        """Words and address of each of the nearest times, after a time was refused."""
        nearest = cast("tuple[datetime, ...]", refusal.data.get("nearest", ())) if refusal else ()
        zone = self.practice.zone
        return [(moments.full(at, zone), self.address("book-details", start=at.isoformat())) for at in nearest]

    def first_that_fits(self, refusal: Refusal | None) -> tuple[str, str] | None:
        """The first day on which the client's answers allow it, and the address of its times."""
        day = cast("date | None", refusal.data.get("fits_from")) if refusal else None
        if day is None:
            return None
        words = gettext("From %(day)s on this can be booked") % {"day": moments.day_year(day)}
        return words, self.address("book-time", on=day.isoformat(), start=None)


def steps_before(current: int, choices: Choices | None = None) -> tuple[Step, ...]:
    """The four steps; those behind lead back."""
    urls = []
    if choices is not None:
        urls = [choices.address("book"), choices.address("book-therapist"), choices.address("book-time", start=None)]
    labels = [gettext("Treatment"), gettext("Therapist"), gettext("Time"), gettext("Your details")]
    return steps(labels, current=current, urls=urls)


def service_cards(choices: Choices) -> list[dict[str, Any]]:
    """Each service with its lengths, each length a link to the next step; with add-ons to choose from, a button. Of the
    service that is chosen, time and price are with its add-ons."""
    return [_service_card(service, choices) for service in offered_with_add_ons()]


def _service_card(service: Service, choices: Choices) -> dict[str, Any]:
    chosen = choices.length.add_ons if choices.length and choices.length.service_id == service.id else ()
    currency = choices.practice.currency
    return {
        "service": service,
        "add_ons": AddOnChoice(
            as_offered(service.add_ons.all(), currency=currency), chosen=[one.id for one in chosen], name=service.slug
        ),
        "with": names_of(chosen),
        "hidden": choices.beyond_the_service(),
        "lengths": [
            {
                "words": moments.minutes(time_with(length.minutes, chosen)),
                "price": moments.price(price_with(Money(length.price_minor, currency), chosen).minor, currency),
                "minutes": length.minutes,
                "url": choices.address("book-therapist", service=service.id, minutes=length.minutes, add_on=None),
            }
            for length in service.lengths.all()
        ],
    }


def therapist_cards(choices: Choices, *, now: datetime) -> list[dict[str, Any]]:
    assert choices.length is not None
    free = free_times(replace(choices.search(), therapist_id=None, among=frozenset()), now=now)
    return [
        {
            "therapist": therapist,
            "url": choices.address("book-time", therapist=therapist.id),
            "first": free.first_of(therapist.id),
        }
        for therapist in bookable_therapists(choices.length.service_id)
    ]


def details_page(choices: Choices, refusal: Refusal | None, *, held_until: datetime | None) -> dict[str, Any]:
    """What stands around the form of the last step."""
    return {
        "held_until": held_until,
        "details_url": choices.address("book-details"),
        "choices": choices,
        "steps": steps_before(3, choices),
        "summary": choices.summary(),
        "policy": choices.policy_text,
        "refusal": refusal or choices.refusal,
        "alternatives": choices.alternatives(refusal),
        "fits": choices.first_that_fits(refusal),
    }
