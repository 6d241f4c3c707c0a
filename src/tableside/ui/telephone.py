"""Numbers to press, on a device that can call."""

from __future__ import annotations

import re
from typing import Final

_A_NUMBER: Final = re.compile(r"\+?[0-9 ().\-/]*[0-9][0-9 ().\-/]*")
_NOT_DIALLED: Final = re.compile(r"[^+0-9]")


def call_address(written: str) -> str:
    """Empty where it is more than a number: a practice may write beside it whose it is, or when somebody answers.

    >>> call_address("+43 (1) 404-00"), call_address("988, day and night")
    ('tel:+43140400', '')
    """
    return "tel:" + _NOT_DIALLED.sub("", written) if _A_NUMBER.fullmatch(written) else ""
