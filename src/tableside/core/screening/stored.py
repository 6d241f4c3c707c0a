"""A screening, and what was asked of it, as JSON values, for keeping and replaying, and back again without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.position import Position
from tableside.core.screening.request import ClearanceHeld, Request
from tableside.core.screening.result import Finding, Limits, Outcome, Screened


def as_json(screened: Screened) -> dict[str, object]:
    """Enums become their values, tuples lists."""
    told: dict[str, object] = _plain(asdict(screened))
    return told


def from_json(told: Mapping[str, Any]) -> Screened:  # Any: a JSON value that ``as_json`` made
    """``KeyError`` or ``ValueError`` for what ``as_json`` did not make."""
    limits = dict(told["limits"])
    return Screened(
        outcome=Outcome(told["outcome"]),
        findings=tuple(_finding(one) for one in told["findings"]),
        limits=_limits(limits),
        missing=tuple(told["missing"]),
        actions=tuple(told["actions"]),
        knowledge_version=told["knowledge_version"],
        substitute=None if told["substitute"] is None else ScreeningClass(told["substitute"]),
        house_version=told.get("house_version", 0),
        position=Position(told["position"]) if told.get("position") else None,
    )


def asked_as_json(request: Request, clearances: Sequence[ClearanceHeld]) -> dict[str, object]:
    """Everything but the answers, which are kept of themselves."""
    told = asdict(request) | {"trainings": sorted(request.trainings)}
    asked: dict[str, object] = _plain({"request": told, "clearances": [asdict(one) for one in clearances]})
    return asked


def asked_from_json(told: Mapping[str, Any]) -> tuple[Request, tuple[ClearanceHeld, ...]]:
    """``KeyError`` or ``ValueError`` for what ``asked_as_json`` did not make."""
    row = told["request"]
    changed = {
        "on": date.fromisoformat(row["on"]),
        "technique": ScreeningClass(row["technique"]),
        "places": tuple(row["places"]),
        "trainings": frozenset(row["trainings"]),
        "position": Position(row["position"]) if row["position"] else None,
        "born_on": date.fromisoformat(row["born_on"]) if row.get("born_on") else None,
    }
    return Request(**row | changed), tuple(_clearance(one) for one in told["clearances"])


def _clearance(told: Mapping[str, Any]) -> ClearanceHeld:
    days = {key: date.fromisoformat(told[key]) for key in ("given_on", "expires_on")}
    return ClearanceHeld(**{**_tuples(told), **days, "barred": _classes(told["barred"])})


def _limits(told: Mapping[str, Any]) -> Limits:
    """What was kept before limits knew of techniques barred at a place has none."""
    at = told.get("barred_at")
    barred_at = None if at is None else {place: _classes(barred) for place, barred in at.items()}
    changed = {"barred": _classes(told["barred"]), "barred_at": barred_at, "barred_positions": _positions(told)}
    if strokes := told.get("strokes_barred_at"):
        changed["strokes_barred_at"] = {place: tuple(barred) for place, barred in strokes.items()}
    return Limits(**{**_tuples(told), **changed})


def _finding(told: Mapping[str, Any]) -> Finding:
    known = {field.name for field in fields(Finding)}
    values = {key: value for key, value in _tuples(told).items() if key in known}
    changed = {"barred": _classes(told["barred"]), "barred_positions": _positions(told)}
    return Finding(**{**values, **changed, "outcome": Outcome(told["outcome"])})


def _positions(told: Mapping[str, Any]) -> tuple[Position, ...]:
    """What was kept before rules barred positions has none."""
    return tuple(Position(one) for one in told.get("barred_positions", ()))


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}


def _classes(told: list[str]) -> tuple[ScreeningClass, ...]:
    return tuple(ScreeningClass(one) for one in told)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Outcome | ScreeningClass | Position) else value
