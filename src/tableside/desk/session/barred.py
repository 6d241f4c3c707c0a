"""Which techniques and strokes cannot be taken at a place of the session page, why not, and what to use instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from tableside.core.charting.technique import Stroke
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


@dataclass(frozen=True)
class BarredStrokes:
    """Of a technique's strokes, as ``BarredTechniques`` of techniques. ``words`` name what is never touched in this way
    within the place, where one can work beside it."""

    reasons: Mapping[str, str]
    never: frozenset[str]
    words: str

    @classmethod
    def of(cls, rules: WorkRules, place: str, strokes: Sequence[Stroke], findings: Sequence[Finding]) -> BarredStrokes:
        """Without a place nothing is known yet."""
        if not place:
            return cls({}, frozenset(), "")
        region, barred = rules.body.region_of(place), rules.limits.strokes_barred_here(place)
        reasons: dict[str, str] = {}
        for stroke in strokes:
            if stroke.id in region.barred_strokes:
                reasons[stroke.id] = gettext("Never at this place")
            elif stroke.id in barred:
                titles = [one.title for one in findings if one.bars_stroke(stroke.id, place)]
                reasons[stroke.id] = gettext("Barred: %(titles)s") % {"titles": ", ".join(titles)}
        beside = [
            gettext("%(stroke)s: never over it (%(spot)s).") % {"stroke": stroke.name, "spot": spot.name.lower()}
            for stroke in strokes
            for spot in region.spots
            if stroke.id in spot.strokes and stroke.id not in region.barred_strokes
        ]
        return cls(reasons, frozenset(region.barred_strokes), " ".join(beside))
