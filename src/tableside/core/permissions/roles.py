"""Which role may do what: four roles, four tuples, nothing computed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tableside.core.permissions.permission import NEEDS_SECOND_FACTOR, Permission


class Role(StrEnum):
    OWNER = "owner"
    THERAPIST = "therapist"
    FRONT_DESK = "front_desk"
    CLIENT = "client"


ROLES: Final[dict[Role, tuple[Permission, ...]]] = {
    # The owner of a small practice is nearly always one of its therapists and answers for its records,
    # so the role reads health data. Every such read is in the audit log, the owner's included.
    Role.OWNER: (
        Permission.SEE_SCHEDULE,
        Permission.MANAGE_SCHEDULE,
        Permission.SEE_CLIENTS,
        Permission.READ_HEALTH,
        Permission.WRITE_NOTES,
        Permission.REVIEW_CLEARANCE,
        Permission.MANAGE_PLANS,
        Permission.MANAGE_PRACTICE,
        Permission.READ_AUDIT,
        Permission.SEE_OUTBOX,
    ),
    Role.THERAPIST: (
        Permission.SEE_SCHEDULE,
        Permission.MANAGE_SCHEDULE,
        Permission.SEE_CLIENTS,
        Permission.READ_HEALTH,
        Permission.WRITE_NOTES,
        Permission.REVIEW_CLEARANCE,
        Permission.MANAGE_PLANS,
    ),
    # The desk learns that something needs attention before an appointment, never what or why.
    Role.FRONT_DESK: (
        Permission.SEE_SCHEDULE,
        Permission.MANAGE_SCHEDULE,
        Permission.SEE_CLIENTS,
    ),
    Role.CLIENT: (
        Permission.READ_OWN_CARE,
        Permission.BOOK_OWN,
    ),
}

STAFF: Final = frozenset({Role.OWNER, Role.THERAPIST, Role.FRONT_DESK})


def needs_second_factor(role: Role) -> bool:
    """Whether people with this role have to set up a second factor before they get in.

    >>> needs_second_factor(Role.THERAPIST), needs_second_factor(Role.FRONT_DESK)
    (True, False)
    """
    return not NEEDS_SECOND_FACTOR.isdisjoint(ROLES[role])
