"""What an appointment can become. The table is the rule; the diagram in the manual is printed from it."""

from __future__ import annotations

from enum import StrEnum

from tableside.core.decision import Allowed, Decision, Refused


class Status(StrEnum):
    REQUESTED = "requested"
    BOOKED = "booked"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.REQUESTED: frozenset({Status.BOOKED, Status.CANCELLED}),  # accepted; or declined, withdrawn, not answered
    Status.BOOKED: frozenset({Status.ARRIVED, Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED}),
    Status.ARRIVED: frozenset({Status.BOOKED, Status.COMPLETED, Status.CANCELLED}),  # BOOKED: the wrong row was pressed
    Status.NO_SHOW: frozenset({Status.BOOKED, Status.ARRIVED}),  # they came after all
    Status.COMPLETED: frozenset(),
    Status.CANCELLED: frozenset(),  # its time is given back; booking again is a new appointment
}

UNDONE: dict[Status, frozenset[Status]] = {
    Status.CANCELLED: frozenset(
        {Status.REQUESTED, Status.BOOKED, Status.ARRIVED}
    ),  # what it was, as long as ``policy.may_undo`` allows
}

_IN_WORDS = {
    Status.REQUESTED: "requested",
    Status.BOOKED: "booked",
    Status.ARRIVED: "marked as arrived",
    Status.COMPLETED: "completed",
    Status.NO_SHOW: "marked as missed",
    Status.CANCELLED: "cancelled",
}


def may_become(status: Status, to: Status, *, undoes: bool = False) -> Decision:
    """Whether an appointment of this status may become another; with ``undoes``, whether it may be that once more.
    Refused with ``appointment_status``.

    >>> may_become(Status.BOOKED, Status.ARRIVED)
    Allowed()
    >>> may_become(Status.CANCELLED, Status.BOOKED).detail
    'This appointment is cancelled. It cannot be booked any more; book a new one instead.'
    """
    if to in (UNDONE.get(status, frozenset()) if undoes else TRANSITIONS[status]):
        return Allowed()
    if status == to:
        return Refused("appointment_status", f"This appointment is already {_IN_WORDS[to]}. Nothing more to do.")
    return Refused(
        "appointment_status",
        f"This appointment is {_IN_WORDS[status]}. It cannot be {_IN_WORDS[to]} any more; book a new one instead.",
    )


def mermaid() -> str:
    """The table as a diagram: what ``docs/algorithms/appointment_status.md`` shows.

    >>> mermaid().splitlines()[:3]
    ['stateDiagram-v2', '    [*] --> requested', '    [*] --> booked']
    """
    arrows = [f"    {status} --> {to}" for status in Status for to in Status if to in TRANSITIONS[status]]
    undone = [f"    {status} --> {to}: undone" for status in Status for to in Status if to in UNDONE.get(status, ())]
    ends = [f"    {status} --> [*]" for status in Status if not TRANSITIONS[status]]
    begins = [f"    [*] --> {status}" for status in (Status.REQUESTED, Status.BOOKED)]
    return "\n".join(["stateDiagram-v2", *begins, *arrows, *undone, *ends])
