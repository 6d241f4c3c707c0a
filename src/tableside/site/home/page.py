"""What the public home shows: who treats here, when they are free, what massage can and cannot do, where to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.evidence import Certainty
from tableside.core.permissions.practice import PracticeFacts
from tableside.knowledge.load_guide import Benefit, load_guide
from tableside.records.practice.models import Location, Service
from tableside.records.practice.queries import locations, offered_services
from tableside.site.therapists.cards import FreeTime, TherapistCard, therapist_cards
from tableside.ui import moments

_MAY_HELP = ("stress", "pain", "sleep")
_NO_PROMISE = (Certainty.CONTRADICTED, Certainty.NONE)
_SOONEST_SHOWN = 3


@dataclass(frozen=True)
class Claim:
    benefit: Benefit
    url: str


@dataclass(frozen=True)
class ServiceLine:
    """``prices`` are words and address of each length."""

    service: Service
    prices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Soonest:
    time: FreeTime
    who: str


@dataclass(frozen=True)
class Home:
    therapists: list[TherapistCard]
    soonest: tuple[Soonest, ...]
    services: tuple[ServiceLine, ...]
    may_help: tuple[Claim, ...]
    no_promise: tuple[Claim, ...]
    locations: list[Location]
    steps: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, practice: PracticeFacts, *, now: datetime) -> Home:
        cards = therapist_cards(practice.zone, now=now, count=2)
        first_of_each = [Soonest(card.times[0], card.therapist.name) for card in cards if card.times]
        return cls(
            therapists=cards,
            soonest=tuple(sorted(first_of_each, key=lambda each: each.time.at)[:_SOONEST_SHOWN]),
            services=tuple(_line(service, practice.currency) for service in offered_services()),
            may_help=tuple(_claim(load_guide().benefits[slug]) for slug in _MAY_HELP),
            no_promise=tuple(_claim(each) for each in load_guide().benefits.values() if each.certainty in _NO_PROMISE),
            locations=list(locations()),
            steps=_steps(),
        )


def _claim(benefit: Benefit) -> Claim:
    return Claim(benefit, reverse("site:guide-benefit", args=[benefit.slug]))


def _line(service: Service, currency: str) -> ServiceLine:
    def price(minutes: int, price_minor: int) -> tuple[str, str, str]:
        query = urlencode({"service": service.id, "minutes": minutes})
        address = f"{reverse('portal:book-therapist')}?{query}"
        return moments.minutes(minutes), moments.price(price_minor, currency), address

    return ServiceLine(service, tuple(price(length.minutes, length.price_minor) for length in service.lengths.all()))


def _steps() -> tuple[tuple[str, str], ...]:
    return (
        (gettext("Before"), gettext("You answer health questions at home. They decide what is safe for you.")),
        (gettext("First"), gettext("You talk: what brings you, what you hope for, what is off limits.")),
        (gettext("On the table"), gettext("You are covered; only what is worked on is not. Say when it is too much.")),
        (gettext("After"), gettext("Two short questions show over time whether it helps, and what to do next.")),
    )
