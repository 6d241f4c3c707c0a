"""Which techniques cannot be taken at a place of the session page, why not, and what to use instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from tableside.core.screening.result import Finding
from tableside.core.screening.work import WorkRules
from tableside.knowledge.load_techniques import load_techniques


@dataclass(frozen=True)
class BarredTechniques:
    """``reasons`` by technique. No reason that a therapist gives opens what is ``never`` used at the place. ``words``
    say what always holds there, and what can be used instead."""

    reasons: Mapping[str, str]
    never: frozenset[str]
    words: str

    @classmethod
    def of(cls, rules: WorkRules, place: str, findings: Sequence[Finding]) -> BarredTechniques:
        """Without a place only what is barred everywhere."""
        techniques = load_techniques()
        barred = rules.barred(place) if place else rules.limits.barred
        never = rules.body.region_of(place).barred if place else ()
        reasons: dict[str, str] = {}
        for key, technique in techniques.items():
            kind = technique.screening_class
            told = [one.title for one in findings if kind in one.barred]
            if kind in never:
                reasons[key] = gettext("Never at this place")
            elif kind in barred:
                said = gettext("Barred: %(titles)s") if told else gettext("Barred by screening")
                reasons[key] = said % {"titles": ", ".join(told)}
        caution = rules.body.region_of(place).caution if place else ""
        kind_instead = rules.instead(place) if place and reasons else None
        instead = next((one.name for one in techniques.values() if one.screening_class == kind_instead), "")
        offer = gettext("Here for example instead: %(technique)s.") % {"technique": instead} if instead else ""
        closed = frozenset(key for key, one in techniques.items() if one.screening_class in never)
        return cls(reasons, closed, f"{caution} {offer}".strip())
