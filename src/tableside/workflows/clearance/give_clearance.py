"""Write down what a healthcare provider answered, and screen anew what the client has booked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext

from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor, must_hold
from tableside.core.permissions.permission import Permission
from tableside.core.screening.result import Finding
from tableside.records.clients.models import Client
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import answer_clearance, ask_clearance
from tableside.records.intake.models import Clearance, Screening
from tableside.records.intake.queries import clearances_of, newest_intake, screened_of, screenings_of_client
from tableside.records.outbox.actions import keep_waiting
from tableside.records.practice.queries import current_practice, facts_of
from tableside.ui import moments
from tableside.workflows.clearance.remind_of_clearance import remind_of_clearance, stop_reminding
from tableside.workflows.intake.fill_intake import today
from tableside.workflows.intake.screen_appointment import Scope, screen_upcoming
from tableside.workflows.letters.care import clearance_ends

_LOOK_BACK = 50
_AHEAD, _MORNING = timedelta(days=14), time(9, 0)


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """``is_yes`` within ``scope``, from ``given_on`` to ``expires_on``, both included; ``provider`` is who said so."""

    is_yes: bool
    provider: str
    given_on: date
    expires_on: date
    scope: Scope = field(default_factory=Scope)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a clearance was asked for: the finding, and the screening it stands in."""

    finding: Finding
    screening: Screening


def cause_of(clearance: Clearance) -> Cause | None:
    """The newest screening in which the rule fired; None when the answers that hold now no longer give it."""
    intake = newest_intake(clearance.client_id)
    for screening in screenings_of_client(clearance.client_id).filter(intake=intake)[:_LOOK_BACK]:
        for finding in screened_of(screening).findings:
            if finding.rule_id == clearance.rule_id:
                return Cause(finding, screening)
    return None


def give_clearance(clearance: Clearance, answer: ProviderAnswer, *, by: Actor, now: datetime) -> list[Screening]:
    """Record the answer and screen the client's coming appointments with it."""
    insist(must_hold(by, Permission.REVIEW_CLEARANCE))
    cause = cause_of(clearance)
    _insist_on_dates(answer, longest_days=cause.finding.clearance_days if cause else 0, on=today(now))
    return in_transaction(lambda: _record(clearance, answer, by=by, now=now))


def ask_again(clearance: Clearance, *, by: Actor, now: datetime) -> Clearance:
    """A provider said no, and something has changed since: open the question once more."""
    insist(must_hold(by, Permission.REVIEW_CLEARANCE))

    def ask() -> Clearance:
        asked = ask_clearance(clearance.client, rule_id=clearance.rule_id, by=by, now=now)
        remind_of_clearance(clearance.client, now=now)
        return asked

    return in_transaction(ask)


def ask_for_more(client: Client, rule_id: str, *, by: Actor, now: datetime) -> Clearance:
    """Whether a place may be opened, or more pressure used there, that treatment can do without. Asked once."""
    insist(must_hold(by, Permission.REVIEW_CLEARANCE))

    def deed() -> Clearance:
        lock([f"intake:{client.id}"])
        open_ones = clearances_of(client.id).filter(status=Clearance.Status.ASKED)
        waiting = next((one for one in open_ones if one.rule_id == rule_id), None)
        cause = cause_of(Clearance(client=client, rule_id=rule_id))
        if waiting is None and (cause is None or not cause.finding.clearance_from):
            raise Refusal("nothing_to_ask", gettext("The answers do not ask for this. Look at the findings again."))
        return waiting or ask_clearance(client, rule_id=rule_id, by=by, now=now)

    return in_transaction(deed)


def _record(clearance: Clearance, answer: ProviderAnswer, *, by: Actor, now: datetime) -> list[Screening]:
    answer_clearance(
        clearance,
        given=answer.is_yes,
        scope=answer.scope.as_json(),
        provider=answer.provider,
        note=answer.note,
        given_on=answer.given_on,
        expires_on=answer.expires_on,
        by=by,
        now=now,
    )
    stop_reminding(clearance.client_id, now=now)
    if answer.is_yes:
        _remind(clearance, ends_on=answer.expires_on, now=now)
    return screen_upcoming(clearance.client, by=by, now=now)


def _remind(clearance: Clearance, *, ends_on: date, now: datetime) -> None:
    """Two weeks ahead, in the morning; a shorter one has just been talked about."""
    client, practice = clearance.client, facts_of(current_practice())
    due_at = datetime.combine(ends_on - _AHEAD, _MORNING, practice.zone)
    if client.email and due_at > now:
        letter = clearance_ends(client, clearance_id=clearance.id, ends_on=ends_on, practice=practice)
        keep_waiting(letter, now=now, due_at=due_at, expires_at=due_at + _AHEAD)


def _insist_on_dates(answer: ProviderAnswer, *, longest_days: int, on: date) -> None:
    if answer.given_on > on:
        raise Refusal("given_later", gettext("The provider's answer cannot be from a day to come."))
    if not answer.is_yes:
        return
    if answer.expires_on < answer.given_on:
        raise Refusal("ends_before_it_begins", gettext("It has to hold at least on the day it was given."))
    latest = answer.given_on + timedelta(days=longest_days)
    if answer.expires_on > latest:
        words = gettext("For this finding an answer holds until %(day)s at the latest.")
        raise Refusal("holds_too_long", words % {"day": moments.day_year(latest)})
