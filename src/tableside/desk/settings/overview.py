"""The parts of the settings, and what is still missing before anybody can book."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from tableside.records.intake.queries import house_rules
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import (
    all_therapists,
    current_practice,
    locations_with_rooms,
    memberships,
    offered_services,
)
from tableside.records.scheduling.hours_queries import working_hours
from tableside.ui.requests import ActorRequest


@dataclass(frozen=True)
class Part:
    title: str
    url: str
    icon: str
    text: str
    missing: str = ""


def parts_of(request: ActorRequest) -> tuple[Part, ...]:
    practice = current_practice()
    notice = gettext("Booking closes %(hours)s h before, opens %(days)s days ahead")
    return (
        Part(gettext("Practice"), reverse("desk:settings-practice"), "home", request.practice.name),
        Part(
            gettext("Booking policies"),
            reverse("desk:settings-policies"),
            "clock",
            notice % {"hours": f"{practice.notice_minutes / 60:g}", "days": practice.horizon_days},
        ),
        _services(),
        _people(),
        _hours(),
        _places(),
        _reminders(practice),
        _rules(),
        _consent(practice),
        Part(gettext("Mail"), reverse("desk:mail"), "mail", gettext("What went out, and what did not")),
        Part(gettext("Incidents"), reverse("desk:incidents"), "alert", gettext("What went wrong with clients")),
        Part(gettext("Audit log"), reverse("desk:audit"), "eye", gettext("Who did and read what")),
    )


def _reminders(practice: Practice) -> Part:
    leads = [minutes // 60 for minutes in (practice.first_reminder_minutes, practice.last_reminder_minutes) if minutes]
    words = gettext("What they say; reminders %(hours)s hours before") % {"hours": ", ".join(map(str, leads))}
    url = reverse("desk:settings-messages")
    return Part(gettext("Messages"), url, "clock", words if leads else gettext("What they say; no reminders"))


def _rules() -> Part:
    house = house_rules()
    count = len(house.rules) + (house.pressure is not None)
    words = ngettext("%(count)s stricter here", "%(count)s stricter here", count) % {"count": count}
    url = reverse("desk:settings-rules")
    return Part(gettext("Screening rules"), url, "shield", words if count else gettext("As they are written"))


def _consent(practice: Practice) -> Part:
    count = len(practice.initialled_clauses.split())
    words = ngettext("Initials beside %(count)s part", "Initials beside %(count)s parts", count) % {"count": count}
    url = reverse("desk:settings-consent")
    return Part(gettext("Consent"), url, "edit", words if count else gettext("Signed once, without initials"))


def _services() -> Part:
    count = offered_services().count()
    words = ngettext("%(count)s service on offer", "%(count)s services on offer", count) % {"count": count}
    missing = "" if count else gettext("Without a service nothing can be booked.")
    return Part(gettext("Services and prices"), reverse("desk:settings-services"), "list", words, missing)


def _people() -> Part:
    count = memberships().count()
    words = ngettext("%(count)s person works here", "%(count)s people work here", count) % {"count": count}
    return Part(gettext("People"), reverse("desk:settings-people"), "people", words)


def _hours() -> Part:
    bookable = [therapist for therapist in all_therapists() if therapist.is_bookable]
    working = {therapist_id for therapist_id, _place in working_hours([therapist.id for therapist in bookable])}
    idle = [therapist.name for therapist in bookable if therapist.id not in working]
    missing = gettext("No hours yet: %(names)s") % {"names": ", ".join(idle)} if idle else ""
    words = gettext("Weekly hours and closed days")
    return Part(gettext("Working hours"), reverse("desk:settings-hours"), "calendar", words, missing)


def _places() -> Part:
    places = list(locations_with_rooms())
    tables = sum(len(room.tables.all()) for place in places for room in place.rooms.all())
    words = ngettext("%(count)s massage table", "%(count)s massage tables", tables) % {"count": tables}
    missing = "" if tables else gettext("Without a massage table no treatment can be booked.")
    return Part(gettext("Rooms and massage tables"), reverse("desk:settings-places"), "map-pin", words, missing)
