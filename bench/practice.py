"""A practice to measure on: ten therapists, ten massage tables, 90 days with two bookings a day for each therapist, and
60 bookings today. ``python -m bench.practice make`` writes it into TABLESIDE_DATA or DATABASE_URL; ``overlaps`` counts
afterwards, by reading every reservation, how often something was sold twice; ``booked`` counts the appointments of each
mail address; ``unguard`` takes the constraint away, to see what it is worth. ``reminders`` counts those that wait,
``remind_now`` makes them due and ``send_all`` sends them. Each answers with one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Vienna")
THERAPISTS, DAYS, CLIENTS = 10, 90, 200
OPENS, CLOSES = 9 * 60, 19 * 60
TODAY = ((9, 0), (10, 30), (12, 0), (14, 0), (15, 30), (17, 0))
OTHER_DAYS = ((10, 0), (15, 0))


def set_up_django() -> None:
    from tableside.records.foundation.sqlite_library import use_recent_sqlite

    use_recent_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tableside.config.settings")
    import django

    django.setup()


def make(*, now: datetime, with_bookings: bool) -> dict[str, object]:
    """Needs Django to be set up. Answers what a visitor needs for booking, and the owner's key."""
    from tableside.console.ready import bring_up_to_date, collect_static_files
    from tableside.records.accounts.models import User
    from tableside.records.foundation.scope import practice_scope
    from tableside.records.practice import actions, place_actions, service_actions
    from tableside.records.practice.actions import NewPractice
    from tableside.records.practice.service_actions import NewService

    bring_up_to_date()
    collect_static_files()
    owner = User.objects.create_user("owner@bench.example", name="Olga Owner")
    new = NewPractice(name="Bench Street Massage", time_zone=ZONE.key, currency="EUR", email="hello@bench.example")
    practice, by = actions.create_practice(new, owner=owner, now=now)
    with practice_scope(practice.id):
        location = place_actions.add_location("Bench Street", rooms={"Room": THERAPISTS}, by=by, now=now)
        services = [
            service_actions.add_service(NewService(name, name.lower(), ((60, 8000), (90, 11000))), by=by, now=now)
            for name in ("Swedish", "Sports")
        ]
        therapists = [hire(number, services, location, by=by, now=now) for number in range(THERAPISTS)]
        if with_bookings:
            _book(therapists, services[0], location, now=now)
    return {
        "owner": str(owner.pk),
        "service": str(services[0].pk),
        "therapists": [str(therapist.pk) for therapist in therapists],
    }


def hire(number: int, services: list[Any], location: Any, *, by: Any, now: datetime) -> Any:  # Any: models load later
    """A therapist who gives these services at this location, every day."""
    from tableside.records.practice import people_actions
    from tableside.records.practice.people_actions import NewTherapist
    from tableside.records.scheduling.hours_actions import set_hours

    person = NewTherapist(name=f"Therapist {number}", headline="Calm work", services=tuple(services))
    therapist = people_actions.add_therapist(person, membership=None, by=by, now=now)
    week = [(weekday, OPENS, CLOSES) for weekday in range(7)]
    set_hours(therapist, location=location, hours=week, by=by, now=now)
    return therapist


def hire_as_many(*, now: datetime) -> None:
    """As many therapists again as there are."""
    from tableside.core.permissions.actor import Actor
    from tableside.core.permissions.roles import Role
    from tableside.records.foundation.scope import practice_scope
    from tableside.records.practice.models import Location, Practice, Service

    practice = Practice.objects.get(name="Bench Street Massage")
    by = Actor(user_id=None, practice_id=practice.id, role=Role.OWNER, label="Olga Owner")
    with practice_scope(practice.id):
        for number in range(THERAPISTS, 2 * THERAPISTS):
            hire(number, list(Service.objects.all()), Location.objects.get(), by=by, now=now)


def _book(therapists: list[Any], service: Any, location: Any, *, now: datetime) -> None:  # Any: models load later
    from tableside.core.timeline.window import minute_of
    from tableside.records.clients.models import Client
    from tableside.records.practice.models import MassageTable
    from tableside.records.scheduling.models import Appointment, Booking, Reservation, Resource

    clients = [Client(name=f"Client {n}", email=f"client{n}@bench.example", created_at=now) for n in range(CLIENTS)]
    Client.objects.bulk_create(clients)
    tables = list(MassageTable.objects.order_by("pk"))
    kept = {
        key: Resource.objects.create(**{kind: row})
        for kind, rows in (("therapist", therapists), ("table", tables), ("client", clients))
        for row in rows
        for key in [(kind, row.pk)]
    }
    bookings: list[Booking] = []
    appointments: list[Appointment] = []
    reservations: list[Reservation] = []
    today = now.astimezone(ZONE).date()
    for day in range(DAYS):
        on = today + timedelta(days=day)
        for booked, (hour, minute) in enumerate(OTHER_DAYS if day else TODAY):
            starts_at = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZONE)
            for number, therapist in enumerate(therapists):
                client = clients[(booked * THERAPISTS + number + day * 7) % CLIENTS]
                booking = Booking(reference=f"B{len(bookings):07}", client=client, policy_version=1, created_at=now)
                appointment = Appointment(
                    booking=booking,
                    client=client,
                    therapist=therapist,
                    service=service,
                    location=location,
                    table=tables[number],
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=1),
                    price_minor=8000,
                    currency="EUR",
                    created_at=now,
                )
                start = minute_of(starts_at)
                for (kind, row), minutes in zip(
                    (("therapist", therapist), ("table", tables[number]), ("client", client)), (75, 75, 60), strict=True
                ):
                    reservations.append(
                        Reservation(
                            resource=kept[kind, row.pk],
                            start_minute=start,
                            end_minute=start + minutes,
                            why="appointment",
                            appointment=appointment,
                        )
                    )
                bookings.append(booking)
                appointments.append(appointment)
    Booking.objects.bulk_create(bookings, batch_size=200)
    Appointment.objects.bulk_create(appointments, batch_size=200)
    Reservation.objects.bulk_create(reservations, batch_size=200)


def overlaps() -> dict[str, int]:
    """Pairs of reservations of one thing that share a minute, and how many there are in all."""
    from tableside.records.scheduling.models import Appointment, Reservation

    spans: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for resource, start, end in Reservation.everywhere.values_list("resource_id", "start_minute", "end_minute"):
        spans[resource].append((start, end))
    pairs = 0
    for taken in map(sorted, spans.values()):
        pairs += sum(later[0] < earlier[1] for earlier, later in pairwise(taken))
    return {"overlaps": pairs, "appointments": Appointment.everywhere.count()}


def booked() -> dict[str, int]:
    from tableside.records.scheduling.models import Appointment

    return dict(Counter(Appointment.everywhere.values_list("client__email", flat=True)))


def unguard() -> dict[str, int]:
    """On SQLite that alone sells nothing twice: there a transaction is alone from its first look. See ``bare``."""
    from django.db import connection

    from tableside.records.scheduling.models import Reservation

    guard = next(one for one in Reservation._meta.constraints if one.name == "reservation_no_overlap")
    with connection.schema_editor() as editor:
        if statement := guard.remove_sql(Reservation, editor):
            editor.execute(statement)
    return {}


def reminders() -> dict[str, int]:
    """How many wait, and at how many appointments some days ahead there is not exactly one of each kind."""
    from tableside.records.outbox.models import Message
    from tableside.records.scheduling.models import Appointment
    from tableside.workflows.letters.reminders import REMINDERS

    rows = Message.everywhere.filter(kind__in=REMINDERS, withdrawn_at=None)
    waiting: dict[object, list[str]] = defaultdict(list)
    for appointment_id, kind in rows.values_list("subject_id", "kind"):
        waiting[appointment_id].append(kind)
    ahead = Appointment.everywhere.filter(starts_at__gt=datetime.now(UTC) + timedelta(days=3))
    wrong = sum(sorted(waiting[key]) != sorted(REMINDERS) for key in ahead.values_list("pk", flat=True))
    return {"reminders": rows.count(), "wrong": wrong}


def remind_now() -> dict[str, int]:
    """Every reminder is due, and no other letter."""
    from tableside.records.outbox.models import Message
    from tableside.workflows.letters.reminders import REMINDERS

    now = datetime.now(UTC)
    Message.everywhere.exclude(kind__in=REMINDERS).update(withdrawn_at=now)
    return {"due": Message.everywhere.filter(kind__in=REMINDERS, withdrawn_at=None).update(due_at=now)}


def send_all() -> dict[str, int]:
    """What a worker does in one round, with a clock so many minutes ahead."""
    from tableside.workflows.messages.send_due_messages import send_due_messages

    ahead = timedelta(minutes=int(os.environ["BENCH_MINUTES_AHEAD"]))
    return {"sent": send_due_messages(now=lambda: datetime.now(UTC) + ahead)}


def main(command: str) -> None:
    set_up_django()
    commands = {
        "make": lambda: make(now=datetime.now(UTC), with_bookings=False),
        "overlaps": overlaps,
        "booked": booked,
        "unguard": unguard,
        "reminders": reminders,
        "remind_now": remind_now,
        "send_all": send_all,
    }
    print(json.dumps(commands[command]()))


if __name__ == "__main__":
    main(sys.argv[1])
