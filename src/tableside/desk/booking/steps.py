"""What has been chosen, which step is next, and what it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.desk.appointment.forms import ChosenTime
from tableside.desk.booking.forms import NEW, PersonForm, chosen_from
from tableside.records.clients.access import client_to_see
from tableside.records.clients.models import Client
from tableside.records.practice.models import Therapist
from tableside.records.practice.queries import bookable_therapists
from tableside.ui import moments
from tableside.ui.add_ons import names_of
from tableside.ui.parts import Fact, Step, steps
from tableside.ui.requests import ActorRequest
from tableside.ui.whom import any_of
from tableside.workflows.booking.book import BookingRequest, Person
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.times.choose_length import ChosenLength, read_length

Who = Client | str | None  # a client, somebody new, or nobody chosen yet


@dataclass(frozen=True)
class Choices:
    """The address of the page, understood. ``among`` are several therapists of whom any will do."""

    practice: PracticeFacts
    by: Actor
    client: Who
    partner: Who
    length: ChosenLength | None
    able: tuple[Therapist, ...]
    therapist: Therapist | None
    wished: UUID | None  # the therapist in the address, before it is known which treatment
    location_id: UUID | None
    on: date | None
    start: datetime | None
    refusal: Refusal | None = None  # of the add-ons in the address; nothing is booked while it stands
    among: tuple[Therapist, ...] = ()

    @classmethod
    def of(cls, request: ActorRequest) -> Choices:
        chosen = chosen_from(request.GET)
        length, refusal = read_length(chosen)
        able = tuple(bookable_therapists(length.service_id)) if length else ()
        named = tuple(one for one in able if str(one.id) in request.GET.getlist("therapist"))
        time = ChosenTime.of(request)
        client, partner = (_who(chosen.get(name), request.actor) for name in ("client", "partner"))
        return cls(
            practice=request.practice,
            by=request.actor,
            client=client,
            partner=None if partner == client != NEW else partner,
            length=length,
            able=able,
            therapist=named[0] if len(named) == 1 else None,
            wished=chosen["therapist"] if isinstance(chosen.get("therapist"), UUID) and length is None else None,
            location_id=chosen.get("location"),
            on=time.on,
            start=time.start or chosen.get("wall"),
            refusal=refusal,
            among=named if len(named) > 1 else (),
        )

    @property
    def is_for_two(self) -> bool:
        return self.length is not None and self.length.service.therapists_needed > 1

    @property
    def comers(self) -> tuple[Who, ...]:
        return (self.client, self.partner) if self.is_for_two else (self.client,)

    @property
    def therapist_ids(self) -> tuple[UUID, ...]:
        """Whoever will do, of those named; nobody where anybody will."""
        return tuple(one.id for one in ((self.therapist,) if self.therapist else self.among))

    @property
    def step(self) -> str:
        """The first thing that has not been chosen yet."""
        missing = (
            ("who", self.client is None),
            ("what", self.length is None),
            ("partner", self.is_for_two and self.partner is None),
            ("when", self.start is None),
        )
        return next((step for step, is_missing in missing if is_missing), "confirm")

    def address(self, **changes: object) -> str:
        """The same page with these choices, some of them changed; None takes one back."""
        chosen = self._chosen() | changes
        query = urlencode({name: value for name, value in chosen.items() if value is not None}, doseq=True)
        return f"{reverse('desk:book')}?{query}"

    @property
    def why_address(self) -> str:
        """Where the desk asks why a time is not offered for what has been chosen."""
        one = self.therapist.id if self.therapist else None  # every therapist has an answer there
        return self.address(therapist=one).replace(reverse("desk:book"), reverse("desk:book-why"), 1)

    @property
    def series_address(self) -> str:
        """Where the same is booked again and again, for a client who is known; empty for others and for a list."""
        if self.is_for_two or self.among or not isinstance(self.client, Client):
            return ""
        return self.address().replace(reverse("desk:book"), reverse("desk:book-series"), 1)

    def hidden(self, *, with_start: bool = False, with_service: bool = True) -> list[tuple[str, object]]:
        """What a form that adds one choice has to carry along; not what is being chosen."""
        left_out = {*(() if with_start else ("start",)), *(() if with_service else ("service", "minutes", "add_on"))}
        chosen = [(name, value) for name, value in self._chosen().items() if value is not None and name not in left_out]
        return [(name, one) for name, value in chosen for one in (value if isinstance(value, tuple) else (value,))]

    @property
    def start_words(self) -> str:
        """The time that was chosen in the calendar, before anything else was."""
        return moments.full(self.start, self.practice.zone) if self.start else ""

    def _chosen(self) -> dict[str, object]:
        return {
            "client": _key(self.client),
            "partner": _key(self.partner),
            "service": self.length.service_id if self.length else None,
            "minutes": self.length.alone.minutes if self.length else None,
            "add_on": self.length.add_on_ids if self.length else None,
            "therapist": self.therapist_ids or self.wished,
            "location": self.location_id,
            "on": self.on.isoformat() if self.on else None,
            "start": self.start.isoformat() if self.start else None,
        }

    def steps(self) -> tuple[Step, ...]:
        labels = [gettext("Client"), gettext("Treatment"), gettext("Time"), gettext("Confirm")]
        at = {"who": 0, "what": 1, "partner": 1, "when": 2, "confirm": 3}[self.step]
        urls = [
            self.address(client=None, start=None),
            self.address(minutes=None, start=None),
            self.address(start=None),
        ]
        return steps(labels, current=at, urls=urls)

    def summary(self) -> list[Fact]:
        facts = [Fact(gettext("Client"), _words(self.client), self.address(client=None))]
        if self.is_for_two:
            facts.append(Fact(gettext("Second person"), _words(self.partner), self.address(partner=None)))
        if self.length is not None:
            treatment = f"{self.length.service.name}, {moments.minutes(self.length.minutes)}"
            price = moments.price(self.length.price_minor, self.practice.currency)
            again = self.address(minutes=None, therapist=None, start=None)  # its add-ons stay ticked
            facts.append(Fact(gettext("Treatment"), treatment, again))
            if self.length.add_ons:
                facts.append(Fact(gettext("Add-ons"), names_of(self.length.add_ons), again))
            facts.append(Fact(gettext("Price for each") if self.is_for_two else gettext("Price"), price))
        if not self.is_for_two:
            anyone = gettext("Whoever is free then")
            who = self.therapist.name if self.therapist else any_of([one.name for one in self.among]) or anyone
            facts.append(Fact(gettext("Therapist"), who, self.address(start=None)))
        if self.start is not None:
            facts.append(Fact(gettext("When"), moments.full(self.start, self.practice.zone), self.address(start=None)))
        return facts

    def alternatives(self, refusal: Refusal | None) -> list[tuple[str, str]]:
        """Words and address of each of the nearest times, after a time was refused."""
        nearest = cast("tuple[datetime, ...]", refusal.data.get("nearest", ())) if refusal else ()
        return [(moments.full(at, self.practice.zone), self.address(start=at.isoformat())) for at in nearest]

    def first_that_fits(self, refusal: Refusal | None) -> tuple[str, str] | None:
        """The first day on which the client's answers allow it, and the address of its times."""
        day = cast("date | None", refusal.data.get("fits_from")) if refusal else None
        if day is None:
            return None
        words = gettext("From %(day)s on this can be booked") % {"day": moments.day_year(day)}
        return words, self.address(on=day.isoformat(), start=None)


@dataclass(frozen=True)
class People:
    """Forms for those who are new; nothing for those who are known."""

    client: PersonForm | None
    partner: PersonForm | None

    @classmethod
    def of(cls, choices: Choices, data: Any) -> People:  # Any: a QueryDict or None
        return cls(
            client=PersonForm(data, prefix="client") if choices.client == NEW else None,
            partner=PersonForm(data, prefix="partner") if choices.is_for_two and choices.partner == NEW else None,
        )

    def are_valid(self) -> bool:
        return all(form.is_valid() for form in (self.client, self.partner) if form is not None)

    def request(
        self, choices: Choices, *, key: str, insists: Insistence | None = None, tells: bool = True
    ) -> BookingRequest:
        assert choices.length is not None
        assert choices.start is not None
        chosen = [(choices.client, self.client)]
        if choices.is_for_two:
            chosen.append((choices.partner, self.partner))
        return BookingRequest(
            service_id=choices.length.service_id,
            minutes=choices.length.alone.minutes,
            add_ons=choices.length.add_on_ids,
            starts_at=choices.start,
            people=_people(chosen),
            key=key,
            therapist_id=choices.therapist.id if choices.therapist and not choices.is_for_two else None,
            among=tuple(one.id for one in choices.among),
            location_id=choices.location_id,
            insists=insists,
            tells=tells,
        )


def _people(chosen: Iterable[tuple[Who, PersonForm | None]]) -> tuple[Person, ...]:
    people = []
    for who, form in chosen:
        if form is not None:
            people.append(form.person())
        elif isinstance(who, Client):
            people.append(Person(who.name, who.email, who.phone, client_id=who.id))
    return tuple(people)


def _who(chosen: UUID | str | None, actor: Actor) -> Who:
    return client_to_see(actor, chosen) if isinstance(chosen, UUID) else chosen


def _key(who: Who) -> object:
    return who.id if isinstance(who, Client) else who


def _words(who: Who) -> str:
    return who.name if isinstance(who, Client) else gettext("Somebody new")
