"""The demo practice on the day it opened: locations, services, therapists with their hours, the front desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tableside.console.demo.places import Place
from tableside.console.demo.team import (
    ADD_ONS,
    CUSHIONS,
    GARDEN,
    HARBOUR,
    SERVICES,
    TEAM,
    Worker,
    licences_of,
    trainings_of,
)
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.accounts.actions import create_account, set_second_factor
from tableside.records.accounts.models import User
from tableside.records.foundation.keys import new_key
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice import actions, people_actions, place_actions, service_actions
from tableside.records.practice.access import own_membership
from tableside.records.practice.actions import NewPractice
from tableside.records.practice.models import Location, Service, Therapist
from tableside.records.practice.people_actions import NewTherapist
from tableside.records.practice.queries import current_practice, equipment_kinds
from tableside.records.scheduling.hours_actions import choose_holidays, say_of_day, set_hours
from tableside.records.scheduling.hours_queries import practice_closings
from tableside.workflows.practice.demo_keys import DEMO_PEOPLE, DemoPerson

_ABOUT = (
    "Four therapists at two addresses. We ask before we treat, work only as deep as suits you, and look together at "
    "what your own scores say before we suggest the next session."
)
_POLICY = (
    "Please cancel or move an appointment at least 24 hours before it begins. Later than that, call us: "
    "we look for somebody who is glad of the time."
)


@dataclass(frozen=True, slots=True)
class AtWork:
    """A therapist as a row, and as the one who acts."""

    therapist: Therapist
    actor: Actor


@dataclass(frozen=True, slots=True)
class DemoPractice:
    owner: Actor
    desk: Actor
    services: dict[str, Service]
    therapists: dict[str, AtWork]


def found_practice(place: Place, *, today: date, now: datetime) -> DemoPractice:
    """Who is on the key ring has a password and, where the role asks for one, a second factor; others have neither."""
    keys = {person.email: person for person in DEMO_PEOPLE}
    owner_user = _account(TEAM["marta"].name, TEAM["marta"].email, keys)
    practice, owner = actions.create_practice(
        NewPractice(
            name="Harbour Lane Massage",
            time_zone=place.time_zone,
            currency=place.currency,
            country=place.country,
            emergency_number=place.emergency_number,
            crisis_line=place.crisis_line,
            email="hello@harbour.example",
            phone=place.phone,
            about=_ABOUT,
            policy_text=_POLICY,
            is_demo=True,
        ),
        owner=owner_user,
        now=now,
    )
    with practice_scope(practice.id):
        locations = _locations(place, owner, now)
        _keep_holidays(place, today=today, by=owner, now=now)
        services = _services(locations, owner, now)
        for key, add_ons in ADD_ONS.items():
            new_ones = [service_actions.NewAddOn(new_key(), *one) for one in add_ons]
            service_actions.set_add_ons(services[key], new_ones, by=owner, now=now)
        therapists = {}
        for number, (key, worker) in enumerate(TEAM.items()):
            user = owner_user if worker.role is Role.OWNER else _account(worker.name, worker.email, keys)
            works = (
                own_membership(owner)
                if worker.role is Role.OWNER
                else people_actions.add_member(user, role=worker.role, by=owner, now=now)
            )
            papers = licences_of(number=number, jurisdiction=place.jurisdiction, today=today)
            new = _profile(worker, papers=papers, services=services)
            therapist = people_actions.add_therapist(new, membership=works, by=owner, now=now)
            _set_week(therapist, worker, locations=locations, today=today, by=owner, now=now)
            therapists[key] = AtWork(therapist, _actor(user, worker.role, owner, therapist))
        desk_person = next(person for person in DEMO_PEOPLE if person.role is Role.FRONT_DESK)
        desk_user = _account(desk_person.name, desk_person.email, keys)
        people_actions.add_member(desk_user, role=Role.FRONT_DESK, by=owner, now=now)
    owner = therapists["marta"].actor
    return DemoPractice(owner, _actor(desk_user, Role.FRONT_DESK, owner), services, therapists)


def _locations(place: Place, owner: Actor, now: datetime) -> dict[str, Location]:
    rooms = {HARBOUR: {"Window room": 2, "Quiet room": 1}, GARDEN: {"Garden room": 1, "Upper room": 1}}
    streets = {HARBOUR: f"Harbour Lane 7\n{place.city}", GARDEN: f"Orchard Row 22\n{place.city}"}
    locations = {
        name: place_actions.add_location(name, rooms=rooms[name], address=streets[name], by=owner, now=now)
        for name in (HARBOUR, GARDEN)
    }
    between = (locations[HARBOUR].id, locations[GARDEN].id)
    place_actions.set_travel_times({between: 15}, by=owner, now=now)
    return locations


def _services(locations: dict[str, Location], owner: Actor, now: datetime) -> dict[str, Service]:
    """One of them needs a set of cushions, of which there are two."""
    place_actions.set_equipment(locations[HARBOUR], CUSHIONS, pieces=2, by=owner, now=now)
    cushions = tuple(kind.id for kind in equipment_kinds())
    needed = {"prenatal": cushions}
    return {
        key: service_actions.add_service(replace(new, equipment=needed.get(key, ())), by=owner, now=now)
        for key, new in SERVICES.items()
    }


def _keep_holidays(place: Place, *, today: date, by: Actor, now: datetime) -> None:
    """Closed on those of the country, but not today, whatever day it is."""
    choose_holidays(country=place.country, subdivision=place.subdivision, by=by, now=now)
    if practice_closings(current_practice(), first=today, last=today):
        say_of_day(today, is_closed=False, by=by, now=now)


def _account(name: str, email: str, keys: dict[str, DemoPerson]) -> User:
    key = keys.get(email)
    user = create_account(email, name=name, password=key.password if key else None)
    if key and key.role in (Role.OWNER, Role.THERAPIST):
        set_second_factor(user)
    return user


def _profile(
    worker: Worker, *, papers: tuple[people_actions.NewLicence, ...], services: dict[str, Service]
) -> NewTherapist:
    return NewTherapist(
        name=worker.name,
        headline=worker.headline,
        approach=worker.approach,
        languages=worker.languages,
        practising_since=worker.practising_since,
        licences=papers,
        trainings=trainings_of(worker),
        services=tuple(services[key] for key in worker.services),
    )


def _set_week(
    therapist: Therapist, worker: Worker, *, locations: dict[str, Location], today: date, by: Actor, now: datetime
) -> None:
    weekdays = sorted((today + timedelta(days=offset)).weekday() for offset in worker.works_on)
    for name in dict.fromkeys(name for name, _, _ in worker.blocks):
        here = [(start, end) for place, start, end in worker.blocks if place == name]
        hours = [(weekday, start, end) for weekday in weekdays for start, end in here]
        set_hours(therapist, location=locations[name], hours=hours, by=by, now=now)


def _actor(user: User, role: Role, owner: Actor, therapist: Therapist | None = None) -> Actor:
    return Actor(
        user_id=user.id,
        practice_id=owner.practice_id,
        role=role,
        label=user.name,
        therapist_id=therapist.id if therapist else None,
    )
