"""Who reads and who writes the record of a session, and what the audit log says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tableside.core.charting.load import Worked
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.queries import newest_entries
from tableside.records.charting import access
from tableside.records.charting.models import Session
from tableside.records.charting.queries import day_of_work, last_signed_session
from tableside.records.clients.access import NotFound
from tests.personas import Cast
from tests.sessions import TEN, booked, finished, running, signed

READINGS: dict[str, Callable[[Actor, Session], object]] = {
    "the appointment": lambda actor, session: access.appointment_to_chart(actor, session.appointment_id),
    "the session": lambda actor, session: access.session_to_read(actor, session.appointment, now=TEN),
    "the history": lambda actor, session: access.history_to_read(actor, session.appointment.client_id, now=TEN),
    "what went wrong": lambda actor, session: access.incidents_of_client_to_read(
        actor, session.appointment.client_id, now=TEN
    ),
    "all that went wrong": lambda actor, _session: access.page_of_incidents_to_read(
        actor, number=None, size=50, now=TEN
    ),
    "the last session": lambda actor, session: access.last_session_to_read(actor, session.appointment, now=TEN),
    "the record, to write it": lambda actor, session: access.session_to_write(actor, session.appointment_id),
    "the note, to add to it": lambda actor, session: access.session_to_add_to(actor, session.appointment_id),
}


@pytest.mark.parametrize("what", READINGS)
def test_front_desk_and_clients_find_nothing(linden: Cast, what: str) -> None:
    session = finished(linden)

    for actor in (linden.front_desk.actor, linden.clara.actor, linden.dora.actor):
        with pytest.raises(NotFound):
            READINGS[what](actor, session)


def test_a_colleague_reads_but_does_not_write(linden: Cast) -> None:
    session = running(linden)

    assert access.session_to_read(linden.ben.actor, session.appointment, now=TEN) == session
    with pytest.raises(Refusal, match="This session is with Ana Lindqvist"):
        access.session_to_write(linden.ben.actor, session.appointment_id)


def test_reading_a_session_leaves_an_audit_row(linden: Cast) -> None:
    session = finished(linden)

    access.session_to_read(linden.owner.actor, session.appointment, now=TEN)

    entry = newest_entries()[0]
    assert (entry.deed, entry.actor_label, entry.client_id) == (
        "session.read",
        "Olga Brandt",
        str(linden.clara.client.id),
    )


def test_the_session_to_read_up_on_is_the_latest_signed_one_of_the_same_client(linden: Cast) -> None:
    week = timedelta(days=7)
    oldest = signed(linden, booked(linden))
    signed(linden, booked(linden, at=TEN + timedelta(hours=2), who=linden.dora))
    finished(linden, booked(linden, at=TEN + week))
    today = booked(linden, at=TEN + 2 * week)

    assert last_signed_session(linden.clara.client.id, before=today.starts_at) == oldest
    assert last_signed_session(linden.clara.client.id, before=TEN) is None


def test_a_day_of_work_counts_what_was_recorded_and_else_what_is_booked(linden: Cast) -> None:
    finished(linden, booked(linden))
    booked(linden, at=TEN + timedelta(hours=2), minutes=75)
    booked(linden, at=TEN + timedelta(hours=2), therapist=linden.ben, who=linden.dora)
    booked(linden, at=TEN + timedelta(days=1))

    found = day_of_work(linden.ana.as_therapist.id, start=TEN, end=TEN + timedelta(hours=12))

    assert found == [Worked(30, pressure_level=3), Worked(75, pressure_level=3)]
