"""What an app on somebody's phone does: six digits from a secret and the time (RFC 6238), written anew from the
standard, so that the product is not checked against itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def digits_now(secret: str) -> str:
    """
    >>> len(digits_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    6
    """
    return digits(secret, at=time.time())


def digits(secret: str, *, at: float) -> str:
    """The standard's own example: at 59 seconds, the last six of 94287082.

    >>> digits("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=59)
    '287082'
    """
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"
