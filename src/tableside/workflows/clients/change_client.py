"""Change who a client is and how to reach them. Whoever reads their mail opens what they answered, so that address is
guarded like the answers themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.clients import actions
from tableside.records.clients.access import client_to_see
from tableside.records.clients.models import Client
from tableside.records.clients.queries import children_of
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.queries import has_begun_answering
from tableside.records.outbox.actions import post, withdraw, withdraw_from
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.workflows.letters.address import address_changed
from tableside.workflows.letters.links import links_for
from tableside.workflows.letters.visit import ABOUT_APPOINTMENT, REVIEW_REQUEST, confirmation
from tableside.workflows.messages.remind import plan_reminders_again


def change_client(
    client: Client, *, name: str, email: str, phone: str, born_on: date | None, by: Actor, now: datetime
) -> None:
    """All of it, or ``Refusal`` and nothing. A new mail address gets fresh links to what is booked; the old one is
    told."""

    def change() -> None:
        lock([f"intake:{client.id}"])  # no answers arrive between the question and the change
        known = client_to_see(by, client.id)
        before, phone_before = known.email, known.phone
        if before != email.strip().lower():
            _insist_on_who_may_read(known, by=by)
        actions.change_client(known, name=name, email=email, phone=phone, born_on=born_on, by=by, now=now)
        if known.email != before:
            _tell(known, before=before, now=now)
            withdraw_from(known.id, kinds=(REVIEW_REQUEST,), now=now)
        if known.phone != phone_before:
            withdraw_from(known.id, channel="sms", now=now)
        plan_reminders_again(known, practice=facts_of(current_practice()), now=now)

    in_transaction(change)


def _insist_on_who_may_read(client: Client, *, by: Actor) -> None:
    whose = [client.id, *(child.id for child in children_of(client.id))]
    guarded = client.user_id is not None or any(has_begun_answering(one) for one in whose)
    if guarded and not by.may(Permission.READ_HEALTH):
        raise Refusal(
            "mail_guarded",
            gettext(
                "Mail to this client opens their account or their health answers. "
                "Please ask a therapist or the owner to change the address."
            ),
        )


def _tell(client: Client, *, before: str, now: datetime) -> None:
    practice = facts_of(current_practice())
    if before:
        post(address_changed(client, address=before, practice=practice, now=now), now=now)
    for appointment in upcoming_appointments(client.id, now=now):
        withdraw(subject_id=appointment.id, kinds=ABOUT_APPOINTMENT, now=now)
        if client.email:
            tokens, answered = links_for(appointment, now=now), has_begun_answering(client.id)
            letter = confirmation(appointment, practice=practice, tokens=tokens, has_answered=answered, now=now)
            post(replace(letter, key=f"{letter.key}:{now.isoformat()}"), now=now)
