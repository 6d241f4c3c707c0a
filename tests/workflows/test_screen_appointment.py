"""From an appointment and a client's answers to what may be given: the request is the appointment's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Allowed, Refused
from tableside.core.screening.request import Request
from tableside.core.screening.result import Limits
from tableside.core.screening.stored import from_json
from tableside.records.intake.models import Screening
from tableside.records.practice.models import Service
from tableside.workflows.intake.screen_appointment import Treatment, case_for, screen_appointment
from tableside.workflows.session.session_gate import limits_of, may_start
from tests.factories import BLOOD_THINNER, answered
from tests.personas import Cast
from tests.sessions import booked

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)


def test_what_is_asked_is_the_services_technique_on_the_practices_date(linden: Cast) -> None:
    late = datetime(2027, 1, 26, 23, 30, tzinfo=UTC)  # already Wednesday in Vienna
    appointment = booked(linden, at=late, service=linden.deep_tissue, minutes=90)
    intake = answered(linden.clara, now=MONDAY)

    case = case_for(Treatment.of(appointment), intake)

    assert case.request == Request(
        on=date(2027, 1, 27),
        technique=ScreeningClass.DT,
        pressure=5,
        minutes=90,
        trainings=frozenset({"prenatal", "oncology"}),
        born_on=linden.clara.client.born_on,
    )


def test_what_is_kept_is_the_whole_answer(linden: Cast) -> None:
    appointment = booked(linden, at=MONDAY + timedelta(days=1))
    intake = answered(linden.clara, now=MONDAY, **BLOOD_THINNER)

    screening = Screening.objects.get(appointment=appointment)

    assert from_json(screening.result) == case_for(Treatment.of(appointment), intake).screened()


def test_screening_anew_adds_a_row_and_changes_none(linden: Cast) -> None:
    appointment = booked(linden, at=MONDAY + timedelta(days=1))
    answered(linden.clara, now=MONDAY)
    first = Screening.objects.get()

    screen_appointment(appointment, by=linden.ana.actor, now=MONDAY + timedelta(hours=1))

    made = Screening.objects.order_by("screened_at").values_list("screened_at", flat=True)
    assert list(made) == [MONDAY, MONDAY + timedelta(hours=1)]
    assert Screening.objects.get(pk=first.pk).result == first.result


def test_a_talk_needs_no_answers(linden: Cast) -> None:
    Service.objects.filter(pk=linden.swedish.pk).update(kind=Service.Kind.CONSULTATION)
    linden.swedish.refresh_from_db()
    appointment = booked(linden, at=MONDAY + timedelta(days=1))
    answered(linden.dora, now=MONDAY)

    assert screen_appointment(appointment, by=linden.ana.actor, now=MONDAY) is None
    assert may_start(appointment, MONDAY) == Allowed()


def test_without_answers_no_session_starts(linden: Cast) -> None:
    appointment = booked(linden, at=MONDAY + timedelta(days=1))

    refused = may_start(appointment, MONDAY)

    assert isinstance(refused, Refused)
    assert refused.code == "intake_missing"
    assert limits_of(appointment) == Limits()
