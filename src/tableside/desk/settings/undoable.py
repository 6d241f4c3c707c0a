"""The settings whose last save can be undone: how each reads what stands now, and saves such a value again by the same
deed as its page. What is read is kept as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.core.permissions.actor import Actor
from tableside.desk.settings import undo_of_papers as papers
from tableside.desk.settings import undo_of_places as places
from tableside.desk.settings.hours.kinds import as_stored, from_stored
from tableside.records.practice.access import (
    location_to_manage,
    service_to_manage,
    therapist_to_manage,
)
from tableside.records.practice.actions import (
    Policies,
    PracticeDetails,
    ReminderRules,
    change_policies,
    change_practice,
    choose_initialled_clauses,
)
from tableside.records.practice.length_actions import LengthNeeds, set_length_needs
from tableside.records.practice.length_queries import length_of
from tableside.records.practice.models import Service, ServiceLength
from tableside.records.practice.people_actions import Profile, change_therapist
from tableside.records.practice.queries import (
    all_services,
    all_therapists,
    current_practice,
)
from tableside.records.practice.service_actions import (
    NewAddOn,
    NewService,
    offer_service,
    remove_unused_service,
    set_add_ons,
)
from tableside.records.scheduling.hours_actions import choose_holidays, restore_hours, say_of_day
from tableside.records.scheduling.hours_queries import DayHours, exceptions_by_day, own_closings, working_hours
from tableside.workflows.messages.change_reminders import change_reminders
from tableside.workflows.practice.change_hours import restore_days
from tableside.workflows.practice.save_service import change_service_with_givers

Kept = Any  # values of several types, as a session keeps them


@dataclass(frozen=True)
class Setting:
    """``page`` is where its undo is offered. ``key`` says which of several it is, such as which service;
    ``is_own_page`` if each of them has a page of its own."""

    words: Promise
    page: str
    read: Callable[[Actor, str], Kept]
    save: Callable[[Actor, str, Kept, datetime], object]
    is_own_page: bool = False


def _part_of_practice(words: Promise, part: type[Any], change: Callable[..., object]) -> Setting:  # Any: a dataclass
    names = [one.name for one in fields(part)]

    def read(by: Actor, key: str) -> Kept:
        practice = current_practice()
        return {name: getattr(practice, name) for name in names}

    def save(by: Actor, key: str, kept: Kept, now: datetime) -> None:
        change(part(**kept), by=by, now=now)

    return Setting(words, "settings", read, save)


def _service(by: Actor, key: str) -> Kept:
    service = service_to_manage(by, UUID(key))
    told = {one.name: getattr(service, one.name) for one in fields(NewService) if one.name not in _LISTED}
    return told | {
        "lengths": sorted([one.minutes, one.price_minor] for one in service.lengths.all()),
        "equipment": sorted(str(kind.id) for kind in service.equipment.all()),
        "givers": sorted(str(giver.id) for giver in service.therapists.all()),
        "needs": sorted([one.minutes, asdict(LengthNeeds.of(one))] for one in service.lengths.all()),
    }


_LISTED = ("lengths", "equipment")


def _save_service(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    told = dict(kept)
    ids, needs = told.pop("givers"), told.pop("needs")
    told["lengths"] = tuple((minutes, price) for minutes, price in told["lengths"])
    told["equipment"] = tuple(map(UUID, told["equipment"]))
    told["table_features"] = tuple(told["table_features"])
    givers = [one for one in all_therapists() if str(one.id) in ids]
    change_service_with_givers(service_to_manage(by, UUID(key)), NewService(**told), givers, by=by, now=now)
    for minutes, of_length in needs:
        _save_length(by, f"{key}/{minutes}", of_length, now)


def _length(by: Actor, key: str) -> Kept:
    found = _length_at(by, key)
    return asdict(LengthNeeds.of(found)) if found else None


def _save_length(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    length, needs = _length_at(by, key), _needs(kept)
    if length and LengthNeeds.of(length) != needs:
        set_length_needs(length, needs, by=by, now=now)


def _needs(kept: Kept) -> LengthNeeds:
    lists = {"table_features": tuple(kept["table_features"]), "equipment": tuple(map(UUID, kept["equipment"]))}
    return LengthNeeds(**(kept | lists))


def _length_at(by: Actor, key: str) -> ServiceLength | None:
    service, _slash, minutes = key.partition("/")
    return length_of(service_to_manage(by, UUID(service)), int(minutes))


def _add_ons(by: Actor, key: str) -> Kept:
    rows = service_to_manage(by, UUID(key)).add_ons.order_by("pk")
    return [asdict(NewAddOn(one.id, one.name, one.minutes, one.price_minor, one.is_offered)) for one in rows]


def _save_add_ons(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    new = [NewAddOn(**(one | {"id": UUID(one["id"])})) for one in kept]
    set_add_ons(service_to_manage(by, UUID(key)), new, by=by, now=now)


def _offering(by: Actor, key: str) -> Kept:
    return service_to_manage(by, UUID(key)).is_offered


def _save_offering(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    offer_service(service_to_manage(by, UUID(key)), is_offered=kept, by=by, now=now)


def _services(by: Actor, key: str) -> Kept:
    return sorted(str(service.id) for service in all_services())


def _save_services(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    for service in all_services():
        if str(service.id) not in kept:
            remove_unused_service(service, by=by, now=now)


def _therapist(by: Actor, key: str) -> Kept:
    therapist = therapist_to_manage(by, UUID(key))
    told = {one.name: getattr(therapist, one.name) for one in fields(Profile) if one.name != "services"}
    return told | {"services": sorted(str(service.id) for service in therapist.services.all())}


def _save_therapist(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    services: tuple[Service, ...] = tuple(one for one in all_services() if str(one.id) in kept["services"])
    change_therapist(therapist_to_manage(by, UUID(key)), Profile(**(kept | {"services": services})), by=by, now=now)


def _hours(by: Actor, key: str) -> Kept:
    who, place = map(UUID, key.split("/"))
    return as_stored(working_hours([who]).get((who, place), []))


def _save_hours(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    who, place = map(UUID, key.split("/"))
    therapist, location = therapist_to_manage(by, who), location_to_manage(by, place)
    restore_hours(therapist, location=location, hours=from_stored(kept), by=by, now=now)


def _days(by: Actor, key: str) -> Kept:
    ahead = exceptions_by_day(since=timezone.localdate())
    rows = [(str(who), on.isoformat(), list(map(astuple, hours))) for (who, on), hours in ahead.items()]
    return sorted(rows, key=lambda row: row[:2])


def _save_days(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    days = {(UUID(who), date.fromisoformat(on)): tuple(map(_day_hours, hours)) for who, on, hours in kept}
    restore_days(days, since=timezone.localdate(now), by=by, now=now)


def _day_hours(kept: Kept) -> DayHours:
    on, place, *rest = kept
    return DayHours(date.fromisoformat(on), UUID(place), *rest)


def _holidays(by: Actor, key: str) -> Kept:
    practice = current_practice()
    return {"country": practice.holiday_country, "subdivision": practice.holiday_subdivision}


def _own_day(by: Actor, key: str) -> Kept:
    on = date.fromisoformat(key)
    told = own_closings(first=on, last=on).get(on)
    return {"is_closed": told.is_closed if told else None, "name": told.name if told else ""}


SETTINGS = {
    "practice": _part_of_practice(
        _("Undo the last change of the practice's details"), PracticeDetails, change_practice
    ),
    "policies": _part_of_practice(_("Undo the last change of the booking policies"), Policies, change_policies),
    "initials": Setting(
        _("Undo the last change of the consent"),
        "settings",
        lambda by, _key: current_practice().initialled_clauses.split(),
        lambda by, _key, kept, now: choose_initialled_clauses(kept, by=by, now=now),
    ),
    "reminders": _part_of_practice(_("Undo the last change of the reminders"), ReminderRules, change_reminders),
    "service": Setting(_("Undo the last change of a service"), "settings-services", _service, _save_service),
    "services": Setting(_("Undo the adding of a service"), "settings-services", _services, _save_services),
    "length": Setting(_("Undo the last change of what a length needs"), "settings-services", _length, _save_length),
    "add_ons": Setting(_("Undo the last change of add-ons"), "settings-services", _add_ons, _save_add_ons),
    "offering": Setting(_("Undo the last change of what is on offer"), "settings-services", _offering, _save_offering),
    "location": Setting(
        _("Undo the last change of a location"), "settings-places", places.location, places.save_location
    ),
    "room": Setting(_("Undo the last change of a room"), "settings-places", places.room, places.save_room),
    "standing": Setting(
        _("Undo what was added or taken away last"), "settings-places", places.standing, places.save_standing
    ),
    "equipment": Setting(
        _("Undo the last change of equipment"), "settings-places", places.equipment, places.save_equipment
    ),
    "travel": Setting(_("Undo the last change of travel times"), "settings-places", places.travel, places.save_travel),
    "therapist": Setting(_("Undo the last change of a therapist"), "settings-people", _therapist, _save_therapist),
    "papers": Setting(
        _("Undo the last change of licences and training"), "settings-papers", papers.papers, papers.save_papers, True
    ),
    "hours": Setting(_("Undo the last change of hours"), "settings-hours", _hours, _save_hours),
    "days": Setting(_("Undo the last change of single days"), "settings-hours", _days, _save_days),
    "holidays": Setting(
        _("Undo the last change of the holidays"),
        "settings-holidays",
        _holidays,
        lambda by, _key, kept, now: choose_holidays(**kept, by=by, now=now),
    ),
    "own_day": Setting(
        _("Undo the last change of a day"),
        "settings-holidays",
        _own_day,
        lambda by, key, kept, now: say_of_day(date.fromisoformat(key), **kept, by=by, now=now),
    ),
}
