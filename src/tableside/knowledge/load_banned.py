"""Reads the phrases that no page for clients may say, and finds them in a text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "wording" / "banned.toml"


@dataclass(frozen=True)
class BannedPhrase:
    pattern: re.Pattern[str]
    why: str


@cache
def load_banned() -> tuple[BannedPhrase, ...]:
    told = tomllib.loads(_FILE.read_text("utf-8"))["phrase"]
    return tuple(BannedPhrase(re.compile(one["pattern"], re.IGNORECASE), one["why"]) for one in told)


def banned_in(text: str) -> tuple[str, ...]:
    """The banned words found in ``text``, as they stand there. Line breaks count as spaces."""
    one_line = " ".join(text.split())
    return tuple(match.group() for phrase in load_banned() for match in phrase.pattern.finditer(one_line))
