"""Writing second opinions. The audit log names the screening they are about, which holds the rules; never the words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.audit.actions import record
from tableside.records.intake.models import Screening, SecondOpinion

_Status = SecondOpinion.Status


@transaction.atomic
def ask_opinion(
    screening: Screening, *, matter: dict[str, object], reason: str, by: Actor, now: datetime
) -> SecondOpinion:
    """One open question an appointment: a new one takes the place of what was asked before."""
    assert screening.appointment_id is not None  # only what is booked is asked about
    assert by.user_id is not None  # whoever treats has signed in
    before = SecondOpinion.objects.filter(appointment_id=screening.appointment_id, status=_Status.ASKED)
    before.update(status=_Status.REPLACED)
    opinion = SecondOpinion.objects.create(
        appointment_id=screening.appointment_id,
        client_id=screening.client_id,
        screening=screening,
        matter=matter,
        reason=reason,
        asked_by_id=by.user_id,
        asked_at=now,
    )
    _record("second_opinion.asked", opinion, by=by, now=now)
    return opinion


@transaction.atomic
def answer_opinion(opinion: SecondOpinion, *, agrees: bool, words: str, by: Actor, now: datetime) -> None:
    status = _Status.AGREED if agrees else _Status.DECLINED
    open_question = SecondOpinion.objects.filter(pk=opinion.pk, status=_Status.ASKED)
    if not open_question.update(status=status, words=words, answered_by_id=by.user_id, answered_at=now):
        raise Refusal("opinion_answered", "This has been answered already. Look at the page again.")
    _record("second_opinion.agreed" if agrees else "second_opinion.declined", opinion, by=by, now=now)


@transaction.atomic
def note_use(opinion: SecondOpinion, *, by: Actor, now: datetime) -> None:
    """A session begins because of this agreement."""
    if SecondOpinion.objects.filter(pk=opinion.pk, used_at=None).update(used_at=now):
        _record("second_opinion.used", opinion, by=by, now=now)


def _record(deed: str, opinion: SecondOpinion, *, by: Actor, now: datetime) -> None:
    detail: dict[str, object] = {
        "appointment": str(opinion.appointment_id),
        "screening": str(opinion.screening_id),
    }
    record(deed, subject=("second_opinion", opinion.id), by=by, now=now, client_id=opinion.client_id, detail=detail)
