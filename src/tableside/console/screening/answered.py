"""What screening says, as the JSON that ``docs/use/screening-json.md`` describes."""

from __future__ import annotations

from collections.abc import Sequence

from tableside.console.screening.asked import VERSION, Asked
from tableside.console.screening.strict_json import Wrong
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.result import Finding, Limits, Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.screen import screen


def answered(asked: Asked, rulebook: Rulebook) -> dict[str, object]:
    screened = screen(rulebook, asked.answers, request=asked.request, clearances=asked.clearances)
    written = asked.answers.get("medicines")
    understood = rulebook.medicines.read(written) if isinstance(written, str) else ()
    return {
        "version": VERSION,
        **({"id": asked.name} if asked.name else {}),
        "outcome": screened.outcome.value,
        "may_treat": screened.outcome.allows_treatment,
        "instead": screened.substitute.value if screened.substitute else None,
        "position_instead": screened.position.value if screened.position else None,
        "limits": _limits(asked, screened, rulebook),
        "findings": [_finding(one) for one in screened.findings],
        "actions": list(screened.actions),
        "missing": list(screened.missing),
        "unheard": list(asked.unheard),
        "medicines": [{"written": one.written, "name": one.name, "group": one.group} for one in understood],
        "knowledge_version": screened.knowledge_version,
    }


def not_answered(wrong: Sequence[Wrong], *, line: int | None = None) -> dict[str, object]:
    """What stands in the place of an answer."""
    told: dict[str, object] = {"version": VERSION}
    if line is not None:
        told["line"] = line
    return told | {"errors": [{"path": one.path, "message": one.message} for one in wrong]}


def _limits(asked: Asked, screened: Screened, rulebook: Rulebook) -> dict[str, object]:
    limits, wish = screened.limits, asked.request
    return {
        "pressure": limits.pressure_cap,
        "minutes": limits.minutes_cap,
        "positions": list(limits.positions),
        "positions_barred": [one.value for one in limits.barred_positions],
        "position_fits": None if wish.position is None else wish.position not in limits.barred_positions,
        "techniques": {one.value: one not in limits.barred for one in ScreeningClass},
        "regions": {
            place: {
                "may_work": place not in limits.avoid and limits.highest_pressure(place) > 0,
                "pressure": 0 if place in limits.avoid else limits.highest_pressure(place),
                "barred": []
                if place in limits.avoid
                else [one.value for one in (limits.barred_at or {}).get(place, ())],
                "strokes_barred": sorted(
                    {*rulebook.body.region_of(place).barred_strokes, *limits.strokes_barred_here(place)}
                ),
            }
            for place in rulebook.body.places
            if place in wish.places or _is_special(place, limits, rulebook)
        },
    }


def _is_special(place: str, limits: Limits, rulebook: Rulebook) -> bool:
    """Whether screening says more of a place than of the whole body, and more than always holds there."""
    region = rulebook.body.region_of(place)
    has_more = bool(set(limits.strokes_barred_here(place)) - {*region.barred_strokes})
    barred = {*(limits.barred_at or {}).get(place, ())} - {*region.barred}
    usual = min(limits.pressure_cap, region.pressure_cap)
    return place in limits.avoid or bool(barred) or has_more or limits.highest_pressure(place) < usual


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule_id,
        "outcome": finding.outcome.value,
        "title": finding.title,
        "for_client": finding.for_client,
        "for_therapist": finding.for_therapist,
        "reason": finding.reason,
        "source": finding.source,
        "certainty": finding.certainty,
        "would_change": finding.would_change,
        "places": list(finding.places),
        "pressure": finding.pressure_cap,
        "minutes": finding.minutes_cap,
        "barred": [one.value for one in finding.barred],
        "positions": list(finding.positions),
        "positions_barred": [one.value for one in finding.barred_positions],
        "strokes_barred": list(finding.strokes_barred),
        "strokes_at": list(finding.strokes_at),
        "needs_training": finding.needs_training,
        "clearance_from": finding.clearance_from,
        "clearance_days": finding.clearance_days,
        "calls": [one.value for one in finding.calls],
    }
