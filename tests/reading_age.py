"""How old somebody has to be to read a text with ease.

Flesch-Kincaid grade level: 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid JP, Fishburne RP, Rogers
RL, Chissom BS, 1975, Derivation of new readability formulas for Navy enlisted personnel, Research Branch Report 8-75).
A grade is a year of school in the United States; whoever is twelve is in the seventh.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_SENTENCE = re.compile(r"(?<=[.?!:;])[”\"]?\s+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeioutdy]ed$|(?:[^aeiouycgsxz]|th)es$")


def sentences(text: str) -> list[str]:
    """Also what a colon or semicolon parts, as a reader pauses there."""
    return [one for one in _SENTENCE.split(text) if _WORD.search(one)]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """Groups of vowels, without an e that is not heard.

    >>> [syllables(one) for one in ("massage", "place", "table", "moved", "started", "doctor", "area", "36")]
    [2, 1, 2, 1, 2, 2, 3, 1]
    """
    small = word.lower().removesuffix("'s").removesuffix("’s")
    groups = len(_VOWELS.findall(small)) + len(re.findall(r"i[ao](?!u)|eo(?!u|p)|ea$|rea(?=s$)|[aeiouy]ing", small))
    groups -= len(re.findall(r"[tscg]i[ao]", small))  # -tion, -cial
    return max(1, groups - bool(_SILENT.search(small)))


def grade(text: str, *, known: Collection[str] = ()) -> float:
    """Words that are ``known`` to whoever they concern count as two syllables."""
    said = words(text)
    heard = sum(min(2, syllables(one)) if one.lower() in known else syllables(one) for one in said)
    return 0.39 * len(said) / len(sentences(text)) + 11.8 * heard / len(said) - 15.59
