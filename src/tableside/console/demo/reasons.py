"""Staff of the demo say why, where a rule stands against what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from tableside.core.decision import Refusal
from tableside.workflows.booking.set_aside import Insistence

_WHY = "Agreed by phone"

_T = TypeVar("_T")


def with_reason(deed: Callable[[Insistence | None], _T]) -> _T:
    try:
        return deed(None)
    except Refusal as refusal:
        if refusal.code != "needs_reason":
            raise
        return deed(Insistence(_WHY, cast("tuple[str, ...]", refusal.data["outside"])))
