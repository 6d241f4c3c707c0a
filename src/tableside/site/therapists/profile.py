"""One therapist's page: who they are, what stands behind it, what it costs, when they are free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.practice.models import Licence, Service, Therapist, Training
from tableside.records.practice.queries import therapist_with_slug
from tableside.site.therapists.cards import TherapistCard, booking_address, card_of
from tableside.ui import moments
from tableside.ui.parts import Fact
from tableside.ui.words import TRAINING_BEYOND_TECHNIQUES
from tableside.workflows.times.next_free import next_free_by_therapist


@dataclass(frozen=True)
class ShownLicence:
    title: str
    has_run_out: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Specialism:
    """Something a therapist says to be good at, and the courses behind it."""

    name: str
    courses: tuple[str, ...]


@dataclass(frozen=True)
class Price:
    minutes: str
    price: str
    label: str
    url: str


@dataclass(frozen=True)
class ShownService:
    service: Service
    prices: tuple[Price, ...]


@dataclass(frozen=True)
class Profile:
    therapist: Therapist
    card: TherapistCard
    licences: tuple[ShownLicence, ...]
    specialisms: tuple[Specialism, ...]
    services: tuple[ShownService, ...]
    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, slug: str, practice: PracticeFacts, *, now: datetime) -> Profile:
        """404 for whoever is not there, or takes no bookings."""
        therapist = therapist_with_slug(slug)
        if therapist is None:
            raise Http404
        zone = practice.zone
        free = next_free_by_therapist(now=now, count=6).get(therapist.id)
        today = now.astimezone(zone).date()
        return cls(
            therapist=therapist,
            card=card_of(therapist, free, zone),
            licences=tuple(_licence(licence, zone, today=today) for licence in therapist.licences.all()),
            specialisms=_specialisms(therapist.trainings.all()),
            services=tuple(_service(therapist, service, practice.currency) for service in _offered(therapist)),
            facts=_facts(therapist),
        )


def _offered(therapist: Therapist) -> list[Service]:
    return cast("list[Service]", getattr(therapist, "offered"))  # noqa: B009  (to_attr of the query)


def _licence(licence: Licence, zone: ZoneInfo, *, today: date) -> ShownLicence:
    has_run_out = licence.expires_on is not None and licence.expires_on < today
    facts = [Fact(gettext("Number"), licence.number), Fact(gettext("Given in"), licence.jurisdiction)]
    if licence.expires_on is not None:
        term = gettext("Ran out on") if has_run_out else gettext("Valid until")
        facts.append(Fact(term, moments.day_year(licence.expires_on)))
    facts.append(Fact(gettext("Checked"), _check(licence)))
    return ShownLicence(licence.title, has_run_out, tuple(facts))


def _check(licence: Licence) -> str:
    if licence.checked_on is None:
        return gettext("Not yet checked by the practice against a register.")
    words = {"register": licence.register, "day": moments.day_year(licence.checked_on), "who": licence.checked_by}
    if not licence.register:
        return gettext("By %(who)s on %(day)s") % words
    return gettext("Against the %(register)s on %(day)s by %(who)s") % words


def _specialisms(trainings: Iterable[Training]) -> tuple[Specialism, ...]:
    courses: dict[str, list[str]] = {}
    for training in sorted(trainings, key=lambda each: (each.module, each.title)):
        courses.setdefault(training.module, []).append(_course(training))
    return tuple(Specialism(_named(module), tuple(of)) for module, of in courses.items())


def _named(module: str) -> str:
    technique = load_techniques().get(module)
    return technique.name if technique else str(TRAINING_BEYOND_TECHNIQUES.get(module, module))


def _course(training: Training) -> str:
    hours = gettext("%(hours)s hours") % {"hours": training.hours} if training.hours else ""
    year = str(training.completed_on.year) if training.completed_on else ""
    return ", ".join(filter(None, [training.title, hours, training.issuer, year]))


def _service(therapist: Therapist, service: Service, currency: str) -> ShownService:
    step = "book-time"
    prices = []
    for length in service.lengths.all():
        minutes, price = moments.minutes(length.minutes), moments.price(length.price_minor, currency)
        url = booking_address(step, service=service.id, minutes=length.minutes, therapist=therapist.id)
        prices.append(Price(minutes, price, f"{service.name}, {minutes}, {price}", url))
    return ShownService(service, tuple(prices))


def _facts(therapist: Therapist) -> tuple[Fact, ...]:
    facts = []
    if therapist.practising_since:
        facts.append(Fact(gettext("Practising since"), str(therapist.practising_since)))
    if therapist.languages:
        facts.append(Fact(gettext("Languages"), therapist.languages))
    return tuple(facts)
