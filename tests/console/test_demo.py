"""The demo practice: what is in it, that it is all of one piece, and the same every time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client as Browser
from django.test import override_settings
from django.urls import reverse

from tableside.console.demo.make import fill
from tableside.core.plans.advice import NextStep
from tableside.records.accounts.models import User
from tableside.records.audit.models import AuditEntry
from tableside.records.audit.queries import first_broken_number
from tableside.records.charting.queries import notes_signed
from tableside.records.clients.access import surroundings_of
from tableside.records.clients.models import Client
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.models import Clearance
from tableside.records.intake.queries import open_clearances, to_review
from tableside.records.outbox.models import Message
from tableside.records.plans.models import TreatmentPlan
from tableside.records.plans.queries import open_plan_of
from tableside.records.practice.models import Location, Practice, Service, Therapist
from tableside.records.scheduling.models import (
    AgreedAddOn,
    Appointment,
    AppointmentFee,
    Booking,
    Reservation,
    RulesSetAside,
)
from tableside.records.scheduling.waitlist_queries import waiting_entries
from tableside.workflows.between_visits.plan_progress import plan_progress
from tableside.workflows.practice.demo_keys import DEMO_PEOPLE
from tests.personas import ClientPersona, StaffPersona, signed_in

#: A Sunday, about noon in Dublin, where the demo practice lies at that hour.
NOW = datetime(2027, 2, 7, 12, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Dublin")
WEEKS = 8  # of the half year that people see: what follows is there from then on


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,  # the demo keeps to SQLite
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Filled once for all of these tests, in a transaction around theirs that is undone in the end."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        pytest.MonkeyPatch.context() as patched,
        transaction.atomic(),
    ):
        patched.setattr(connection, "close", lambda: None)  # Django closes after each test, and would end ours
        fill(NOW, weeks=WEEKS)
        with practice_scope(Practice.objects.get().id):
            yield
        transaction.set_rollback(True)


def test_it_has_what_the_front_page_says(demo: None) -> None:
    counted = {model.__name__: model.objects.count() for model in (Location, Therapist, Service, Client)}

    assert counted == {"Location": 2, "Therapist": 4, "Service": 8, "Client": 41}
    assert {length.minutes for service in Service.objects.all() for length in service.lengths.all()} >= {60, 75, 90}
    assert sorted(Service.objects.values_list("kind", "therapists_needed").distinct()) == [
        ("consultation", 1),
        ("treatment", 1),
        ("treatment", 2),
    ]


def test_half_a_year_lies_behind_it_unless_told_otherwise() -> None:
    assert settings.DEMO_WEEKS == 26


def test_its_weeks_lie_behind_it_and_some_ahead(demo: None) -> None:
    starts = sorted(Appointment.objects.values_list("starts_at", flat=True))
    by_status = Counter(Appointment.objects.values_list("status", flat=True))

    assert timedelta(weeks=WEEKS - 2) < NOW - starts[0] < timedelta(weeks=WEEKS + 1)
    assert timedelta(weeks=3) < starts[-1] - NOW < timedelta(weeks=10)
    assert set(by_status) == {"booked", "arrived", "completed", "no_show", "cancelled"}
    assert by_status["completed"] > 80
    assert by_status["booked"] > 30


def test_today_every_therapist_has_been_busy_and_will_be(demo: None) -> None:
    midnight = datetime(2027, 2, 7, tzinfo=ZONE)
    today = Appointment.objects.filter(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))

    over = set(today.filter(ends_at__lte=NOW, status="completed").values_list("therapist__name", flat=True))
    ahead = set(today.filter(starts_at__gt=NOW, status="booked").values_list("therapist__name", flat=True))

    assert over == ahead == set(Therapist.objects.values_list("name", flat=True))


def test_nothing_past_is_left_as_if_it_were_still_to_come(demo: None) -> None:
    assert list(Appointment.objects.filter(ends_at__lt=NOW, status__in=("booked", "arrived"))) == []


def test_three_people_wait_for_a_time_before_work(demo: None) -> None:
    assert [(NOW - entry.created_at).days for entry in waiting_entries()] == [4, 3, 2]


def test_lately_some_things_were_out_of_the_ordinary(demo: None) -> None:
    fees = AppointmentFee.objects.filter(reason="late_cancellation").order_by("appointment__client__name")
    outside_hours = [kept for kept in RulesSetAside.objects.all() if "outside_hours" in kept.warnings]
    given = Appointment.objects.get(pk=outside_hours[0].appointment_id)

    assert list(fees.values_list("appointment__client__name", "amount_minor", "waived")) == [
        ("Beatriz Lima", 4000, "staff"),
        ("Mia Kowalska", 4200, ""),
    ]
    assert (given.client.name, given.starts_at) == ("Elif Demir", datetime(2027, 2, 8, 13, tzinfo=ZONE))
    assert set(AgreedAddOn.objects.values_list("name", flat=True)) == {"Hot stones", "Scented oil"}


def test_one_client_has_booked_for_her_son(demo: None) -> None:
    son = Client.objects.get(guardian__isnull=False)
    booking = Booking.objects.get(appointments__client=son)

    assert (son.name, booking.client) == ("Finn Amory", son.guardian)
    assert booking.client.name == "Ruth Amory"


def test_nobody_comes_on_a_public_holiday(demo: None) -> None:
    saint_brigid = datetime(2027, 2, 1, tzinfo=ZONE)
    coming = Appointment.objects.exclude(status="cancelled")

    assert not coming.filter(starts_at__gte=saint_brigid, starts_at__lt=saint_brigid + timedelta(days=1)).exists()


def test_nothing_overlaps(demo: None) -> None:
    taken = defaultdict(list)
    for resource, start, end in Reservation.objects.values_list("resource_id", "start_minute", "end_minute"):
        taken[resource].append((start, end))

    overlapping = [pair for spans in taken.values() for pair in pairwise(sorted(spans)) if pair[0][1] > pair[1][0]]

    assert len(taken) > 40
    assert overlapping == []


def test_the_audit_log_is_whole_and_in_the_order_of_time(demo: None) -> None:
    times = list(AuditEntry.objects.order_by("number").values_list("at", flat=True))

    assert len(times) > 800
    assert first_broken_number() is None
    assert times == sorted(times)
    assert times[-1] <= NOW


def test_no_mail_of_the_past_is_waiting_to_be_sent(demo: None) -> None:
    waiting = Message.objects.filter(due_at__lte=NOW, done_at=None, withdrawn_at=None, failed_at=None)
    shown = Message.objects.filter(went="page", done_at__gt=NOW - timedelta(days=7))

    assert list(waiting) == []
    assert shown.count() > 10


def test_there_is_something_to_do(demo: None) -> None:
    recent = Appointment.objects.filter(ends_at__lt=NOW - timedelta(hours=24), status="completed").values_list(
        "pk", flat=True
    )
    pairs = [booking for booking in Booking.objects.all() if booking.appointments.count() == 2]

    assert len(to_review(now=NOW)) >= 2
    assert len(open_clearances()) >= 1
    assert Clearance.objects.filter(status="given").count() >= 2
    assert {key for key in recent if not notes_signed(recent).get(key)}
    assert len(pairs) >= 3
    assert set(TreatmentPlan.objects.values_list("status", flat=True)) == {"proposed", "accepted", "done", "stopped"}


def test_one_client_gets_better_and_one_does_not(demo: None) -> None:
    standing = {
        name: plan_progress(plan)
        for name in ("Ruth Amory", "Samuel Adeyemi")
        if (plan := open_plan_of(Client.objects.get(name=name).id))
    }

    ruth, samuel = standing["Ruth Amory"], standing["Samuel Adeyemi"]
    assert (ruth.progress.is_real, ruth.progress.stop_rule) == (True, False)
    assert (samuel.progress.stop_rule, samuel.advice.step) == (True, NextStep.REVIEW)


@pytest.mark.parametrize("person", DEMO_PEOPLE, ids=[person.role for person in DEMO_PEOPLE])
def test_every_page_in_the_head_of_the_page_answers(demo: None, person: Any) -> None:
    browser = _browser(person.email)

    pages = set(re.findall(r'<a class="nav__link" href="([^"]+)"', _text(browser, "/welcome/")))

    assert len(pages) >= 2
    assert {url: browser.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_every_client_and_every_appointment_of_the_day_can_be_opened(demo: None) -> None:
    browser = _browser("marta@harbour.example")
    clients = [reverse(name, args=[client.id]) for client in Client.objects.all() for name in _names("client", "chart")]
    midnight = datetime(2027, 2, 7, tzinfo=ZONE)
    today = Appointment.objects.filter(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))
    day = [reverse(name, args=[one.id]) for one in today for name in _names("session", "finding")]

    answers = Counter(browser.get(url).status_code for url in (*clients, *day))

    assert answers == {200: len(clients) + len(day)}


def _names(*names: str) -> list[str]:
    from uuid import uuid4

    from django.urls import NoReverseMatch

    def is_there(name: str) -> bool:
        try:
            return bool(reverse(name, args=[uuid4()]))
        except NoReverseMatch:
            return False

    return [f"desk:{name}" for name in names if is_there(f"desk:{name}")]


def _browser(email: str) -> Browser:
    user = User.objects.get(email=email)
    found = surroundings_of(user, host="testserver")
    assert found is not None
    _, actor = found
    assert actor is not None
    if actor.is_staff:
        return signed_in(StaffPersona(user, actor))
    return signed_in(ClientPersona(user, actor, Client.objects.get(user=user)))


def _text(browser: Browser, url: str) -> str:
    return browser.get(url, follow=True).content.decode()
