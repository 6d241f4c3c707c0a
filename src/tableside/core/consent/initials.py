"""Whether something written beside a clause can be somebody's initials."""

from __future__ import annotations

import unicodedata

from tableside.core.decision import Allowed, Decision, Refused

LONGEST_INITIALS = 6
_BETWEEN = frozenset(".-'’ ")


def check_initials(text: str) -> Decision:
    """One to six characters with a letter of any script among them; dots, hyphens, apostrophes and spaces may stand
    between. ``ON``, ``J.-P.`` and ``陈`` are initials, ``12`` is not."""
    letters = [character for character in text if unicodedata.category(character)[0] in "LM"]
    others = set(text).difference(letters)
    if letters and len(text) <= LONGEST_INITIALS and others <= _BETWEEN:
        return Allowed()
    return Refused("not_initials", "Write your initials here, such as AB: one to six letters.")
