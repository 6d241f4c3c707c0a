"""A time against a rule, as the desk sees it: what stands against it in words, a reason, and a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refusal
from tableside.records.scheduling.models import RulesSetAside
from tableside.ui.words import RULES
from tableside.workflows.booking.set_aside import MOST_CHARACTERS, Insistence

#: What is said most often, for one press.
REASONS = (_("The client is here"), _("Agreed by phone"), _("The therapist agreed"))


@dataclass(frozen=True)
class Insist:
    """Shown in the form that was refused, or that would be; sent with ``insist``, it is done all the same. ``seen`` are
    the names of all rules that have been shown so far."""

    warnings: tuple[tuple[str, str | Promise], ...]
    seen: tuple[str, ...]
    because: str = ""
    reason: str = ""
    error: str | Promise = ""
    most: int = MOST_CHARACTERS
    reasons: tuple[str | Promise, ...] = REASONS

    @classmethod
    def of(cls, refusal: Refusal | None, request: HttpRequest) -> Insist | None:
        """Nothing where no reason would help."""
        names = cast("tuple[str, ...]", refusal.data.get("outside", ())) if refusal else ()
        if refusal is None or not names:
            return None
        asked, is_about_it = request.POST, "insist" in request.POST
        seen = tuple(dict.fromkeys((*names, *asked.getlist("seen"))))
        error = refusal.detail if is_about_it else ""
        return cls(_in_words(names), seen, asked.get("because", ""), asked.get("reason", ""), error)

    @classmethod
    def foreseen(cls, names: Sequence[str]) -> Insist | None:
        """Before anything was refused."""
        return cls(_in_words(names), tuple(names)) if names else None


def read_insistence(request: HttpRequest) -> Insistence | None:
    """Own words count before what was ticked."""
    asked = request.POST
    if "insist" not in asked:
        return None
    return Insistence(asked.get("reason", "").strip() or asked.get("because", ""), tuple(asked.getlist("seen")))


def rules_in_words(kept: RulesSetAside) -> str:
    return "; ".join(str(RULES.get(name, name)) for name in kept.warnings)


def _in_words(names: Sequence[str]) -> tuple[tuple[str, str | Promise], ...]:
    return tuple((name, RULES[name]) for name in names)
