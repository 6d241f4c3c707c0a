"""Keys that sort by time of birth, tell nothing else, and are safe in an address: UUID version 7 (RFC 9562, 5.7)."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_key() -> UUID:
    """48 bits of milliseconds, then 74 random bits, with version and variant where the standard puts them."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (random >> 62 & 0xFFF) << 64
    value |= 0b10 << 62 | random & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)
