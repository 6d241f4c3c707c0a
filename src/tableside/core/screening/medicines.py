"""Recognises medicines in what a client writes: in any case, under their brand, and with a slip of the pen.

Nothing is guessed. A word that could be two medicines for different things is neither; what was not recognised is
handed back, so that a person asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SHORTEST_WITH_SLIP = 7  # shorter names differ by one letter too easily
_WORD = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{3,}")  # "20 mg" between two commas is a dose, no medicine


@dataclass(frozen=True, slots=True)
class Understood:
    """``written`` as the client wrote it, the medicine it was taken for, the group that rules speak of, and that group
    in words: "a blood thinner"."""

    written: str
    name: str
    group: str
    says: str = ""

    @property
    def in_words(self) -> str:
        """``apixaban, a blood thinner``, for the client to confirm."""
        return f"{self.name}, {self.says}" if self.says else self.name


@dataclass(frozen=True)
class Medicines:
    """``groups`` are all names, in lower case, with their groups; ``generics`` says of a brand which medicine it is;
    ``says`` gives each group in words; ``other`` are names that call up nothing, and are never a slip; those in
    ``nothing`` say that there is no medicine at all."""

    groups: Mapping[str, str]
    generics: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    other: frozenset[str] = frozenset()
    nothing: frozenset[str] = frozenset()
    _slips: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Every name with one letter left out points back to it, so that looking up a slip needs no search."""
        slips: dict[str, tuple[str, ...]] = {}
        for name in sorted({*self.groups, *self.other}):
            if len(name) >= SHORTEST_WITH_SLIP:
                for shorter in dict.fromkeys(_one_left_out(name)):
                    slips[shorter] = (*slips.get(shorter, ()), name)
        object.__setattr__(self, "_slips", slips)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name known here, for whoever begins to write one."""
        return tuple(sorted(name.capitalize() for name in {*self.groups, *self.other} - self.nothing))

    def read(self, text: str) -> tuple[Understood, ...]:
        """What was understood, in the order written, each medicine once.

        >>> Medicines({"apixaban": "anticoagulant"}).read("Apixabann 5 mg, tea")
        (Understood(written='Apixabann', name='apixaban', group='anticoagulant', says=''),)
        """
        found: dict[str, Understood] = {}
        for written in _WORD.findall(text):
            names = self._named(written.casefold())
            groups = {self.groups.get(name, "") for name in names}
            if len(groups) != 1 or not (group := groups.pop()):
                continue
            # Two names for the same thing, one slip away from both: either way the same rules hold.
            name = " or ".join(sorted({self.generics.get(one, one) for one in names}))
            found.setdefault(name, Understood(written, name, group, self.says.get(group, "")))
        return tuple(found.values())

    def groups_in(self, text: object) -> frozenset[str]:
        """The groups of what was understood; none where nothing was written.

        >>> Medicines({"apixaban": "anticoagulant"}).groups_in("Apixaban 5 mg, tea")
        frozenset({'anticoagulant'})
        """
        return frozenset(one.group for one in self.read(text)) if isinstance(text, str) else frozenset()

    def not_understood(self, text: str) -> tuple[str, ...]:
        """What stands between commas or on a line of its own and names no medicine that is known here.

        >>> Medicines({"apixaban": "anticoagulant"}).not_understood("Apixaban 5 mg, the little blue ones")
        ('the little blue ones',)
        """
        items = [item.strip() for item in _ITEM.split(text)]
        return tuple(dict.fromkeys(item for item in items if _NAME.search(item) and not self._knows(item)))

    def _knows(self, item: str) -> bool:
        if self.read(item):
            return True
        for word in _WORD.findall(item):
            names = self._named(word.casefold())
            if names and all(name in self.other for name in names):
                return True
        return False

    def _named(self, word: str) -> tuple[str, ...]:
        """The names that ``word`` is, or is one slip away from: a letter missing, added, wrong, or two swapped."""
        if word in self.groups or word in self.other:
            return (word,)
        if len(word) < SHORTEST_WITH_SLIP - 1:
            return ()
        near = set(self._slips.get(word, ()))
        for shorter in _one_left_out(word):
            if len(shorter) >= SHORTEST_WITH_SLIP and (shorter in self.groups or shorter in self.other):
                near.add(shorter)
            near.update(name for name in self._slips.get(shorter, ()) if _is_one_slip(word, name))
        return tuple(sorted(near))


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
