"""Reads the public guide: Markdown with TOML in front. A page without its sources and review date is refused, and so
is a benefit without its certainty."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markdown_it import MarkdownIt

from tableside.core.evidence import Certainty, Source

_HERE = Path(__file__).parent
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_BENEFITS = (
    "pain",
    "stress",
    "anxiety_and_mood",
    "sleep",
    "motion",
    "muscle_soreness",
    "tension_headache",
    "pregnancy",
    "frozen_shoulder",
    "carpal_tunnel",
    "circulation",
    "detox",
    "immune_system",
)


class GuideUnreadable(ValueError):
    """A page of the guide is wrong. The message names the page and what to mend."""


@dataclass(frozen=True)
class Section:
    """One heading of a page with its words as HTML; the words before the first heading have none."""

    heading: str
    html: str


@dataclass(frozen=True)
class Chapter:
    """A page of prose. ``html`` comes from our own Markdown with HTML switched off; ``text`` is for searching."""

    slug: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    benefits: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed_on: date
    text: str


@dataclass(frozen=True)
class Benefit:
    """A claim as people say it, and what is known about it."""

    slug: str
    title: str
    claim: str
    certainty: Certainty
    size: str
    measured: str
    plain: str
    not_claimed: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    reviewed_on: date
    text: str


@dataclass(frozen=True)
class Guide:
    techniques: Mapping[str, Chapter]
    benefits: Mapping[str, Benefit]
    chapters: Mapping[str, Chapter]


@cache
def load_guide() -> Guide:
    """The whole guide; benefits in the order people ask about them."""
    benefits = {path.stem: parse_benefit(path.stem, path.read_text("utf-8")) for path in _pages("evidence")}
    if set(benefits) != set(_BENEFITS):
        raise GuideUnreadable(f"evidence: expected {', '.join(_BENEFITS)}; found {', '.join(sorted(benefits))}")
    return Guide(
        techniques=_chapters("techniques"),
        benefits=MappingProxyType({slug: benefits[slug] for slug in _BENEFITS}),
        chapters=_chapters("guide"),
    )


def parse_benefit(slug: str, written: str) -> Benefit:
    """One benefit page. Raises ``GuideUnreadable``."""
    front, body = _split(slug, written)
    try:
        certainty = Certainty(front["certainty"])
        told = {key: front[key] for key in ("title", "claim", "size", "measured", "plain")}
        not_claimed = tuple(front["not_claimed"])
    except (KeyError, ValueError) as error:
        raise GuideUnreadable(f"{slug}: {error} is missing or unknown") from error
    return Benefit(
        slug=slug,
        **told,
        certainty=certainty,
        not_claimed=not_claimed,
        sections=_sections(body),
        sources=_sources(slug, front),
        reviewed_on=_reviewed_on(slug, front),
        text=" ".join((*told.values(), *not_claimed, body)),
    )


def parse_chapter(slug: str, written: str) -> Chapter:
    """One page of prose. Raises ``GuideUnreadable``."""
    front, body = _split(slug, written)
    if not front.get("title") or not front.get("lead"):
        raise GuideUnreadable(f"{slug}: title or lead is missing")
    return Chapter(
        slug=slug,
        title=front["title"],
        lead=front["lead"],
        sections=_sections(body),
        benefits=tuple(front.get("benefits", ())),
        sources=_sources(slug, front),
        reviewed_on=_reviewed_on(slug, front),
        text=f"{front['title']} {front['lead']} {body}",
    )


def _pages(folder: str) -> list[Path]:
    return sorted((_HERE / folder).glob("*.md"))


def _chapters(folder: str) -> Mapping[str, Chapter]:
    found = {path.stem: parse_chapter(path.stem, path.read_text("utf-8")) for path in _pages(folder)}
    for chapter in found.values():
        if unknown := set(chapter.benefits) - set(_BENEFITS):
            raise GuideUnreadable(f"{chapter.slug}: no benefit is called {', '.join(sorted(unknown))}")
    return MappingProxyType(found)


def _split(slug: str, written: str) -> tuple[dict[str, Any], str]:  # Any: TOML values
    parts = written.split("+++\n", 2)
    if len(parts) != 3 or parts[0]:
        raise GuideUnreadable(f"{slug}: the page does not begin with front matter between +++ lines")
    try:
        return tomllib.loads(parts[1]), parts[2]
    except tomllib.TOMLDecodeError as error:
        raise GuideUnreadable(f"{slug}: {error}") from error


def _sources(slug: str, front: Mapping[str, Any]) -> tuple[Source, ...]:
    if not front.get("sources"):
        raise GuideUnreadable(f"{slug}: a page of the guide names its sources")
    try:
        return tuple(Source(**told) for told in front["sources"])
    except (TypeError, ValueError) as error:
        raise GuideUnreadable(f"{slug}: {error}") from error


def _reviewed_on(slug: str, front: Mapping[str, Any]) -> date:
    reviewed_on = front.get("reviewed_on")
    if not isinstance(reviewed_on, date):
        raise GuideUnreadable(f"{slug}: reviewed_on is not a date")
    return reviewed_on


def _sections(body: str) -> tuple[Section, ...]:
    opening, *rest = re.split(r"^## ", body, flags=re.MULTILINE)
    found = [Section("", _MARKDOWN.render(opening))] if opening.strip() else []
    for part in rest:
        heading, _, words = part.partition("\n")
        found.append(Section(heading.strip(), _MARKDOWN.render(words)))
    return tuple(found)
