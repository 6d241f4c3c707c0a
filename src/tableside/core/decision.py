"""What every rule answers: yes, or no with a reason that a person can act on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Allowed:
    """The rule has nothing against it."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """The rule says no.

    ``code`` is for programs and stays the same between versions (``"offer_taken"``); ``detail`` is a whole sentence
    for the person who asked, saying what to do next; ``data`` holds what an edge may show beside it.
    """

    code: str
    detail: str
    data: dict[str, object] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Refused


class Refusal(Exception):
    """A refusal on its way out of an action. Expected, never a bug: each edge turns it into words in one place."""

    def __init__(self, code: str, detail: str, **data: object) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.data = data


def insist(decision: Decision) -> None:
    """Raise the refusal, if it is one.

    >>> insist(Allowed())
    """
    if isinstance(decision, Refused):
        raise Refusal(decision.code, decision.detail, **decision.data)
