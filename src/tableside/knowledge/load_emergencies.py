"""Reads what can go wrong beside the massage table, and refuses a sign that does not say what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tableside.core.screening.emergency import Emergencies, EmergencySign, Urgency
from tableside.core.screening.result import Call

_FILE = Path(__file__).parent / "emergencies.toml"
_KEYS = frozenset({"title", "urgency", "steps", "say", "calls"})


class EmergencyUnreadable(ValueError):
    """``emergencies.toml`` is wrong. The message names the sign and what to mend."""


@cache
def load_emergencies() -> Emergencies:
    return parse_emergencies(_FILE.read_text("utf-8"))


def parse_emergencies(text: str) -> Emergencies:
    """Raises ``EmergencyUnreadable``."""
    told = tomllib.loads(text)
    signs = {key: _sign(key, row) for key, row in told["signs"].items()}
    return Emergencies(tuple(told["always"]), MappingProxyType(signs))


def _sign(key: str, row: Mapping[str, Any]) -> EmergencySign:  # Any: values as TOML has them
    if set(row) - _KEYS or not all(row.get(name) for name in _KEYS - {"calls"}):
        raise EmergencyUnreadable(f"{key}: title, urgency, steps and say are needed; calls may be added.")
    try:
        urgency = Urgency(row["urgency"])
        calls = frozenset(map(Call, row.get("calls", ())))
    except ValueError as problem:
        raise EmergencyUnreadable(f"{key}: {problem}.") from None
    return EmergencySign(key, row["title"], urgency, tuple(row["steps"]), row["say"], calls)
