"""The cast: one small practice with its people, and a therapist and client of another practice. Written through the
product's own actions, so that a test stands on records as they really are.

Linden Massage, in Vienna (a zone with clock changes), works Monday to Friday from 09:00 to 17:00. Ana and Ben treat;
Ben has no prenatal training. Clara and Dora are its clients. Mill Lane is the other practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.test import Client as Browser
from django.utils import timezone

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.clients.actions import add_client
from tableside.records.clients.models import Client
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice import people_actions, place_actions, service_actions
from tableside.records.practice.actions import NewPractice, create_practice
from tableside.records.practice.models import Location, Practice, Service, Therapist
from tableside.records.practice.people_actions import NewLicence, NewTherapist, NewTraining
from tableside.records.practice.service_actions import NewService
from tableside.records.scheduling.hours_actions import set_hours
from tests.replay import written_once

#: A Monday, long before anything that the tests book.
BORN_ON = date(1988, 5, 4)  # of every client of the cast
FOUNDED = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
PASSWORD = "linden-tree-42"
_WEEK = [(weekday, 9 * 60, 17 * 60) for weekday in range(5)]


@dataclass(frozen=True)
class StaffPersona:
    user: User
    actor: Actor
    therapist: Therapist | None = None

    @property
    def as_therapist(self) -> Therapist:
        assert self.therapist is not None
        return self.therapist


@dataclass(frozen=True)
class ClientPersona:
    user: User
    actor: Actor
    client: Client


@dataclass(frozen=True)
class Cast:
    """Each service comes in 60, 75 and 90 minutes; ``couples`` needs both therapists."""

    practice: Practice
    location: Location
    owner: StaffPersona
    ana: StaffPersona
    ben: StaffPersona
    front_desk: StaffPersona
    clara: ClientPersona
    dora: ClientPersona
    swedish: Service
    deep_tissue: Service
    prenatal: Service
    couples: Service
    other_practice: Practice
    other_therapist: StaffPersona
    other_client: ClientPersona


def today_at_linden() -> date:
    """What the calendar on the wall of the practice shows; around midnight UTC that is another day than ours."""
    return timezone.localdate(timezone=ZoneInfo("Europe/Vienna"))


@written_once
def make_cast() -> Cast:
    owner_user = make_user("Olga Brandt", "olga@linden.example")
    practice, owner = create_practice(
        NewPractice(
            name="Linden Massage",
            time_zone="Europe/Vienna",
            currency="EUR",
            email="hello@linden.example",
            phone="+43 1 234567",
            crisis_line="142",
            policy_text="Cancel a day ahead, please.",
        ),
        owner=owner_user,
        now=FOUNDED,
    )
    with practice_scope(practice.id):
        location = place_actions.add_location(
            "Linden Street", rooms={"Garden room": 2, "Quiet room": 1}, address="Linden Street 4", by=owner, now=FOUNDED
        )
        services = {
            name: _service(name, technique, price, owner, therapists=2 if name == "Couples massage" else 1)
            for name, technique, price in (
                ("Swedish massage", "swedish", 8000),
                ("Deep tissue massage", "deep_tissue", 9000),
                ("Prenatal massage", "prenatal", 8500),
                ("Couples massage", "swedish", 8000),
            )
        }
        everything = tuple(services.values())
        ana = _therapist("Ana Lindqvist", owner, everything, trainings=("prenatal", "oncology"))
        ben = _therapist("Ben Okafor", owner, tuple(s for s in everything if s.name != "Prenatal massage"))
        for person in (ana, ben):
            set_hours(person.as_therapist, location=location, hours=_WEEK, by=owner, now=FOUNDED)
        front_desk = _staff("Finn Maier", Role.FRONT_DESK, owner)
        clara = _client("Clara Novak", owner)
        dora = _client("Dora Weiss", owner)
    other_practice, other_owner = create_practice(
        NewPractice(name="Mill Lane Massage", time_zone="Europe/London", currency="GBP", host="mill.example"),
        owner=make_user("Mia Owner", "mia@mill.example"),
        now=datetime(2027, 1, 5, 8, 0, tzinfo=UTC),
    )
    with practice_scope(other_practice.id):
        other_therapist = _therapist("Otto Miller", other_owner, ())
        other_client = _client("Una Marsh", other_owner)
    return Cast(
        practice=practice,
        location=location,
        owner=StaffPersona(owner_user, owner),
        ana=ana,
        ben=ben,
        front_desk=front_desk,
        clara=clara,
        dora=dora,
        swedish=services["Swedish massage"],
        deep_tissue=services["Deep tissue massage"],
        prenatal=services["Prenatal massage"],
        couples=services["Couples massage"],
        other_practice=other_practice,
        other_therapist=other_therapist,
        other_client=other_client,
    )


def make_user(name: str, email: str) -> User:
    """Somebody who can sign in with ``PASSWORD``, their mail address verified."""
    from allauth.account.models import EmailAddress

    user: User = User.objects.create_user(email, name=name, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def signed_in(persona: StaffPersona | ClientPersona, *, with_second_factor: bool = True) -> Browser:
    """A browser in which this person has signed in, as django-allauth would note it."""
    browser = Browser()
    browser.force_login(persona.user)
    session = browser.session
    methods = [{"method": "password", "at": FOUNDED.timestamp()}]
    if with_second_factor and isinstance(persona, StaffPersona):
        methods.append({"method": "mfa", "type": "totp", "at": FOUNDED.timestamp()})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(persona.user.pk)
    session.save()
    return browser


def _service(name: str, technique: str, price: int, owner: Actor, *, therapists: int) -> Service:
    lengths = tuple((minutes, price * minutes // 60) for minutes in (60, 75, 90))
    new = NewService(name=name, technique=technique, lengths=lengths, therapists_needed=therapists)
    return service_actions.add_service(new, by=owner, now=FOUNDED)


def _staff(name: str, role: Role, owner: Actor) -> StaffPersona:
    user = make_user(name, f"{name.split()[0].lower()}@linden.example")
    people_actions.add_member(user, role=role, by=owner, now=FOUNDED)
    return StaffPersona(user, Actor(user_id=user.id, practice_id=owner.practice_id, role=role, label=name))


def _therapist(
    name: str, owner: Actor, services: tuple[Service, ...], *, trainings: tuple[str, ...] = ()
) -> StaffPersona:
    user = make_user(name, f"{name.split()[0].lower()}@therapists.example")
    membership = people_actions.add_member(user, role=Role.THERAPIST, by=owner, now=FOUNDED)
    new = NewTherapist(
        name=name,
        headline="Calm, thorough work",
        approach="I start light and go only as deep as your body lets me.",
        languages="English, German",
        practising_since=2015,
        licences=(NewLicence("Massage therapist", "AT-1020", "Austria"),),
        trainings=tuple(NewTraining(module, f"{module.capitalize()} massage", hours=40) for module in trainings),
        services=services,
    )
    therapist = people_actions.add_therapist(new, membership=membership, by=owner, now=FOUNDED)
    actor = Actor(
        user_id=user.id,
        practice_id=owner.practice_id,
        role=Role.THERAPIST,
        label=name,
        therapist_id=therapist.id,
    )
    return StaffPersona(user, actor, therapist)


def _client(name: str, owner: Actor) -> ClientPersona:
    email = f"{name.split()[0].lower()}@clients.example"
    user = make_user(name, email)
    client = add_client(name, email=email, phone="+43 660 1234", born_on=BORN_ON, user=user, by=owner, now=FOUNDED)
    actor = Actor(user_id=user.id, practice_id=owner.practice_id, role=Role.CLIENT, label=name, client_id=client.id)
    return ClientPersona(user, actor, client)
