"""Somebody answered a text: STOP ends texts to that number, START takes it back."""

from __future__ import annotations

from datetime import datetime

from tableside.records.clients import actions
from tableside.records.clients.access import guest
from tableside.records.clients.models import Client
from tableside.records.clients.queries import clients_with_phone
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import withdraw_from
from tableside.records.practice.queries import current_practice, facts_of
from tableside.workflows.messages.remind import plan_reminders_again
from tableside.workflows.messages.text_gateway import international

_STOP = frozenset({"stop", "stopp", "stopall", "end", "cancel", "unsubscribe", "quit"})
_START = frozenset({"start", "unstop"})


def take_answer(number: str, text: str, *, now: datetime) -> None:
    """For every client of the practice with that number. Whatever else it says is not kept."""
    words = text.strip().strip(".!").lower()
    if words not in _STOP | _START:
        return
    practice = facts_of(current_practice())
    number = international(number, country=practice.country)
    if not number:
        return

    def take() -> None:
        for client in clients_with_phone():
            if international(client.phone, country=practice.country) == number:
                _note(client, stops=words in _STOP, now=now)
                if words in _STOP:
                    withdraw_from(client.id, channel="sms", now=now)
                plan_reminders_again(client, practice=practice, now=now)

    in_transaction(take)


def _note(client: Client, *, stops: bool, now: datetime) -> None:
    remind_by = client.remind_by
    if stops and remind_by == Client.RemindBy.SMS:
        remind_by = Client.RemindBy.MAIL if client.email else Client.RemindBy.NONE
    actions.note_texts(client, stopped_at=now if stops else None, remind_by=remind_by, by=guest(client), now=now)
