"""When a session may start, and what starting it does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal
from tableside.records.audit.queries import newest_entries
from tableside.records.charting.queries import session_of
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tableside.workflows.session.start_session import start_session
from tests.factories import answered
from tests.personas import Cast
from tests.sessions import TEN, booked


def test_the_client_counts_as_arrived_and_the_deed_is_noted(linden: Cast) -> None:
    answered(linden.clara)
    appointment = booked(linden)

    session = start_session(appointment, by=linden.ana.actor, now=TEN)

    assert (session.started_at, Appointment.objects.get().status) == (TEN, "arrived")
    assert [entry.deed for entry in newest_entries()[:2]] == ["appointment.arrived", "session.started"]


def test_a_client_whom_the_desk_checked_in_stays_arrived(linden: Cast) -> None:
    answered(linden.clara)
    appointment = booked(linden)
    change_status(appointment, to=Status.ARRIVED, by=linden.front_desk.actor, now=TEN)

    start_session(appointment, by=linden.ana.actor, now=TEN)

    assert Appointment.objects.get().status == "arrived"


@pytest.mark.parametrize("to", [Status.CANCELLED, Status.COMPLETED])
def test_what_is_over_does_not_start(linden: Cast, to: Status) -> None:
    answered(linden.clara)
    appointment = booked(linden)
    change_status(appointment, to=to, by=linden.ana.actor, now=TEN)

    with pytest.raises(Refusal) as refused:
        start_session(appointment, by=linden.ana.actor, now=TEN)

    assert (refused.value.code, session_of(appointment.id)) == ("appointment_status", None)


def test_a_colleague_or_the_desk_does_not_start_it(linden: Cast) -> None:
    answered(linden.clara)
    appointment = booked(linden)

    for actor in (linden.ben.actor, linden.owner.actor, linden.front_desk.actor):
        with pytest.raises(Refusal) as refused:
            start_session(appointment, by=actor, now=TEN)
        assert refused.value.code == "not_your_session"


def test_a_session_starts_on_its_own_day(linden: Cast) -> None:
    answered(linden.clara)
    appointment = booked(linden)

    with pytest.raises(Refusal):
        start_session(appointment, by=linden.ana.actor, now=TEN - timedelta(days=1))

    assert session_of(appointment.id) is None


def test_without_health_answers_it_does_not_start(linden: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        start_session(booked(linden), by=linden.ana.actor, now=TEN)

    assert refused.value.code == "intake_missing"


def test_what_screening_rules_out_does_not_start(linden: Cast) -> None:
    answered(linden.clara, fever="yes")
    appointment = booked(linden)

    with pytest.raises(Refusal) as refused:
        start_session(appointment, by=linden.ana.actor, now=TEN)

    assert (refused.value.code, Appointment.objects.get().status) == ("do_not_treat", "booked")


def test_missing_answers_are_called_missing_and_no_provider_is_blamed(linden: Cast) -> None:
    answered(linden.clara, blood_thinner="unsure")
    appointment = booked(linden)

    with pytest.raises(Refusal) as refused:
        start_session(appointment, by=linden.ana.actor, now=TEN)

    assert refused.value.detail == (
        "Answers that decide about safety are missing. Complete them with the client, then start."
    )
