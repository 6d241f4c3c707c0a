"""What the answers mean for what is booked: the page after sending them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.permissions.actor import Actor
from tableside.core.screening.result import Call, Outcome, Screened
from tableside.core.screening.result import Finding as Found
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import load_questions
from tableside.portal.intake.doors import Door
from tableside.records.intake.access import own_screenings
from tableside.records.intake.models import Screening
from tableside.records.intake.queries import screened_of
from tableside.ui import moments
from tableside.ui.parts import Finding
from tableside.ui.places import places_in_words


@dataclass(frozen=True)
class Visit:
    """What the answers mean for one appointment; ``when`` is empty while nothing is booked."""

    when: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    next_steps: tuple[str, ...]
    calls: frozenset[Call]

    @property
    def is_clear(self) -> bool:
        return self.outcome is Outcome.PROCEED


@dataclass(frozen=True)
class ResultShown:
    outcome: Outcome
    heading: str | Promise
    visits: tuple[Visit, ...]

    @classmethod
    def of(cls, door: Door, *, now: datetime) -> ResultShown | None:
        """None as long as nothing has been sent."""
        visits = tuple(_visit(screening, door) for screening in own_screenings(door.actor, now=now))
        if not visits:
            return None
        worst = max((visit.outcome for visit in visits), key=lambda outcome: outcome.rank)
        return cls(worst, _HEADINGS[worst], visits)

    @property
    def is_urgent(self) -> bool:
        return self.outcome is Outcome.REFER_URGENT

    @property
    def template(self) -> str:
        return "portal/intake/urgent.html" if self.is_urgent else "portal/intake/result.html"

    @property
    def urgent_words(self) -> tuple[str, ...]:
        """What has to be done at once, each thing once."""
        urgent = [one.title for visit in self.visits for one in visit.findings if one.outcome == Outcome.REFER_URGENT]
        return tuple(dict.fromkeys(str(words) for words in urgent))

    @property
    def calls(self) -> frozenset[Call]:
        return frozenset().union(*(visit.calls for visit in self.visits))

    @property
    def asks_provider(self) -> bool:
        return any(visit.outcome is Outcome.NEEDS_CLEARANCE for visit in self.visits)

    @property
    def can_move(self) -> bool:
        return self.outcome is Outcome.DO_NOT_TREAT


_HEADINGS = {
    Outcome.PROCEED: _("Thank you. Nothing stands in the way."),
    Outcome.MODIFY: _("Thank you. Your therapist will adapt the treatment to you."),
    Outcome.AVOID_REGION: _("Thank you. Some areas will be left out."),
    Outcome.NEEDS_CLEARANCE: _("Thank you. One question has to be answered first."),
    Outcome.DO_NOT_TREAT: _("Please do not come for massage as things are."),
    Outcome.REFER_URGENT: _("Please get this looked at now"),
}


_IN_THE_WAY = {
    Outcome.NEEDS_CLEARANCE: _("One question has to be answered before you come."),
    Outcome.DO_NOT_TREAT: _HEADINGS[Outcome.DO_NOT_TREAT],
    Outcome.REFER_URGENT: _HEADINGS[Outcome.REFER_URGENT],
}


def in_the_way(actor: Actor, *, now: datetime) -> str | Promise:
    """In a sentence, why the client should not come as things are; empty where nothing is in the way."""
    outcomes = [Outcome(screening.outcome) for screening in own_screenings(actor, now=now)]
    return _IN_THE_WAY.get(max(outcomes, key=lambda outcome: outcome.rank), "") if outcomes else ""


def _visit(screening: Screening, door: Door) -> Visit:
    screened = screened_of(screening)
    booked = screening.appointment
    when = ""
    if booked is not None:
        told = {
            "when": moments.full(booked.starts_at, door.practice.zone),
            "service": booked.service.name,
            "therapist": booked.therapist.name,
        }
        when = gettext("%(when)s: %(service)s with %(therapist)s") % told
    shown = [one for one in screened.findings if one.outcome is not Outcome.PROCEED]
    alike: dict[str, list[Found]] = {}  # one sentence once, its most serious finding
    for one in shown:
        alike.setdefault(one.for_client, []).append(one)
    findings = tuple(Finding(same[0].outcome.value, words, _where(same)) for words, same in alike.items())
    return Visit(when, screened.outcome, findings, tuple(_next_steps(screened)), screened.calls)


def _where(found: Sequence[Found]) -> str:
    """All places that a sentence is about; nothing where it is about the whole body."""
    if not all(one.places for one in found):
        return ""
    return places_in_words(load_body(), {place for one in found for place in one.places})


def _next_steps(screened: Screened) -> list[str]:
    match screened.outcome:
        case Outcome.NEEDS_CLEARANCE:
            needed = [one for one in screened.findings if one.outcome is Outcome.NEEDS_CLEARANCE]
            asked = dict.fromkeys(one.clearance_from for one in needed if one.clearance_from)
            words = gettext("Please ask %(provider)s. We give you a letter to take along.")
            unsure = gettext("You were not sure: “%(question)s” Please find out, or talk to us before you come.")
            return [
                *(words % {"provider": _yours(provider)} for provider in asked),
                *(unsure % {"question": load_questions().question(key).text} for key in screened.missing),
                gettext("Bring the answer, or send it to us, before you come. Until then your time stays yours."),
            ]
        case Outcome.DO_NOT_TREAT:
            return [
                gettext("Move your appointment to a later day, or call us, and we will find one together."),
                gettext("When things have changed, answer these questions again."),
            ]
        case Outcome.PROCEED:
            return [gettext("Your therapist reads your answers before you meet. Tell us when something changes.")]
        case _:
            return [
                gettext("You need not do anything: your therapist plans the session around this."),
                gettext("Tell us when something changes."),
            ]


def _yours(provider: str) -> str:
    """The rulebook speaks of the client to the therapist: ``their surgeon``."""
    return provider.replace("their ", "your ", 1)
