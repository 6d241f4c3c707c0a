"""Send the health answers: sign the consent, screen what is booked, tell whoever has to know. All of it or nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.screening.condition import ANSWERED_ON
from tableside.core.screening.outdated import Known, ends_early
from tableside.core.screening.result import Outcome
from tableside.records.clients.actions import note_birth
from tableside.records.clients.models import Client, Link
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import save_draft, submit_draft, withdraw_clearance
from tableside.records.intake.age_queries import intake_is_too_old
from tableside.records.intake.models import Intake, Screening
from tableside.records.intake.queries import given_clearances, newest_intake
from tableside.records.outbox.actions import post, withdraw
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.workflows.intake.fill_intake import Filling, answers_so_far, today
from tableside.workflows.intake.screen_appointment import AT_ONCE, gentle_case, screen_upcoming
from tableside.workflows.intake.sign_consent import Signature, sign
from tableside.workflows.letters.care import CLEARANCE_ENDS, attention
from tableside.workflows.messages.remind import plan_reminders_again


def submit_intake(
    client: Client, signature: Signature, *, through: Link | None = None, by: Actor, now: datetime
) -> Intake:
    """From now on these answers decide. Raises ``Refusal``; ``intake_submitted`` when they were sent already."""
    return in_transaction(lambda: _submit(client, signature, through=through, by=by, now=now))


def _submit(client: Client, signature: Signature, *, through: Link | None, by: Actor, now: datetime) -> Intake:
    lock([f"intake:{client.id}"])
    filling = answers_so_far(client.id, now=now)
    _insist_on_the_same(filling, signature)
    before = newest_intake(client.id)
    if before is not None and not filling.is_draft and intake_is_too_old(before, at=now):
        raise Refusal("answers_too_old", gettext("A long time has passed. Please look through your answers first."))
    if any(filling.missing_in(group) for group in filling.questions.groups):
        raise Refusal("intake_unfinished", gettext("Some questions still need an answer. They are listed here."))
    if filling.born_on is not None:
        note_birth(client, filling.born_on, by=by, now=now)
    sign(client, signature, by=by, now=now)
    answers = filling.questions.as_json({**filling.answers, ANSWERED_ON: today(now)})
    version = filling.questions.version
    draft = save_draft(client, answers=answers, questions_version=version, through=through, now=now)
    intake = submit_draft(draft, by=by, now=now)
    if before is not None:
        _withdraw_outdated(before, intake, by=by, now=now)
    screenings = screen_upcoming(client, at_most=AT_ONCE, by=by, now=now)
    _tell_the_practice(client, intake, screenings, now=now)
    if before is not None:
        _reword_reminders(client, before, now=now)
    return intake


def _insist_on_the_same(filling: Filling, signature: Signature) -> None:
    """The answers that were signed are the ones that lie here."""
    if filling.intake is None:
        raise Refusal("intake_unfinished", gettext("Please answer the questions first."))
    is_same = filling.intake.id == signature.intake_id
    if is_same and filling.is_draft == signature.is_draft:
        return
    if not filling.is_draft:
        raise Refusal("intake_submitted", gettext("These answers have been sent already."))
    raise Refusal("intake_changed", gettext("The answers have changed in the meantime. Look at them again, then send."))


def _withdraw_outdated(before: Intake, after: Intake, *, by: Actor, now: datetime) -> None:
    """A clearance ends when its provider did not know what is known now."""
    was, is_now = gentle_case(before, now=now), gentle_case(after, now=now)
    rulebook = is_now.rulebook
    earlier = Known(was.answers, was.screened().rule_ids)
    today = Known(is_now.answers, is_now.screened().rule_ids)
    for clearance in given_clearances(after.client_id):
        try:
            rule = rulebook.rule(clearance.rule_id)
        except KeyError:  # a rulebook of today that no longer has this rule does not ask for it either
            continue
        if ends_early(rule, was=earlier, now=today, book=rulebook):
            withdraw_clearance(clearance, by=by, now=now)
            withdraw(subject_id=clearance.id, kinds=(CLEARANCE_ENDS,), now=now)


def _reword_reminders(client: Client, before: Intake, *, now: datetime) -> None:
    """Where they asked to look through answers that would have been too old."""
    ahead = upcoming_appointments(client.id, now=now)
    if any(intake_is_too_old(before, at=appointment.starts_at) for appointment in ahead):
        plan_reminders_again(client, practice=facts_of(current_practice()), now=now)


def _tell_the_practice(client: Client, intake: Intake, screenings: list[Screening], *, now: datetime) -> None:
    """At once, when somebody needs medical care: a letter that says only whose answers to open."""
    urgent = [one for one in screenings if one.outcome == Outcome.REFER_URGENT]
    practice = facts_of(current_practice())
    if urgent and practice.email:
        post(attention(client, intake_id=intake.id, appointment=urgent[0].appointment, practice=practice), now=now)
