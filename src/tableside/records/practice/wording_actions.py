"""Writing what messages say here. Nothing is written over: a new text is a new number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tableside.core.decision import Refusal
from tableside.core.messages.wording import Kind
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.foundation.locks import lock
from tableside.records.foundation.scope import current_practice_id
from tableside.records.practice.models import MessageWording
from tableside.records.practice.wording_queries import former_wording, wording_here


@transaction.atomic
def save_wording(
    kind: Kind, *, language: str, subject: str, mail: str, text: str, by: Actor, now: datetime
) -> MessageWording:
    """What is empty is said in our own words. The caller has seen to it that the names in it are known."""
    lock([f"wording:{current_practice_id()}"])
    newest = wording_here(kind, language=language)
    if newest and (newest.subject, newest.mail, newest.text) == (subject, mail, text):
        return newest
    saved = MessageWording.objects.create(
        kind=kind,
        language=language,
        number=newest.number + 1 if newest else 1,
        subject=subject,
        mail=mail,
        text=text,
        saved_by=by.label,
        saved_at=now,
    )
    record(
        "wording.saved",
        subject=("message_wording", saved.id),
        by=by,
        now=now,
        detail={"kind": str(kind), "language": language, "version": saved.number},
    )
    return saved


@transaction.atomic
def put_former_wording_back(kind: Kind, *, language: str, by: Actor, now: datetime) -> MessageWording:
    """What held before the newest holds again; doing it twice is as if nothing had happened."""
    lock([f"wording:{current_practice_id()}"])
    newest = wording_here(kind, language=language)
    if newest is None:
        raise Refusal("no_former_wording", "Nothing was changed here yet, so there is no former text.")
    former = former_wording(newest) or MessageWording()
    return save_wording(
        kind, language=language, subject=former.subject, mail=former.mail, text=former.text, by=by, now=now
    )
