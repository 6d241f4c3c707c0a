"""A small storm at a real server, on the database under test. ``./tableside bench storm`` is the large one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import storm
from bench.served import Environment, databases
from tests.ready_made import copied, ready_made

pytestmark = pytest.mark.slow
LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Environment]:
    if ready := ready_made():
        yield copied(ready, tmp_path)
        return
    opened = dict(databases())[LABELS[os.environ["TABLESIDE_TEST_DB"]]]
    with opened() as variables:
        yield variables


def test_a_server_killed_while_people_book_has_kept_each_booking_it_said_yes_to(database: Environment) -> None:
    acknowledged, lost, _, overlaps = storm.kills(database, times=2, apart_seconds=0.8)

    assert acknowledged > 0
    assert (lost, overlaps) == (0, 0)


def test_people_whose_connection_breaks_press_again_and_have_one_appointment_each(database: Environment) -> None:
    yes, tries, appointments = storm.over_a_cutting_network(database, bookings=20)

    assert tries > 20  # the network did break
    assert (yes, appointments) == (20, [1] * 20)


@pytest.mark.once  # of PostgreSQL the large storm tells
def test_without_their_guard_racing_forms_sell_a_time_more_than_once(database: Environment) -> None:
    assert storm.race_without_guard(database, attempts=48, contested=3) > 0
