"""The demo's sign-ins, which everybody may know: four people, their passwords and, for staff, the digits of now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tableside.core.permissions.roles import Role
from tableside.records.accounts.queries import CODE_SECONDS, codes_at


@dataclass(frozen=True, slots=True)
class DemoPerson:
    role: Role
    name: str
    email: str
    password: str


DEMO_PEOPLE = (
    DemoPerson(Role.OWNER, "Marta Keane", "marta@harbour.example", "linen and warm stones"),
    DemoPerson(Role.THERAPIST, "Ines Calder", "ines@harbour.example", "slow hands never hurry"),
    DemoPerson(Role.FRONT_DESK, "Jonas Feld", "jonas@harbour.example", "kettle on the counter"),
    DemoPerson(Role.CLIENT, "Ruth Amory", "ruth@clients.example", "an hour on a tuesday"),
)


@dataclass(frozen=True, slots=True)
class DemoKey:
    """``code`` is empty for who needs no second factor."""

    person: DemoPerson
    code: str


@dataclass(frozen=True, slots=True)
class KeyRing:
    keys: tuple[DemoKey, ...]
    seconds_left: int  # until the codes change


def key_ring(*, now: datetime) -> KeyRing:
    codes = codes_at(now, emails=[person.email for person in DEMO_PEOPLE])
    keys = tuple(DemoKey(person, codes.get(person.email, "")) for person in DEMO_PEOPLE)
    return KeyRing(keys, CODE_SECONDS - int(now.timestamp()) % CODE_SECONDS)
