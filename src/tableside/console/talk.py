"""What the operator is told."""

from __future__ import annotations

import sys


class CannotGoOn(Exception):
    """A sentence saying what is wrong and what to do."""


def say(line: str) -> None:
    print(f">> {line}", file=sys.stderr, flush=True)
