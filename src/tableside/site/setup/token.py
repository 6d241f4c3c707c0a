"""The word printed in the terminal: whoever holds it may set up the practice, once."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings


def is_token(word: str) -> bool:
    """Compared in constant time. Without a token on disk nothing fits, not even the empty word."""
    try:
        kept = _path().read_text().strip()
    except OSError:
        return False
    return bool(kept) and secrets.compare_digest(word.encode(), kept.encode())


def throw_away() -> None:
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.DATA) / "setup.token"
