"""The body in words: regions, their sides, and the larger parts that hold them. One vocabulary for rules and charts.

A *place* is a region with its side, where it has two, written ``shoulder.left``; a region without sides is a place by
itself, ``sacrum``. A *part* (``leg``, ``back``) names several regions at once and is never marked by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tableside.core.charting.technique import BodyTool, ScreeningClass

SIDES = ("left", "right")
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """Something in one or more regions that is too small for the chart: the eyes, the tip of the breastbone.
    ``strokes`` are those never used over it; ``only_with`` says what anyone would need to work there at all."""

    id: str
    name: str
    regions: tuple[str, ...]
    pressure_cap: int
    strokes: tuple[str, ...] = ()
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """``pressure_cap`` is the highest Walton level that is ever right here, whoever the client; 0 is hands off. Whoever
    has the ``training`` may go up to ``trained_cap``. ``barred``, ``barred_tools`` and ``barred_strokes`` are never
    used here, while other work may be. ``asks_consent`` is for areas that are worked on only if the client agreed on
    that day. ``caution`` says all that in words, and is empty where nothing special holds."""

    id: str
    name: str
    part: str
    has_sides: bool
    pressure_cap: int = 5
    caution: str = ""
    source: str = ""
    training: str = ""
    trained_cap: int = 0
    barred: tuple[ScreeningClass, ...] = ()
    barred_tools: tuple[BodyTool, ...] = ()
    barred_strokes: tuple[str, ...] = ()
    asks_consent: bool = False
    spots: tuple[Spot, ...] = ()

    def cap_for(self, trainings: Collection[str]) -> int:
        """The highest level for a therapist with these trainings."""
        return max(self.pressure_cap, self.trained_cap) if self.training in trainings else self.pressure_cap

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(f"{self.id}.{side}" for side in SIDES) if self.has_sides else (self.id,)


@dataclass(frozen=True)
class Body:
    """All regions by id, in the order in which people read a body: head to foot."""

    regions: Mapping[str, Region]
    parts: Mapping[str, str]  # id -> name

    @cached_property
    def places(self) -> tuple[str, ...]:
        return tuple(place for region in self.regions.values() for place in region.places)

    def pressure_caps(self, trainings: Collection[str] = _NOTHING) -> dict[str, int]:
        """The places that never bear all pressure, with the highest level that they do: the caller's own to change."""
        known = self._caps_by_trainings.get(key := frozenset(trainings))
        if known is None:
            caps = [(region, region.cap_for(key)) for region in self.regions.values()]
            known = {place: cap for region, cap in caps if cap < 5 for place in region.places}
            self._caps_by_trainings[key] = known
        return dict(known)

    @cached_property
    def _caps_by_trainings(self) -> dict[frozenset[str], dict[str, int]]:
        return {}

    @cached_property
    def barred_at(self) -> Mapping[str, tuple[ScreeningClass, ...]]:
        """The places that never bear some techniques, whoever the client."""
        return {place: region.barred for region in self.regions.values() if region.barred for place in region.places}

    def barred_besides(self, everywhere: Collection[ScreeningClass]) -> dict[str, tuple[ScreeningClass, ...]]:
        """The same places with what they never bear besides what is barred ``everywhere``: the caller's own to change.
        Those with nothing besides keep their place in the order."""
        known = self._besides.get(key := frozenset(everywhere))
        if known is None:
            known = {place: tuple(one for one in kinds if one not in key) for place, kinds in self.barred_at.items()}
            self._besides[key] = known
        return dict(known)

    @cached_property
    def _besides(self) -> dict[frozenset[ScreeningClass], dict[str, tuple[ScreeningClass, ...]]]:
        return {}

    def region_of(self, place: str) -> Region:
        """``KeyError`` for a place that is not on the chart."""
        return self.regions[place.partition(".")[0]]

    def widened(self, places: Iterable[str]) -> tuple[str, ...]:
        """Each of these with the whole of its part on the same side."""
        parts = {self._part_of[place] for place in places}
        return tuple(place for place in self.places if self._part_of[place] in parts)

    @cached_property
    def _part_of(self) -> Mapping[str, tuple[str, str]]:
        return {place: (self.region_of(place).part, place.partition(".")[2]) for place in self.places}

    def expand(self, named: str) -> tuple[str, ...]:
        """The places that a part, a region or a place stands for; a part may carry a side (``leg.left``).

        ``KeyError`` for a name that is none of these.
        """
        name, _, side = named.partition(".")
        if name in self.parts:
            found = tuple(place for region in self.regions.values() if region.part == name for place in region.places)
        else:
            found = self.regions[name].places
        kept = tuple(place for place in found if not side or place.endswith(f".{side}"))
        if not kept:
            raise KeyError(named)
        return kept

    def kept_label(self, place: str) -> str:
        """The label of a place that was written down once; in its own words where the chart no longer knows it.

        >>> Body(regions={}, parts={}).kept_label("neck_side.left")
        'Neck side left'
        """
        is_known = place.partition(".")[0] in self.regions
        return self.label(place) if is_known else place.replace("_", " ").replace(".", " ").capitalize()

    def label(self, place: str) -> str:
        """``Left shoulder`` for ``shoulder.left``."""
        side = place.partition(".")[2]
        name = self.region_of(place).name
        return f"{side.capitalize()} {name[0].lower()}{name[1:]}" if side else name
