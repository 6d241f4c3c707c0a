"""What kind of fact each column holds. Export, erasure and masking read this one list; a test refuses a gap in it."""

from __future__ import annotations

from enum import StrEnum


class Privacy(StrEnum):
    IDENTITY = "identity"  # says who a person is or how to reach them
    HEALTH = "health"  # says something of their body, mind or treatment
    FINANCIAL = "financial"
    SECRET = "secret"  # keys, tokens and their hashes
    OPERATIONAL = "operational"  # needed to run, tells nothing of a person by itself


def classified(
    *, operational: str = "", identity: str = "", health: str = "", financial: str = "", secret: str = ""
) -> dict[str, Privacy]:
    """``{field name: class}`` from names separated by spaces.

    >>> classified(identity="name", operational="id")["name"].value
    'identity'
    """
    groups = {
        Privacy.OPERATIONAL: operational,
        Privacy.IDENTITY: identity,
        Privacy.HEALTH: health,
        Privacy.FINANCIAL: financial,
        Privacy.SECRET: secret,
    }
    return {name: privacy for privacy, names in groups.items() for name in names.split()}
