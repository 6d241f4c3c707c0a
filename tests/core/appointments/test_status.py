from __future__ import annotations

from pathlib import Path

import pytest

from tableside.core.appointments.status import TRANSITIONS, Status, may_become, mermaid
from tableside.core.decision import Allowed, Refused

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "appointment_status.md"


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("to", list(Status))
def test_an_appointment_becomes_what_the_table_says(status: Status, to: Status) -> None:
    answer = may_become(status, to)

    assert bool(answer) == (to in TRANSITIONS[status])
    assert answer == Allowed() or (isinstance(answer, Refused) and answer.code == "appointment_status")


def test_every_status_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Status)


def test_cancelling_twice_says_that_nothing_is_left_to_do() -> None:
    assert may_become(Status.CANCELLED, Status.CANCELLED) == Refused(
        "appointment_status", "This appointment is already cancelled. Nothing more to do."
    )


def test_the_diagram_in_the_manual_is_the_table() -> None:
    assert f"```mermaid\n{mermaid()}\n```" in PAGE.read_text("utf-8")
