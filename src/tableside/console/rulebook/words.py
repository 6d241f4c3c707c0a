"""A rule's condition, places and limits in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tableside.core.charting.body import Body
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.question import Questionnaire
from tableside.core.screening.result import Call, Outcome
from tableside.core.screening.rulebook import Columns, Rule
from tableside.knowledge.load_techniques import load_strokes

OUTCOMES = {
    Outcome.PROCEED: "go ahead",
    Outcome.MODIFY: "adapt the treatment",
    Outcome.AVOID_REGION: "leave the area out",
    Outcome.NEEDS_CLEARANCE: "clearance first",
    Outcome.DO_NOT_TREAT: "do not use",
    Outcome.REFER_URGENT: "seek care now",
}
CALLS = {
    Call.MATERNITY: "that of the maternity unit",
    Call.POISON: "that of the poison line",
    Call.CRISIS: "the crisis line",
}
CERTAINTIES = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very_low": "very low certainty",
    "none": "no good evidence",
    "contradicted": "evidence says otherwise",
}
CLASSES = {
    ScreeningClass.SWE: "Swedish massage",
    ScreeningClass.DT: "Deep tissue massage",
    ScreeningClass.TP: "Trigger point work",
    ScreeningClass.MFR: "Myofascial release",
    ScreeningClass.SPO: "Sports massage",
    ScreeningClass.PRE: "Massage in pregnancy",
    ScreeningClass.MLD: "Lymphatic drainage",
    ScreeningClass.HC: "Heat and cold",
    ScreeningClass.TOOL: "Tools and cups",
}


def when(told: Mapping[str, Any], questions: Questionnaire) -> str:  # Any: values as TOML has them
    """When a rule fires, as the questions say it."""
    first = next(iter(told))
    if first not in ("all", "any"):
        return _condition(told, questions)
    parts = [_condition(part, questions) for part in told[first]]
    return ("; and " if first == "all" else "; or ").join(parts)


def _condition(told: Mapping[str, Any], questions: Questionnaire) -> str:
    first = next(iter(told))
    match first:
        case "all" | "any":
            parts = [_condition(part, questions) for part in told[first]]
            joined = (" and " if first == "all" else " or ").join(parts)
            return f"({joined})" if len(parts) > 1 else joined
        case "not":
            return f"not {_condition(told['not'], questions)}"
        case "medicine":
            return f"a medicine of the group *{str(told['medicine']).replace('_', ' ')}* in the list"
        case "weeks_pregnant":
            return f"pregnant, {_between(told['weeks_pregnant'], 'weeks')}"
        case "answer":
            return _about(told, questions)
    return f"`{json.dumps(told, default=str)}`"  # an operator that is newer than this page


def _about(told: Mapping[str, Any], questions: Questionnaire) -> str:
    try:
        question = questions.question(told["answer"])
    except KeyError:
        return f"`{json.dumps(told, default=str)}`"
    asked = f"“{question.text}”"
    for operator in ("is", "in", "has"):
        if operator in told:
            wanted = [told[operator]] if isinstance(told[operator], str) else told[operator]
            known = {option.id: option.label for option in question.options}
            return f"{asked} *{' / '.join(known.get(one) or places([one], questions.body) for one in wanted)}*"
    days = {key.removeprefix("days_"): value for key, value in told.items() if key.startswith("days_")}
    if days:
        return f"{asked} {_between(days, 'days')} before the treatment"
    return f"{asked} {_between({key: value for key, value in told.items() if key != 'answer'}, question.unit)}"


def _between(bounds: Mapping[str, Any], unit: str) -> str:
    words = [f"{'at least' if key == 'at_least' else 'under'} {value}" for key, value in sorted(bounds.items())]
    return f"{' and '.join(words)} {unit}".strip()


def places(named: list[str] | tuple[str, ...], body: Body) -> str:
    """Whole parts and both sides by one word; whatever the body does not know, by its own name.

    >>> places(["tail"], Body(regions={}, parts={}))
    'tail'
    """
    words, left = [], list(dict.fromkeys(named))
    for part, title in body.parts.items():
        here = body.expand(part)
        if set(here) <= set(left):
            words.append(title.lower())
            left = [place for place in left if place not in here]
    for region in body.regions.values():
        if len(region.places) > 1 and set(region.places) <= set(left):
            words.append(region.name.lower())
            left = [place for place in left if place not in region.places]
    for place in left:
        known = place in body.places
        name = body.regions[place].name if place in body.regions else body.parts.get(place, place)
        words.append((body.label(place) if known else name).lower())
    return ", ".join(words)


def where(rule: Rule, body: Body, questions: Questionnaire) -> str:
    """The places a rule speaks of; empty for the whole body."""
    if not rule.is_local:
        return ""
    whole = " (the whole arm, leg or other part)" if rule.whole_part else ""
    if rule.places_from:
        usual = f", else {places(rule.fixed_places, body)}" if rule.fixed_places else ""
        return f"as told: “{questions.question(rule.places_from).text}”{usual}{whole}"
    return f"{places(rule.fixed_places, body)}{whole}"


def columns(told: Columns) -> str:
    """What is asked for, technique by technique: one word when it is the same for all."""
    if len(set(told.values())) == 1:
        return f"**{OUTCOMES[next(iter(told.values()))]}** for every technique"
    by_outcome: dict[Outcome, list[str]] = {}
    for one, outcome in told.items():
        by_outcome.setdefault(outcome, []).append(CLASSES[one].lower())
    ordered = sorted(by_outcome.items(), key=lambda pair: -pair[0].rank)
    return "; ".join(f"**{OUTCOMES[outcome]}**: {', '.join(names)}" for outcome, names in ordered)


def limits(rule: Rule, body: Body) -> str:
    """Pressure, length, position and training, as far as the rule speaks of them."""
    words = []
    if rule.cap is not None:
        words.append(f"pressure up to level {rule.cap}{' there' if rule.is_local else ''}")
    if rule.cap_elsewhere is not None:
        words.append(f"up to level {rule.cap_elsewhere} elsewhere")
    by_level: dict[int, list[str]] = {}
    for place, level in rule.caps:
        by_level.setdefault(level, []).append(place)
    words += [f"up to level {level} at: {places(named, body)}" for level, named in sorted(by_level.items())]
    if rule.minutes is not None:
        words.append(f"at most {rule.minutes} minutes")
    if rule.position_words:
        words.append(f"position: {', '.join(rule.position_words)}")
    if rule.strokes_barred:
        names = ", ".join(load_strokes()[one].name.lower() for one in rule.strokes_barred if one in load_strokes())
        at = f" at: {places(rule.strokes_at, body)}" if rule.strokes_at else " there" if rule.is_local else ""
        words.append(f"not: {names}{at}")
    if rule.training:
        words.append(f"a therapist trained in {rule.training}")
    return "; ".join(words)
