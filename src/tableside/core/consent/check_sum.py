"""A short number by which two papers of one consent can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

_GROUPS, _LETTERS = 4, 4


def check_sum(signed: Mapping[str, object]) -> str:
    """The first 64 bits of the SHA-256 of everything that was signed, such as ``9f3a 01c7 d2e4 55b0``.

    ``signed`` holds what JSON can say. What is empty does not count, so that a row from before something could be
    signed keeps its number.
    """
    told = json.dumps({key: value for key, value in signed.items() if value}, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(told.encode()).hexdigest()
    return " ".join(digest[at : at + _LETTERS] for at in range(0, _GROUPS * _LETTERS, _LETTERS))
