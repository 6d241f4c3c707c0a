"""Where screening says not to treat: what two people of a practice may decide together, and how long it counts.

Signs that need medical care are never theirs to decide, nor is a yes that nobody can give for the client. Whatever else
was found, with its limits, holds as before.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import asdict, dataclass
from enum import StrEnum

from tableside.core.decision import Allowed, Decision, Refused
from tableside.core.screening.house_rules import house_rule_id
from tableside.core.screening.result import Finding, Outcome, Screened

RED_FLAG = "rf_"  # what every rule of knowledge/redflags is called
#: Here the client cannot agree to anything: not of age, not sober, not clear.
NO_VALID_YES = frozenset({"under_18_alone", "intoxicated", "unreal"})
_HOUSE = house_rule_id("")


@dataclass(frozen=True, slots=True)
class Matter:
    """What is decided about, and nothing else: these findings, by these answers and rules, for this treatment on this
    day. ``on`` is a date as ISO 8601 writes it, the others are ids and version numbers."""

    intake: str
    rules: str
    rule_ids: tuple[str, ...]
    on: str
    service: str
    minutes: int
    therapist: str

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"rule_ids": list(self.rule_ids)}


class Change(StrEnum):
    """What became different since it was decided, the first that is."""

    ANSWERS = "answers"
    FINDINGS = "findings"
    DAY = "day"
    TREATMENT = "treatment"


def change_between(before: dict[str, object], now: Matter) -> Change | None:
    """Why an agreement no longer counts; None while it does. ``before`` is a matter as it was kept.

    >>> asked = Matter("a1", "v1", ("fever",), "2027-02-01", "swedish", 60, "ana")
    >>> change_between(asked.as_json(), asked) is None
    True
    >>> change_between(asked.as_json(), Matter("a1", "v1", ("fever",), "2027-02-02", "swedish", 60, "ana"))
    <Change.DAY: 'day'>
    """
    told = now.as_json()
    for change, keys in _KEYS.items():
        if any(before.get(key) != told[key] for key in keys):
            return change
    return None


_KEYS = {
    Change.ANSWERS: ("intake",),
    Change.FINDINGS: ("rules", "rule_ids"),
    Change.DAY: ("on",),
    Change.TREATMENT: ("service", "minutes", "therapist"),
}


def findings_against(screened: Screened) -> tuple[Finding, ...]:
    """Those that say not to treat."""
    return tuple(finding for finding in screened.findings if finding.outcome is Outcome.DO_NOT_TREAT)


def may_be_asked(screened: Screened) -> Decision:
    """Whether two people may decide about this at all. Codes: ``care_first``, ``no_valid_yes``, ``answers_missing``,
    ``clearance_first``, ``nothing_to_decide``."""
    open_ones = [finding for finding in screened.findings if not finding.outcome.allows_treatment]
    rules = {finding.rule_id.removeprefix(_HOUSE) for finding in open_ones}
    if screened.outcome is Outcome.REFER_URGENT or any(rule.startswith(RED_FLAG) for rule in rules):
        return Refused("care_first", "These are signs that need medical care first. Nobody here can set them aside.")
    if rules & NO_VALID_YES:
        detail = "The client cannot give a valid yes as things stand. Move the appointment."
        return Refused("no_valid_yes", detail)
    if screened.missing:
        return Refused("answers_missing", "Answers that decide about safety are missing. Complete them first.")
    if any(finding.outcome is Outcome.NEEDS_CLEARANCE for finding in open_ones):
        detail = "A healthcare provider has to agree to another finding first. Record their answer, then ask."
        return Refused("clearance_first", detail)
    if screened.outcome is not Outcome.DO_NOT_TREAT or not open_ones:
        return Refused(
            "nothing_to_decide", "Screening does not say that this must not be given. Nothing has to be asked."
        )
    return Allowed()


def may_answer(*, asked_by: Hashable, by: Hashable, treats: bool) -> Decision:
    """Whether this person may be the second one.

    >>> may_answer(asked_by="ana", by="ana", treats=True).code, may_answer(asked_by="ana", by="finn", treats=False).code
    ('same_person', 'not_permitted')
    >>> may_answer(asked_by="ana", by="ben", treats=True)
    Allowed()
    """
    if not treats:
        return Refused("not_permitted", "Only somebody who may treat clients here can be the second person.")
    if by == asked_by:
        return Refused("same_person", "You asked this yourself. Somebody else has to answer it.")
    return Allowed()
