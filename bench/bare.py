"""The program with three more addresses, for comparison: a view that does nothing, one that writes the rows of a
booking without asking whether the time is free, and one that answers with every start of workload W1."""

from __future__ import annotations

import itertools
import os
import secrets
from datetime import UTC, datetime, timedelta

from tableside.records.foundation.sqlite_library import use_recent_sqlite

use_recent_sqlite()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tableside.config.settings")

from django.conf import settings  # noqa: E402  (the library has to be swapped before Django loads)
from django.core.wsgi import get_wsgi_application  # noqa: E402

from tableside.records.foundation.sqlite_engine.base import DatabaseWrapper  # noqa: E402

if "BENCH_WITHOUT_TRANSACTIONS" in os.environ:  # on SQLite: each statement is kept at once, and nobody waits
    DatabaseWrapper._start_transaction_under_autocommit = lambda self: None  # type: ignore[method-assign]

settings.ROOT_URLCONF = "bench.bare"
settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
application = get_wsgi_application()

from django.core.cache import cache  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from bench import workload  # noqa: E402
from tableside.config.urls import handler400, handler403, handler404, handler500  # noqa: E402, F401
from tableside.config.urls import urlpatterns as real  # noqa: E402
from tableside.records.audit.models import AuditEntry  # noqa: E402
from tableside.records.clients.models import Client, Link  # noqa: E402
from tableside.records.outbox.models import Message  # noqa: E402
from tableside.records.practice.models import Location, MassageTable, Service, Therapist  # noqa: E402
from tableside.records.scheduling.models import (  # noqa: E402
    Appointment,
    Booking,
    KeptAnswer,
    Reservation,
    Resource,
)
from tableside.ui.guards import public  # noqa: E402

_count = itertools.count()
NOW_MINUTE = workload.make(0, 0).now_minute
_CLIENT_CALENDAR = "BEGIN:VCALENDAR\r\n" + "X-LINE:as long as a real one\r\n" * 10 + "END:VCALENDAR\r\n"


@public("for comparison")
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@public("for comparison")
def times(request: HttpRequest) -> HttpResponse:
    from bench import stored  # compares with packages that only the bench has, and tests use this server, too

    return HttpResponse(stored.as_json(NOW_MINUTE), content_type="application/json")


@public("for comparison")
def insert(request: HttpRequest) -> HttpResponse:
    """The same rows as one booking, each at a time of its own."""
    number = next(_count)
    now = datetime.now(UTC)
    starts_at = now + timedelta(days=400, minutes=number * 100)
    with transaction.atomic():
        client = Client.objects.create(
            name=request.POST["name"], email=request.POST["email"], desk_note="", created_at=now
        )
        therapist, service, location = Therapist.objects.all()[0], Service.objects.all()[0], Location.objects.all()[0]
        table = MassageTable.objects.all()[0]
        booking = Booking.objects.create(
            reference=secrets.token_hex(6), client=client, policy_version=1, created_at=now
        )
        appointment = Appointment.objects.create(
            booking=booking,
            client=client,
            therapist=therapist,
            service=service,
            location=location,
            table=table,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            price_minor=8000,
            currency="EUR",
            created_at=now,
        )
        minute = int(starts_at.timestamp()) // 60
        resources = [
            Resource.objects.get_or_create(therapist=therapist)[0],
            Resource.objects.get_or_create(table=table)[0],
            Resource.objects.create(client=client),
        ]
        for resource in resources:
            Reservation.objects.create(
                resource=resource,
                start_minute=minute,
                end_minute=minute + 75,
                why="appointment",
                appointment=appointment,
            )
        visit = ("appointment", "intake")
        for purpose in (*visit, "claim", *visit, "messages", "appointment"):
            Link.objects.create(
                client=client,
                purpose=purpose,
                subject_id=client.id,
                token_sha256=secrets.token_hex(32),
                expires_at=now,
                created_at=now,
            )
        KeptAnswer.objects.create(key=secrets.token_hex(16), body_sha256="0" * 64, answer={}, created_at=now)
        content = {"subject": "Your appointment on Monday, at the practice", "text": "Hello, " * 75, "calendar": ""}
        for kind in ("confirmation", "reminder_first", "reminder_last"):
            content["calendar"] = _CLIENT_CALENDAR if kind == "confirmation" else ""
            Message.objects.create(
                key=secrets.token_hex(16),
                kind=kind,
                address=client.email,
                content=content,
                due_at=now,
                created_at=now,
            )
        for deed in ("client.added", "appointment.booked"):
            AuditEntry.objects.create(
                practice_id=client.id,  # a chain of its own, so that it stands in nobody's way
                number=len(deed),
                at=now,
                actor_label="a visitor",
                deed=deed,
                subject_kind="appointment",
                subject_id=str(appointment.id),
                previous_hash="0" * 64,
                hash="0" * 64,
            )
    cache.add(f"booked:{secrets.token_hex(20)}:0", (secrets.token_hex(16), now), 3600)  # counts towards a mail address
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [
    path("bare/nothing/", nothing),
    path("bare/times/", times),
    path("bare/insert/", insert),
    *real,
]
