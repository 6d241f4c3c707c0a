"""A time outside the rules, as the desk sees it: what stands against it in words, a reason, and a button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils.functional import Promise

from tableside.core.decision import Refusal
from tableside.records.scheduling.models import RulesSetAside
from tableside.ui.words import RULES
from tableside.workflows.set_aside import MOST_CHARACTERS, Insistence


@dataclass(frozen=True)
class Insist:
    """Shown in the form that was refused; sent again with ``insist``, it is done all the same."""

    warnings: tuple[tuple[str, str | Promise], ...]
    reason: str
    error: str | Promise
    most: int = MOST_CHARACTERS

    @classmethod
    def of(cls, refusal: Refusal | None, request: HttpRequest) -> Insist | None:
        """Nothing where no reason would help."""
        names = cast("tuple[str, ...]", refusal.data.get("outside", ())) if refusal else ()
        if refusal is None or not names:
            return None
        is_about_it = "insist" in request.POST
        warnings = tuple((name, RULES[name]) for name in names)
        return cls(warnings, request.POST.get("reason", ""), refusal.detail if is_about_it else "")


def read_insistence(request: HttpRequest) -> Insistence | None:
    if "insist" not in request.POST:
        return None
    return Insistence(request.POST.get("reason", ""), tuple(request.POST.getlist("seen")))


def rules_in_words(kept: RulesSetAside) -> str:
    return "; ".join(str(RULES.get(name, name)) for name in kept.warnings)
