"""Reading what messages say here."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from tableside.core.messages.wording import Kind
from tableside.records.foundation.prepared import prepared
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
    every = sorted(_wordings([str(kind) for kind in kinds]), key=lambda one: one.number)
    return {(one.kind, one.language): one for one in every}


@prepared
def _wordings(kinds: Collection[str]) -> QuerySet[MessageWording]:
    return MessageWording.objects.filter(kind__in=kinds)


def wordings_here() -> dict[tuple[str, str], MessageWording]:
    """All that hold, by kind and language."""
    every = MessageWording.objects.order_by("number")
    return {(one.kind, one.language): one for one in every}
