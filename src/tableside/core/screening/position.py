"""How a client lies or sits for a treatment, and what a rule says of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Position(StrEnum):
    """As a therapist says it. ``SIDE_LYING`` is either side."""

    FACE_DOWN = "face down"
    FACE_UP = "face up"
    SIDE_LYING = "side-lying"
    LEFT_SIDE = "left side"
    RIGHT_SIDE = "right side"
    SEMI_RECLINED = "semi-reclined"
    SEATED = "seated"


_SIDES = frozenset({Position.LEFT_SIDE, Position.RIGHT_SIDE})

#: What is offered in the place of a barred one where no rule names its own.
_USUAL_INSTEAD = (Position.SIDE_LYING, Position.SEMI_RECLINED, Position.FACE_UP, Position.SEATED)


def barred_by(only: Sequence[Position], barred: Sequence[Position]) -> tuple[Position, ...]:
    """Everything but ``only``, if any are named, and what is ``barred``. Whoever may lie on the side may lie on
    either; a side that is barred leaves the other one.

    >>> [one.value for one in barred_by([Position.SIDE_LYING, Position.SEMI_RECLINED], ())]
    ['face down', 'face up', 'seated']
    >>> [one.value for one in barred_by((), [Position.RIGHT_SIDE])]
    ['side-lying', 'right side']
    """
    allowed = _with_sides(only) if only else frozenset(Position)
    gone = _with_sides(barred)
    if gone & _SIDES:
        gone |= {Position.SIDE_LYING}
    return tuple(one for one in Position if one not in allowed or one in gone)


def instead_of(wished: Position | None, *, named: Sequence[str], barred: Sequence[Position]) -> Position | None:
    """Where the one wished for is barred: the first of those that the rules name, or else a usual one, that nothing
    bars. None where it is not barred, and where nothing is left."""
    if wished is None or wished not in barred:
        return None
    offered = (*(one for one in Position if one in named), *_USUAL_INSTEAD, *Position)
    return next((one for one in offered if one not in barred), None)


def _with_sides(positions: Sequence[Position]) -> frozenset[Position]:
    return frozenset(positions) | (_SIDES if Position.SIDE_LYING in positions else frozenset())
