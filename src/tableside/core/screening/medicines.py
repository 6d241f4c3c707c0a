"""Recognises medicines in what a client writes, in any case and with a small slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SHORTEST_WITH_SLIP = 7  # shorter names differ by one letter too easily
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Understood:
    """``written`` as the client wrote it, the medicine it was taken for, and the group that rules speak of."""

    written: str
    name: str
    group: str


@dataclass(frozen=True)
class Medicines:
    """Names, in lower case, with their groups."""

    groups: Mapping[str, str]
    _slips: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Every name with one letter left out points back to it, so that looking up a slip needs no search."""
        slips: dict[str, str] = {}
        for name in self.groups:
            if len(name) >= SHORTEST_WITH_SLIP:
                for shorter in _one_left_out(name):
                    slips.setdefault(shorter, name)
        object.__setattr__(self, "_slips", slips)

    def read(self, text: str) -> tuple[Understood, ...]:
        """What was understood, in the order written, each medicine once.

        >>> Medicines({"apixaban": "anticoagulant"}).read("Apixabann 5 mg, tea")
        (Understood(written='Apixabann', name='apixaban', group='anticoagulant'),)
        """
        found: dict[str, Understood] = {}
        for written in _WORD.findall(text):
            name = self._named(written.casefold())
            if name and name not in found:
                found[name] = Understood(written, name, self.groups[name])
        return tuple(found.values())

    def _named(self, word: str) -> str:
        """The name that ``word`` is, or is one slip away from: a letter missing, added, wrong, or two swapped."""
        if word in self.groups:
            return word
        if len(word) < SHORTEST_WITH_SLIP - 1:
            return ""
        if word in self._slips:
            return self._slips[word]
        for shorter in _one_left_out(word):
            if shorter in self.groups and len(shorter) >= SHORTEST_WITH_SLIP:
                return shorter
            if shorter in self._slips and _is_one_slip(word, self._slips[shorter]):
                return self._slips[shorter]
        return ""


def _one_left_out(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _is_one_slip(word: str, name: str) -> bool:
    """One letter wrong, or two neighbours swapped, in words of the same length."""
    if len(word) != len(name):
        return False
    wrong = [place for place in range(len(word)) if word[place] != name[place]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return word[wrong[0]] == name[wrong[1]] and word[wrong[1]] == name[wrong[0]]
    return len(wrong) == 1
