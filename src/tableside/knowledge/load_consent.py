"""Reads the consent text. Words that somebody signed never change: a new wording is a new, numbered file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "wording"
CONSENT_VERSION = "consent-2"

_HEADING = re.compile(r"^## (?P<heading>.+) \{(?P<id>[a-z_]+)\}$")


@dataclass(frozen=True, slots=True)
class Clause:
    id: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Consent:
    """``digest`` is the SHA-256 of the file: stored with a signature, it shows which words were signed."""

    version: str
    title: str
    clauses: tuple[Clause, ...]
    digest: str


class ConsentUnreadable(ValueError):
    """The consent file does not have the shape: one title, then clauses with heading, id and text."""


@cache
def load_consent(version: str = CONSENT_VERSION) -> Consent:
    """The consent text of that version. Raises ``FileNotFoundError`` for one that never was."""
    return parse_consent(version, (FOLDER / f"{version}.md").read_text("utf-8"))


def parse_consent(version: str, text: str) -> Consent:
    """The title line, then one clause for each ``## Heading {id}``."""
    opening, *parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    clauses = tuple(_clause(version, part) for part in parts)
    title = opening.strip()
    if not title.startswith("# ") or "\n" in title or not clauses:
        raise ConsentUnreadable(f"{version}: needs one title line and then clauses")
    if len({clause.id for clause in clauses}) != len(clauses):
        raise ConsentUnreadable(f"{version}: two clauses have the same id")
    return Consent(version, title.removeprefix("# "), clauses, hashlib.sha256(text.encode()).hexdigest())


def _clause(version: str, part: str) -> Clause:
    first_line, _, body = part.partition("\n")
    match = _HEADING.match(first_line)
    if match is None or not body.strip():
        raise ConsentUnreadable(f"{version}: {first_line!r} needs an id in braces and a text below")
    return Clause(match["id"], match["heading"], " ".join(body.split()))
