"""Which conditions could hold, looked up by what was told, so that the others need not be tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tableside.core.screening.condition import MEDICINE, Sign
from tableside.core.screening.request import Answers


class BySign:
    """Conditions by their places in a list, each told by its signs: None for one that could hold without any."""

    def __init__(self, signs: Iterable[frozenset[Sign] | None]) -> None:
        self._always: set[int] = set()
        self._with_any: dict[str, list[int]] = {}  # by question: a condition that any answer to it could meet
        self._with: dict[str, dict[str, list[int]]] = {}  # by question and answer
        for number, given in enumerate(signs):
            if given is None:
                self._always.add(number)
            for key, answer in given or ():
                wanted = (
                    self._with.setdefault(key, {}).setdefault(answer, [])
                    if answer
                    else self._with_any.setdefault(key, [])
                )
                wanted.append(number)

    def could_hold(self, answers: Answers, medicines: Collection[str] = ()) -> list[int]:
        """Their numbers, in order."""
        found = set(self._always)
        for key in self._with_any.keys() & answers.keys():
            found.update(self._with_any[key])
        for key in self._with.keys() & answers.keys():
            given, wanted = answers[key], self._with[key]
            if isinstance(given, str):
                if given in wanted:
                    found.update(wanted[given])
            elif isinstance(given, tuple):
                for answer in given:
                    found.update(wanted.get(answer, ()))
        for group in medicines:
            found.update(self._with.get(MEDICINE, {}).get(group, ()))
        return sorted(found)
