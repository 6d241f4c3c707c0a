"""Locks held until the transaction ends. On SQLite a transaction is alone anyway (BEGIN IMMEDIATE).

Whoever takes several takes them in this order, so that nobody waits in a circle: ``waitlist:`` who waits for a time,
``start:`` who looks for the same start, ``key:`` the same form, ``taken:`` therapists, tables, equipment and clients,
all at once, then the rows of the appointments that change, ``intake:`` a client's answers, ``audit:`` the log. Should a
circle close all the same, it is tried again (``transactions``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection


def lock(names: Iterable[str]) -> None:
    """Take one lock per name, always in the same order, so that two transactions never wait for each other."""
    if not connection.in_atomic_block:
        raise RuntimeError("A lock that ends with the transaction needs a transaction.")
    if connection.vendor != "postgresql":
        return
    numbers = sorted({int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True) for name in names})
    if not numbers:
        return
    with connection.cursor() as cursor:  # one question, answered row by row in the order of the array
        cursor.execute("SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number", [numbers])
