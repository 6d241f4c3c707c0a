"""Reading what messages say here."""

from __future__ import annotations

from collections.abc import Iterable

from tableside.core.messages.wording import Kind
from tableside.records.practice.models import MessageWording


def wording_here(kind: Kind, *, language: str) -> MessageWording | None:
    """The one that holds; None where nobody has written one."""
    return MessageWording.objects.filter(kind=kind, language=language).order_by("-number").first()


def former_wording(newest: MessageWording) -> MessageWording | None:
    """The one before; None when that was our own words."""
    before = MessageWording.objects.filter(kind=newest.kind, language=newest.language, number__lt=newest.number)
    return before.order_by("-number").first()


def newest_wordings(kinds: Iterable[Kind]) -> dict[tuple[str, str], MessageWording]:
    """Those that hold, of these kinds, by kind and language."""
    every = sorted(MessageWording.objects.filter(kind__in=list(kinds)), key=lambda one: one.number)
    return {(one.kind, one.language): one for one in every}


def wordings_here() -> dict[tuple[str, str], MessageWording]:
    """All that hold, by kind and language."""
    every = MessageWording.objects.order_by("number")
    return {(one.kind, one.language): one for one in every}
