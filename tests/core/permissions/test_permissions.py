"""Who may do what: the table of roles, and the actor that asks it."""

from __future__ import annotations

from uuid import UUID

import pytest

from tableside.core.decision import Allowed, Refusal, insist
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.permission import NEEDS_SECOND_FACTOR, Permission
from tableside.core.permissions.roles import ROLES, STAFF, Role, needs_second_factor

PRACTICE = UUID(int=1)


def actor(role: Role | None) -> Actor:
    return Actor(user_id=UUID(int=2), practice_id=PRACTICE, role=role, label="somebody")


def holders(permission: Permission) -> set[Role]:
    return {role for role in Role if actor(role).may(permission)}


def test_every_role_has_its_permissions_and_none_twice() -> None:
    assert set(ROLES) == set(Role)
    assert all(len(set(held)) == len(held) for held in ROLES.values())


def test_every_permission_is_held_by_somebody() -> None:
    assert {permission for held in ROLES.values() for permission in held} == set(Permission)


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.READ_HEALTH, {Role.OWNER, Role.THERAPIST}),
        (Permission.WRITE_NOTES, {Role.OWNER, Role.THERAPIST}),
        (Permission.SEE_SCHEDULE, {Role.OWNER, Role.THERAPIST, Role.FRONT_DESK}),
        (Permission.MANAGE_PRACTICE, {Role.OWNER}),
        (Permission.READ_AUDIT, {Role.OWNER}),
        (Permission.SEE_OUTBOX, {Role.OWNER}),
        (Permission.READ_OWN_CARE, {Role.CLIENT}),
        (Permission.BOOK_OWN, {Role.CLIENT}),
    ],
)
def test_a_permission_is_held_by_these_roles_and_no_other(permission: Permission, roles: set[Role]) -> None:
    assert holders(permission) == roles


def test_the_front_desk_holds_nothing_that_needs_a_second_factor() -> None:
    assert NEEDS_SECOND_FACTOR.isdisjoint(ROLES[Role.FRONT_DESK])


def test_a_client_holds_nothing_that_staff_hold() -> None:
    held_by_staff = {permission for role in STAFF for permission in ROLES[role]}

    assert held_by_staff.isdisjoint(ROLES[Role.CLIENT])


def test_roles_that_read_notes_need_a_second_factor() -> None:
    assert {role for role in Role if needs_second_factor(role)} == {Role.OWNER, Role.THERAPIST}


def test_the_program_acting_on_its_own_may_do_nothing_that_asks_for_a_permission() -> None:
    assert [permission for permission in Permission if actor(None).may(permission)] == []
    assert not actor(None).is_staff


def test_insisting_on_a_permission_that_is_held_passes() -> None:
    assert must_hold(actor(Role.THERAPIST), Permission.READ_HEALTH) == Allowed()


def test_insisting_on_a_permission_that_is_not_held_raises_a_refusal_with_a_stable_code() -> None:
    with pytest.raises(Refusal) as caught:
        insist(must_hold(actor(Role.FRONT_DESK), Permission.READ_HEALTH))

    assert caught.value.code == "not_permitted"
