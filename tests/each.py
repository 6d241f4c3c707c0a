"""For the many small facts of the knowledge files: handing out a test for each takes longer than asking all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


def of_each(things: Iterable[Thing]) -> Callable[[Callable[[Thing], None]], Callable[[], None]]:
    """One test that asks all of them, and tells of each for which the claim is wrong."""
    asked = tuple(things)

    def made(claim: Callable[[Thing], None]) -> Callable[[], None]:
        def test() -> None:
            assert asked != ()
            wrong = {thing.id: said for thing in asked if (said := _said_against(claim, thing))}
            assert wrong == {}, "\n".join(f"{name}: {said}" for name, said in wrong.items())

        test.__name__, test.__doc__ = claim.__name__, claim.__doc__
        return test

    return made


def _said_against(claim: Callable[[Thing], None], thing: Thing) -> str:
    try:
        claim(thing)
    except AssertionError as wrong:
        return str(wrong) or "is not so"
    return ""
