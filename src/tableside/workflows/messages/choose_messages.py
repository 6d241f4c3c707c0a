"""A client, or the desk for them, chooses how to be written to; what waits is written anew at once."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.clients import actions
from tableside.records.clients.models import Client
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import withdraw_from
from tableside.records.practice.queries import current_practice, facts_of
from tableside.workflows.letters.visit import REVIEW_REQUEST
from tableside.workflows.messages.remind import plan_reminders_again
from tableside.workflows.messages.text_gateway import international, offers_texts


def choose_messages(
    client: Client,
    *,
    remind_by: str,
    language: str = "",
    asked_afterwards: bool | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """``language`` empty and ``asked_afterwards`` None leave it as it was. Raises ``Refusal`` for a channel that cannot
    reach the client."""
    practice = facts_of(current_practice())
    if remind_by == Client.RemindBy.SMS:
        _insist_on_texts(client, country=practice.country)
    language = language if language in practice.languages else client.language

    asked = client.asked_afterwards if asked_afterwards is None else asked_afterwards

    def choose() -> None:
        actions.choose_messages(client, remind_by=remind_by, language=language, asked_afterwards=asked, by=by, now=now)
        if remind_by != Client.RemindBy.SMS:
            withdraw_from(client.id, channel="sms", now=now)
        if not asked or remind_by == Client.RemindBy.NONE:
            withdraw_from(client.id, kinds=(REVIEW_REQUEST,), now=now)
        plan_reminders_again(client, practice=practice, now=now)

    in_transaction(choose)


def messages_chosen(client: Client) -> dict[str, object]:
    """What they chose, as a form shows it: without a language of their own, the first that is offered."""
    chosen = {"remind_by": client.remind_by, "asked_afterwards": client.asked_afterwards}
    return chosen | ({"language": client.language} if client.language else {})


def _insist_on_texts(client: Client, *, country: str) -> None:
    if not offers_texts():
        raise Refusal("no_texts", gettext("The practice sends no text messages. Please choose another way."))
    if client.sms_stopped_at is not None:
        raise Refusal(
            "texts_stopped",
            gettext("Texts to this number were stopped. Answer START to one of them to get them again."),
        )
    if not international(client.phone, country=country):
        raise Refusal(
            "no_number", gettext("There is no phone number that texts could go to. Add one, or choose another way.")
        )
