"""Screening itself: answers and a request in, one outcome with its findings and limits out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from tableside.core.charting.body import Body
from tableside.core.screening.birth import UNDER_18, under_18
from tableside.core.screening.combine import Fired, fire, limits_of, substitute_for, without_superseded
from tableside.core.screening.condition import MEDICINES
from tableside.core.screening.position import Position, instead_of
from tableside.core.screening.reading import as_counted
from tableside.core.screening.request import Answer, Answers, ClearanceHeld, Request
from tableside.core.screening.result import Limits, Outcome, Screened
from tableside.core.screening.rulebook import Rulebook

_RANK, _SERIOUSNESS = attrgetter("rank"), attrgetter("finding.outcome.rank")
_TRAININGS = {
    "prenatal": "massage in pregnancy",
    "oncology": "massage in cancer care",
    "mld": "lymphatic drainage",
}


def screen(
    rulebook: Rulebook, answers: Answers, *, request: Request, clearances: Sequence[ClearanceHeld] = ()
) -> Screened:
    """What may be done for this person on this day.

    The outcome is the most serious of what the findings mean for the regions asked for; findings elsewhere are listed
    but do not raise it. A critical question without an answer never lets a treatment proceed. Same input, same output.
    """
    if request.born_on is not None:
        answers = {**answers, UNDER_18: under_18(request.born_on, on=request.on)}
    facts, missing = rulebook.questions.facts(answers, on=request.on)
    heard, text = facts.answers, facts.answers.get(MEDICINES)
    counted = as_counted(heard, on=request.on)
    if counted is not heard:
        facts = replace(facts, answers=counted)
    rules = without_superseded(rulebook.holding(facts))
    fired = [fire(rule, heard, request, clearances, body=rulebook.body) for rule in rules]
    fired.sort(key=_SERIOUSNESS, reverse=True)
    limits = limits_of(fired, body=rulebook.body, trainings=request.trainings)
    outcome = max([one.session_outcome for one in fired], key=_RANK, default=Outcome.PROCEED)
    if outcome is Outcome.PROCEED and _body_bears_it_nowhere(request, limits, body=rulebook.body):
        outcome = Outcome.MODIFY
    if missing and outcome.allows_treatment:
        outcome = Outcome.NEEDS_CLEARANCE
    return Screened(
        outcome=outcome,
        findings=tuple([one.finding for one in fired]),
        limits=limits,
        missing=missing,
        actions=(*_actions(fired, missing), *_no_position(limits), *_unread(rulebook, text)),
        knowledge_version=rulebook.version,
        substitute=substitute_for(request, limits, body=rulebook.body),
        house_version=rulebook.house_version,
        position=instead_of(request.position, named=limits.positions, barred=limits.barred_positions),
    )


def _body_bears_it_nowhere(request: Request, limits: Limits, *, body: Body) -> bool:
    """What the body bears anyway is no finding, unless what is asked for fits none of the places asked for."""
    if not request.places:
        return False
    too_deep = all(request.pressure > limits.highest_pressure(at) for at in request.places)
    is_barred = all(request.technique in body.barred_at.get(at, ()) for at in request.places)
    return too_deep or is_barred


def _no_position(limits: Limits) -> tuple[str, ...]:
    """Two rules may leave nothing between them."""
    is_any_left = len(limits.barred_positions) < len(Position)
    return () if is_any_left else ("No position suits everything that was found: settle how to lie before starting.",)


def _unread(rulebook: Rulebook, text: Answer | None) -> tuple[str, ...]:
    """What was written about medicines and is not known here is put to the therapist, in the client's words."""
    unread = rulebook.medicines.not_understood(text) if isinstance(text, str) else ()
    return (f"Ask about medicines that were not recognised: {'; '.join(unread)}.",) if unread else ()


def _actions(fired: Sequence[Fired], missing: Sequence[str]) -> tuple[str, ...]:
    """``fired`` begins with the most serious."""
    actions = []
    if fired and fired[0].finding.outcome is Outcome.REFER_URGENT:
        actions.append("Stop. Help the client to get medical care now, and write down what was said and when.")
    for one in fired:
        finding = one.finding
        if finding.outcome is Outcome.NEEDS_CLEARANCE and finding.clearance_from:
            actions.append(f"Ask for a clearance from {finding.clearance_from}: {finding.title}.")
        if finding.needs_training:
            training = _TRAININGS.get(finding.needs_training, finding.needs_training)
            actions.append(f"Book a therapist trained in {training}: {finding.title}.")
    if missing:
        actions.append("Ask the health questions that have no answer yet.")
    return tuple(actions)
