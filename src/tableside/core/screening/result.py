"""What screening answers: one outcome, the findings behind it, and the limits that hold on the massage table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.screening.position import Position


class Outcome(StrEnum):
    """From least to most serious; compare by ``rank``."""

    PROCEED = "proceed"
    MODIFY = "modify"
    AVOID_REGION = "avoid_region"
    NEEDS_CLEARANCE = "needs_clearance"
    DO_NOT_TREAT = "do_not_treat"
    REFER_URGENT = "refer_urgent"

    def __init__(self, _value: str) -> None:
        self.rank = len(type(self).__members__)

    @property
    def allows_treatment(self) -> bool:
        """Whether a session may be given as things stand, within its limits."""
        return self.rank < Outcome.NEEDS_CLEARANCE.rank


class Call(StrEnum):
    """Whom a rule asks to call, where the practice has their number."""

    MATERNITY = "maternity"
    POISON = "poison"
    CRISIS = "crisis"  # somebody to talk to


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired. ``for_client`` is in plain words and names no illness that the client did not name;
    ``places`` is empty where it speaks of the whole body; ``certainty`` is an id of ``core.evidence``."""

    rule_id: str
    outcome: Outcome
    title: str
    for_client: str
    for_therapist: str
    reason: str
    source: str
    certainty: str
    places: tuple[str, ...] = ()
    pressure_cap: int | None = None
    minutes_cap: int | None = None
    barred: tuple[ScreeningClass, ...] = ()
    positions: tuple[str, ...] = ()
    needs_training: str = ""
    would_change: str = ""  # "if your readings are below 140/90"
    clearance_from: str = ""  # who could clear it: "your surgeon"; empty where no clearance helps
    clearance_days: int = 0  # how long such a clearance holds
    barred_positions: tuple[Position, ...] = ()
    strokes_barred: tuple[str, ...] = ()
    strokes_at: tuple[str, ...] = ()  # where they are barred; empty: everywhere
    calls: tuple[Call, ...] = ()  # beside the emergency number

    def bars_stroke(self, stroke: str, place: str) -> bool:
        return stroke in self.strokes_barred and place in (self.strokes_at or (place,))


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds during the session. ``pressure_caps`` are per place, on top of the one for everywhere; so is
    ``barred_at`` on top of ``barred``. ``positions`` is what the rules say of them, in words; ``barred_positions`` are
    those that one of them bars. ``strokes_barred_at`` names strokes by place."""

    pressure_cap: int = 5
    pressure_caps: Mapping[str, int] | None = None
    avoid: tuple[str, ...] = ()
    barred: tuple[ScreeningClass, ...] = ()
    minutes_cap: int | None = None
    positions: tuple[str, ...] = ()
    barred_at: Mapping[str, tuple[ScreeningClass, ...]] | None = None
    barred_positions: tuple[Position, ...] = ()
    strokes_barred_at: Mapping[str, tuple[str, ...]] | None = None

    def barred_here(self, place: str) -> tuple[ScreeningClass, ...]:
        return (*self.barred, *(self.barred_at or {}).get(place, ()))

    def strokes_barred_here(self, place: str) -> tuple[str, ...]:
        return (self.strokes_barred_at or {}).get(place, ())

    def highest_pressure(self, place: str) -> int:
        return min(self.pressure_cap, (self.pressure_caps or {}).get(place, 5))

    def may_work(self, *, place: str, technique: ScreeningClass, pressure: int) -> Decision:
        """Whether this may be done here; the refusal names the limit, for the therapist."""
        if place in self.avoid:
            return Refused("region_avoided", "Screening says to leave this area out.")
        if technique in self.barred:
            return Refused("technique_barred", "Screening bars this technique for this client.")
        if technique in self.barred_here(place):
            return Refused("technique_barred", "Screening bars this technique at this place.")
        highest = self.highest_pressure(place)
        if pressure > highest:
            return Refused("too_deep", f"Screening allows pressure up to level {highest} here.", {"highest": highest})
        return Allowed()


@dataclass(frozen=True, slots=True)
class Screened:
    """The whole answer. ``missing`` are critical questions without an answer; ``actions`` say what has to be done, in
    words for the therapist; ``substitute`` is the technique to use instead when the one asked for is barred, and
    ``position`` the position to take instead."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    limits: Limits
    missing: tuple[str, ...]
    actions: tuple[str, ...]
    knowledge_version: str
    substitute: ScreeningClass | None = None
    house_version: int = 0  # of the practice's house rules; 0 without any
    position: Position | None = None

    def says_the_same_as(self, other: Screened) -> bool:
        """Whatever the versions of the rules that said it."""
        return replace(self, knowledge_version="", house_version=0) == replace(
            other, knowledge_version="", house_version=0
        )

    @property
    def rule_ids(self) -> tuple[str, ...]:
        return tuple(finding.rule_id for finding in self.findings)

    @property
    def calls(self) -> frozenset[Call]:
        """Whose numbers belong beside the emergency number."""
        return frozenset(call for finding in self.findings for call in finding.calls)
