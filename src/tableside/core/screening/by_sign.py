"""Which conditions could hold, looked up by what was told, so that the others need not be tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tableside.core.screening.condition import MEDICINE, Sign
from tableside.core.screening.request import Answer, Answers

#: Most of what is answered is one of these, and hardly a condition asks for them: they are passed over at once.
_NOT_SO: frozenset[Answer] = frozenset({"no", "none", ("none",)})


class BySign:
    """Conditions by their places in a list, each told by its signs: None for one that could hold without any."""

    def __init__(self, signs: Iterable[frozenset[Sign] | None]) -> None:
        self._always: set[int] = set()
        self._with_any: dict[str, list[int]] = {}  # by question: a condition that is tried whatever the answer
        self._with: dict[str, dict[Answer, list[int]]] = {}  # by question and answer
        for number, given in enumerate(signs):
            if given is None:
                self._always.add(number)
            for key, answer in given or ():
                wanted = (
                    self._with.setdefault(key, {}).setdefault(answer, [])
                    if answer and answer not in _NOT_SO
                    else self._with_any.setdefault(key, [])
                )
                wanted.append(number)

    def could_hold(self, answers: Answers, medicines: Collection[str] = ()) -> list[int]:
        """Their numbers, in order."""
        found = set(self._always)
        for key in self._with_any.keys() & answers.keys():
            found.update(self._with_any[key])
        for key, given in [(key, given) for key, given in answers.items() if given not in _NOT_SO]:
            if key in self._with:
                wanted = self._with[key]
                for answer in given if isinstance(given, tuple) else (given,):
                    if answer in wanted:
                        found.update(wanted[answer])
        for group in medicines:
            found.update(self._with.get(MEDICINE, {}).get(group, ()))
        return sorted(found)
