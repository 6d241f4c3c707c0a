"""Whether one piece of work may be given in a session: the body's own limits, then those that screening set."""

from __future__ import annotations

from dataclasses import dataclass

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass, Stroke
from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.screening.combine import GENTLE
from tableside.core.screening.result import Limits


@dataclass(frozen=True, slots=True)
class Wish:
    """Work as the therapist means to give it. ``reason`` says why a limit of screening is set aside, if one is."""

    place: str
    technique: ScreeningClass
    minutes: int
    pressure: int
    reason: str = ""
    tool: str = ""  # a ``BodyTool`` by its value, where it is said
    strokes: tuple[Stroke, ...] = ()  # those that are named


@dataclass(frozen=True, slots=True)
class WorkRules:
    """``may_override`` says that screening allows treatment within limits, so that the therapist, with a reason, may
    use a barred technique or more pressure or time. An area to leave out, what the body itself does not bear, and an
    area that asks for the client's yes and is not among those ``agreed`` to today, stay out of reach."""

    body: Body
    limits: Limits
    may_override: bool
    trainings: frozenset[str] = frozenset()  # of the therapist
    agreed: frozenset[str] = frozenset()  # regions

    @property
    def places(self) -> tuple[str, ...]:
        """Where work can be offered at all."""
        return tuple(
            place
            for place in self.body.places
            if not self._is_left_out(place) and self.body.region_of(place).pressure_cap
        )

    @property
    def gentler(self) -> dict[str, int]:
        """Where screening asks for less than it does everywhere and than the body itself does."""
        caps = self.limits.pressure_caps or {}
        return {
            place: cap
            for place, cap in caps.items()
            if 0 < cap < min(self.limits.pressure_cap, self._body_cap(place)) and place not in self.limits.avoid
        }

    @property
    def left_out(self) -> tuple[str, ...]:
        """Where screening keeps hands off."""
        return tuple(
            place for place in self.body.places if self._is_left_out(place) and self.body.region_of(place).pressure_cap
        )

    @property
    def has_limits(self) -> bool:
        """Whether screening set any limit that a reason could set aside."""
        limits = self.limits
        caps = limits.minutes_cap is not None or limits.pressure_cap < 5 or self.gentler
        return bool(limits.barred or limits.strokes_barred_at or caps)

    def highest_pressure(self, place: str, *, with_reason: bool = False) -> int:
        """The highest Walton level here."""
        cap = self._body_cap(place)
        return cap if with_reason and self.may_override else min(cap, self.limits.highest_pressure(place))

    def barred(self, place: str) -> tuple[ScreeningClass, ...]:
        """By the body itself or by screening."""
        kinds = {*self.body.region_of(place).barred, *self.limits.barred_here(place)}
        return tuple(one for one in ScreeningClass if one in kinds)

    def instead(self, place: str) -> ScreeningClass | None:
        """The gentlest technique that may be used here."""
        barred = self.barred(place)
        return next((one for one in GENTLE if one not in barred), None)

    def asks_first(self, place: str) -> bool:
        """Whether the client has to say yes to this area before anything is done there."""
        region = self.body.region_of(place)
        return region.asks_consent and region.id not in self.agreed

    def may_give(self, wish: Wish, *, minutes_so_far: int = 0) -> Decision:
        """Whether this may be given, after so many minutes of other work in the same session."""
        if self._is_left_out(wish.place):
            return Refused("region_avoided", "Screening says to leave this area out. Choose another place.")
        decision = self._bears(wish)
        if not decision:
            return decision
        decision = self._within_limits(wish, minutes_so_far)
        if isinstance(decision, Refused) and not self.may_override:
            return decision
        if isinstance(decision, Refused) and not wish.reason.strip():
            detail = f"{decision.detail} Choose otherwise, or write down why you set this limit aside."
            return Refused(decision.code, detail, {**decision.data, "may_override": True})
        return self._is_agreed(wish.place)

    def _is_agreed(self, place: str) -> Decision:
        if not self.asks_first(place):
            return Allowed()
        area = self.body.region_of(place).name
        detail = f"{area}: only if the client says yes to it today. Ask, tick that they did, and add it again."
        return Refused("area_not_agreed", detail, {"region": self.body.region_of(place).id})

    def _bears(self, wish: Wish) -> Decision:
        """What the body itself does not bear here, whoever the client."""
        region, cap = self.body.region_of(wish.place), self._body_cap(wish.place)
        if wish.pressure > cap:
            detail = f"{region.caution} Pressure goes up to level {cap} here.".strip()
            return Refused("too_deep_for_region", detail, {"highest": cap})
        if wish.technique in region.barred:
            detail = f"{region.caution} Choose another technique here.".strip()
            return Refused("barred_for_region", detail, {"instead": self.instead(wish.place)})
        if wish.tool in {tool.value for tool in region.barred_tools}:
            detail = f"{region.caution} Use hands or fingers here.".strip()
            return Refused("tool_barred_for_region", detail)
        if barred := [stroke.name for stroke in wish.strokes if stroke.id in region.barred_strokes]:
            detail = f"{region.caution} Never at this place: {', '.join(barred)}. Leave that out.".strip()
            return Refused("stroke_barred_for_region", detail)
        return Allowed()

    def _body_cap(self, place: str) -> int:
        return self.body.region_of(place).cap_for(self.trainings)

    def _is_left_out(self, place: str) -> bool:
        """Level 0 somewhere means hands off, as much as an area to avoid."""
        return place in self.limits.avoid or self.limits.highest_pressure(place) < 1

    def _within_limits(self, wish: Wish, minutes_so_far: int) -> Decision:
        decision = self.limits.may_work(place=wish.place, technique=wish.technique, pressure=wish.pressure)
        barred = self.limits.strokes_barred_here(wish.place)
        if decision and (names := [stroke.name for stroke in wish.strokes if stroke.id in barred]):
            return Refused("stroke_barred", f"Screening bars this at this place: {', '.join(names)}.")
        cap = self.limits.minutes_cap
        if decision and cap is not None and minutes_so_far + wish.minutes > cap:
            planned = f"{minutes_so_far} are written down already." if minutes_so_far else ""
            detail = f"Screening allows {cap} minutes in this session. {planned}".strip()
            return Refused("too_long", detail, {"minutes_cap": cap})
        return decision
