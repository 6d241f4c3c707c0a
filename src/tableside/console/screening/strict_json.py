"""JSON read strictly: what a careless reader would lose or bend is an error with its path."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

LARGEST = 10**9  # no number of ours comes near; a longer one would only cost time
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend. ``path`` is empty where it is about the whole input."""

    path: str
    message: str


class Unreadable(Exception):
    """No JSON value at all, or one that is no input; with everything that is wrong, not only the first."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(slots=True)
class _Object:
    """An object with its keys as they came, so that a key given twice is not lost."""

    pairs: list[tuple[str, Any]] = field(default_factory=list)  # Any: a JSON value not yet looked at


def read(text: str) -> tuple[Any, list[Wrong]]:  # Any: a JSON value
    """The value, and what is wrong in it. Raises ``Unreadable`` for what is no JSON at all."""
    try:
        told = json.loads(text, object_pairs_hook=_Object, parse_int=_whole, parse_float=_Odd, parse_constant=_Odd)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise Unreadable(Wrong("", f"This is not JSON: {problem.msg} ({where}).")) from None
    except RecursionError:
        raise Unreadable(Wrong("", f"Nested deeper than {DEEPEST} levels.")) from None
    wrong: list[Wrong] = []
    return _plain(told, "", 0, wrong), wrong


class _Odd(str):
    """A number that is none of ours: a fraction, an exponent, too large, or no number at all."""

    __slots__ = ()


def _whole(digits: str) -> int | _Odd:
    return int(digits) if len(digits) <= len(str(LARGEST)) and abs(int(digits)) <= LARGEST else _Odd(digits)


def _plain(told: Any, path: str, depth: int, wrong: list[Wrong]) -> Any:
    if depth > DEEPEST:
        wrong.append(Wrong(path, f"Nested deeper than {DEEPEST} levels."))
        return None
    if isinstance(told, _Odd):
        shown = told if len(told) <= 20 else f"{told[:20]}..."
        wrong.append(Wrong(path, f"{shown} is no whole number up to {LARGEST}."))
        return None
    if isinstance(told, str):
        if not _is_text(told):
            wrong.append(Wrong(path, "NUL and half characters are no text."))
        return told
    if isinstance(told, list):
        return [_plain(one, f"{path}[{number}]", depth + 1, wrong) for number, one in enumerate(told)]
    if not isinstance(told, _Object):
        return told
    found: dict[str, Any] = {}
    for key, value in told.pairs:
        below = step(path, key)
        if not _is_text(key):
            wrong.append(Wrong(path, "NUL and half characters are no text."))
        if key in found:
            wrong.append(Wrong(below, "Given twice."))
        found[key] = _plain(value, below, depth + 1, wrong)
    return found


def step(path: str, key: str) -> str:
    """The path of a key, short enough and plain enough for a terminal.

    >>> step("answers", "fever")
    'answers.fever'
    """
    shown = key if len(key) <= 60 else f"{key[:60]}..."
    if not shown.isprintable():
        shown = json.dumps(shown)
    return f"{path}.{shown}" if path else shown


def _is_text(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
