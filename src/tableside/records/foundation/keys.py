"""Keys that sort by time of birth, tell nothing else, and are safe in an address: UUID version 7 (RFC 9562, 5.7)."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_key() -> UUID:
    """48 bits of milliseconds, 12 bits of what is left of them (6.2, method 3: keys made one after the other sort so
    even within a millisecond), then 62 random bits, with version and variant where the standard puts them."""
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | nanoseconds * 4096 // 1_000_000 << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=value)
