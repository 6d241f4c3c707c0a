"""Until when somebody answers for a child.

Eighteen follows the Convention on the Rights of the Child, article 1, and the law of most countries. Not of all: people
are of age at 19 in Alabama, Nebraska and some provinces of Canada, at 21 in Mississippi, and may agree to treatment at
16 in Scotland (Age of Legal Capacity (Scotland) Act 1991).
"""

from __future__ import annotations

from datetime import date
from typing import Final

GROWN_UP_AT: Final = 18


def is_child(born_on: date | None, *, on: date) -> bool:
    """Whether a guardian still speaks for somebody born then; without a date of birth, until the practice ends it.

    >>> is_child(date(2010, 5, 4), on=date(2028, 5, 3)), is_child(date(2010, 5, 4), on=date(2028, 5, 4))
    (True, False)
    """
    if born_on is None:
        return True
    has_had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (not has_had_birthday) < GROWN_UP_AT
