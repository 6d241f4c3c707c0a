"""The one list of what a signed-in person may be allowed to do. Who gets which is in ``roles.py``."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may do. A page, an action and an API operation each name exactly one of these."""

    READ_OWN_CARE = "read_own_care"  # a client: own appointments, intake, plan, scores
    BOOK_OWN = "book_own"  # a client: book, move and cancel own appointments
    SEE_SCHEDULE = "see_schedule"  # the day and the calendar, with names
    MANAGE_SCHEDULE = "manage_schedule"  # book, move, cancel and check in for clients
    SEE_CLIENTS = "see_clients"  # who a client is and how to reach them; nothing about health
    READ_HEALTH = "read_health"  # intake answers, findings with their reasons, notes, scores
    WRITE_NOTES = "write_notes"  # chart a session, sign a note, add to a signed one
    REVIEW_CLEARANCE = "review_clearance"  # accept or refuse a healthcare provider's answer
    MANAGE_PLANS = "manage_plans"  # propose, change and end a treatment plan
    MANAGE_PRACTICE = "manage_practice"  # settings, people, services, hours
    READ_AUDIT = "read_audit"  # who did and read what
    SEE_OUTBOX = "see_outbox"  # messages waiting, sent and failed


#: Whoever holds one of these at a practice has to sign in with a second factor.
NEEDS_SECOND_FACTOR: frozenset[Permission] = frozenset(
    {
        Permission.READ_HEALTH,
        Permission.WRITE_NOTES,
        Permission.REVIEW_CLEARANCE,
        Permission.MANAGE_PLANS,
        Permission.READ_AUDIT,
    }
)
