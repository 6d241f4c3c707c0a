"""The small values that components are fed with. A view builds them; a template only draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Step:
    label: str
    state: Literal["done", "current", "todo"]
    url: str = ""


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Link:
    words: str
    url: str


@dataclass(frozen=True)
class Fact:
    term: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Offer:
    """A time that can be chosen: ``full`` is its whole name ("Tuesday 4 March, 13:30, 60 minutes with Ana")."""

    value: str
    clock: str
    full: str
    is_good_fit: bool = False  # beside another appointment, with no gap that would be of no use
    mark: str = ""  # what else there is to say about it, in two words


@dataclass(frozen=True)
class Finding:
    """What screening found, in the words of whoever reads it. ``outcome`` is a screening outcome's id."""

    outcome: str
    title: str
    text: str = ""
    source: str = ""
    details: Sequence[str] = ()


def steps(labels: Sequence[str], *, current: int, urls: Sequence[str] = ()) -> tuple[Step, ...]:
    """A row of steps with the given one current; those before it are done and lead back when they have a URL."""

    def at(index: int, label: str) -> Step:
        if index < current:
            return Step(label, "done", urls[index] if index < len(urls) else "")
        return Step(label, "current" if index == current else "todo")

    return tuple(at(index, label) for index, label in enumerate(labels))
