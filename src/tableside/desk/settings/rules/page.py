"""What the pages of the rules show: ours, and what the practice asks for beyond."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext

from tableside.core.screening.house_rules import BLOOD_PRESSURE, HouseRule, PressureLimits, asks_for_care_now
from tableside.core.screening.rulebook import Rule
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import load_rulebook, load_subjects
from tableside.records.intake.models import HouseRulesVersion
from tableside.records.intake.queries import house_rules, house_versions
from tableside.ui.parts import Fact
from tableside.ui.places import places_in_words
from tableside.ui.words import OUTCOME
from tableside.workflows.clearance.clearance_question import techniques_in_words

_SHOWN_VERSIONS = 20


@dataclass(frozen=True)
class RuleRow:
    rule: Rule
    is_stricter: bool


@dataclass(frozen=True)
class SubjectShown:
    title: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True)
class RulesPage:
    words: str
    only_stricter: bool
    stricter: int
    pressure: PressureLimits | None
    subjects: tuple[SubjectShown, ...]

    @classmethod
    def of(cls, words: str, *, only_stricter: bool) -> RulesPage:
        house = house_rules()
        wanted = words.casefold().split()
        subjects = []
        for subject in load_subjects():
            rows = tuple(
                RuleRow(rule, rule.id in house.rules)
                for rule in subject.rules
                if all(word in f"{subject.title} {rule.title} {rule.id}".casefold() for word in wanted)
                and (not only_stricter or rule.id in house.rules)
            )
            if rows:
                subjects.append(SubjectShown(subject.title, rows))
        return cls(words, only_stricter, len(house.rules), house.pressure, tuple(subjects))


@dataclass(frozen=True)
class RulePage:
    rule: Rule
    can_be_stricter: bool
    house: HouseRule | None
    ours: tuple[Fact, ...]
    here: tuple[Fact, ...]
    versions: tuple[HouseRulesVersion, ...]

    @classmethod
    def of(cls, rule_id: str) -> RulePage:
        rule, house = rule_to_show(rule_id), house_rules().rules.get(rule_id)
        here = _in_words(house) if house else ()
        versions = tuple(house_versions().filter(changed=rule_id)[:_SHOWN_VERSIONS])
        return cls(rule, not asks_for_care_now(rule), house, _ours(rule), here, versions)


def rule_to_show(rule_id: str) -> Rule:
    try:
        return load_rulebook().rule(rule_id)
    except KeyError:
        raise Http404 from None


def is_changed(rule_id: str) -> bool:
    house = house_rules()
    return house.pressure is not None if rule_id == BLOOD_PRESSURE else rule_id in house.rules


def pressure_versions() -> Collection[HouseRulesVersion]:
    return tuple(house_versions().filter(changed=BLOOD_PRESSURE)[:_SHOWN_VERSIONS])


def _ours(rule: Rule) -> tuple[Fact, ...]:
    told = (
        (gettext("What it means"), OUTCOME[rule.gentle_outcome.value].words),
        (gettext("For the therapist"), rule.for_therapist),
        (gettext("For the client"), rule.for_client),
        (gettext("Strongest pressure"), _level(rule.cap)),
        (gettext("Longest session"), _minutes(rule.minutes)),
        (gettext("Not to be used"), techniques_in_words(rule.barred)),
        (gettext("Clearance from"), rule.clearance_from),
        (gettext("A clearance holds"), _days(rule.clearance_days)),
        (gettext("Why"), rule.reason),
        (gettext("Source"), rule.source),
    )
    return tuple(Fact(term, str(text)) for term, text in told if text)


def _in_words(house: HouseRule) -> tuple[Fact, ...]:
    told = (
        (gettext("What it means"), OUTCOME[house.outcome.value].words if house.outcome else ""),
        (gettext("Strongest pressure"), _level(house.cap)),
        (gettext("Longest session"), _minutes(house.minutes)),
        (gettext("Not to be used"), techniques_in_words(house.barred)),
        (gettext("Leave out"), places_in_words(load_body(), house.regions)),
        (gettext("A clearance holds"), _days(house.clearance_days)),
        (gettext("Why"), house.reason),
    )
    return tuple(Fact(term, str(text)) for term, text in told if text)


def _level(cap: int | None) -> str:
    return "" if cap is None else gettext("up to level %(level)s") % {"level": cap}


def _minutes(minutes: int | None) -> str:
    return gettext("up to %(count)s minutes") % {"count": minutes} if minutes else ""


def _days(days: int | None) -> str:
    return gettext("up to %(count)s days") % {"count": days} if days else ""
