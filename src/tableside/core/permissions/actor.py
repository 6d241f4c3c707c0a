"""Who is acting: handed as ``by=`` to everything that writes, and to everything that reads health data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.permissions.permission import NEEDS_SECOND_FACTOR, Permission
from tableside.core.permissions.roles import ROLES, STAFF, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at one practice, as they are for the length of one request.

    A guest who came by a booking link has the role of a client and no ``user_id``. The program acting on its
    own (sending what is due, expiring a hold) has neither user nor role, and holds no permission.
    ``label`` is what the audit log shows ("Ana Lindqvist", "guest by link", "outbox worker").
    """

    user_id: UUID | None
    practice_id: UUID
    role: Role | None
    label: str
    therapist_id: UUID | None = None
    client_id: UUID | None = None
    has_second_factor: bool = True  # shown in this session; what needs none is theirs without it

    def may(self, permission: Permission) -> bool:
        """Now; what the role includes may wait for the second factor."""
        return self.is_entitled_to(permission) and (self.has_second_factor or permission not in NEEDS_SECOND_FACTOR)

    def is_entitled_to(self, permission: Permission) -> bool:
        return self.role is not None and permission in ROLES[self.role]

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF


def must_hold(actor: Actor, permission: Permission) -> Decision:
    """The same question as ``may``, as a rule to insist on in an action."""
    if actor.may(permission):
        return Allowed()
    return Refused("not_permitted", "Your role at this practice does not include this. Ask the owner if it should.")
