"""Writing health histories, screenings and clearances."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.screening.house_rules import HouseRules, as_json
from tableside.knowledge.load_rulebook import rulebook_files, version_of
from tableside.records.audit.actions import record
from tableside.records.clients.actions import spend_link, spend_links
from tableside.records.clients.models import Client, Link
from tableside.records.foundation.locks import lock
from tableside.records.foundation.sealed import seal_file
from tableside.records.intake.models import (
    Clearance,
    HouseRulesVersion,
    Intake,
    KnowledgeVersion,
    ProviderLetter,
    ProviderReply,
    Screening,
)
from tableside.records.intake.queries import house_rules, house_versions, letter_place
from tableside.records.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class NewScreening:
    """What screening said, as it is stored. ``result`` is the whole of it as a JSON value, for replay."""

    outcome: str
    result: dict[str, object]
    knowledge_version: str
    rule_ids: tuple[str, ...]
    house_version: int = 0
    fits: bool = True
    asked: dict[str, object] | None = None


@transaction.atomic
def save_draft(
    client: Client,
    *,
    answers: dict[str, object],
    questions_version: str,
    through: Link | None = None,
    now: datetime,
) -> Intake:
    """Keep what has been answered so far: the client's one draft, made when there is none. ``through`` is the link that
    whoever answers came by; None: their account."""
    draft, made = Intake.objects.get_or_create(
        client=client,
        submitted_at=None,
        defaults={
            "answers": answers,
            "questions_version": questions_version,
            "link": through,
            "started_at": now,
            "saved_at": now,
        },
    )
    if not made:
        draft.answers, draft.questions_version, draft.link, draft.saved_at = answers, questions_version, through, now
        draft.save(update_fields=["answers", "questions_version", "link", "saved_at"])
    return draft


@transaction.atomic
def submit_draft(draft: Intake, *, by: Actor, now: datetime) -> Intake:
    """From now on these answers hold, and are never changed."""
    if not Intake.objects.filter(pk=draft.pk, submitted_at=None).update(submitted_at=now, saved_at=now):
        raise Refusal("intake_submitted", "These answers have been sent already. Change them in a new form.")
    draft.submitted_at = draft.saved_at = now
    record("intake.submitted", subject=("intake", draft.id), by=by, now=now, client_id=draft.client_id)
    return draft


@transaction.atomic
def keep_screening(
    new: NewScreening, *, intake: Intake, appointment: Appointment | None, by: Actor, now: datetime
) -> Screening:
    screening = Screening.objects.create(
        intake=intake,
        client_id=intake.client_id,
        appointment=appointment,
        outcome=new.outcome,
        fits=new.fits,
        result=new.result,
        asked=new.asked,
        knowledge_version=new.knowledge_version,
        house_version=new.house_version,
        rule_ids=list(new.rule_ids),
        screened_at=now,
    )
    _keep_knowledge(new.knowledge_version, now=now)
    record("screening.made", subject=("screening", screening.id), by=by, now=now, client_id=intake.client_id)
    return screening


def _keep_knowledge(version: str, *, now: datetime) -> None:
    """Once, when a practice screens by it for the first time. Two at the same moment keep it once; files that were
    changed since this program read them are another version."""
    if KnowledgeVersion.objects.filter(version=version).exists():
        return
    files = rulebook_files()
    if version_of(files) == version:
        kept = KnowledgeVersion(version=version, files=files, kept_at=now)
        KnowledgeVersion.objects.bulk_create([kept], ignore_conflicts=True)


@transaction.atomic
def note_review(screening: Screening, *, by: Actor, now: datetime) -> None:
    """A therapist has seen the findings. Seeing them twice changes nothing."""
    if Screening.objects.filter(pk=screening.pk, reviewed_at=None).update(reviewed_at=now, reviewed_by=by.label):
        subject = ("screening", screening.id)
        record("screening.reviewed", subject=subject, by=by, now=now, client_id=screening.client_id)


def carry_review(before: Screening, after: Screening) -> None:
    """Both say the same, so whoever has seen the one need not look again."""
    Screening.objects.filter(pk=after.pk, reviewed_at=None).update(
        reviewed_at=before.reviewed_at, reviewed_by=before.reviewed_by
    )


@transaction.atomic
def ask_clearance(client: Client, *, rule_id: str, by: Actor, now: datetime) -> Clearance:
    """Note that a provider's word is needed; one open question a rule."""
    for asked in Clearance.objects.filter(client=client, status=Clearance.Status.ASKED):
        if asked.rule_id == rule_id:
            return asked
    clearance = Clearance.objects.create(
        client=client, rule_id=rule_id, status=Clearance.Status.ASKED, scope={}, asked_at=now
    )
    record("clearance.asked", subject=("clearance", clearance.id), by=by, now=now, client_id=client.id)
    return clearance


@transaction.atomic
def keep_reply(
    clearance: Clearance, content: dict[str, object], *, through: Link, by: Actor, now: datetime
) -> ProviderReply:
    """What the provider sent. It spends the link it came by and every other one for the same question."""
    if not Clearance.objects.filter(pk=clearance.pk, status=Clearance.Status.ASKED).exists():
        raise Refusal("clearance_answered", "This clearance has been answered already.")
    spend_link(through, now=now)
    spend_links(purpose=Link.Purpose.CLEARANCE, subject_id=clearance.id, now=now)
    reply = ProviderReply.objects.create(clearance=clearance, content=content, received_at=now)
    record("clearance.replied", subject=("clearance", clearance.id), by=by, now=now, client_id=clearance.client_id)
    return reply


@transaction.atomic
def keep_letter(
    client: Client, content: bytes, *, kind: ProviderLetter.Kind, by: Actor, now: datetime
) -> ProviderLetter:
    """The file is sealed before it touches the disk, and bound to its name. Without its row it does not stay."""
    name = secrets.token_hex(16)
    sealed = seal_file(content, place=letter_place(name))
    default_storage.save(name, ContentFile(sealed))
    try:
        letter = ProviderLetter.objects.create(
            client=client, kind=kind, size=len(content), file_name=name, uploaded_at=now
        )
        subject = ("provider_letter", letter.id)
        record("provider_letter.uploaded", subject=subject, by=by, now=now, client_id=client.id)
    except Exception:
        default_storage.delete(name)
        raise
    return letter


@transaction.atomic
def answer_clearance(
    clearance: Clearance,
    *,
    given: bool,
    scope: dict[str, object],
    provider: str,
    note: str,
    given_on: date,
    expires_on: date,
    by: Actor,
    now: datetime,
) -> None:
    """Write down what the provider said, by whom it was recorded, and until when it holds."""
    open_question = Clearance.objects.filter(pk=clearance.pk, status=Clearance.Status.ASKED)
    clearance.status = Clearance.Status.GIVEN if given else Clearance.Status.REFUSED
    clearance.scope, clearance.provider, clearance.note = scope, provider, note
    clearance.given_on, clearance.expires_on, clearance.recorded_by = given_on, expires_on, by.label
    if not open_question.update(recorded_by=by.label):
        raise Refusal("clearance_answered", "This clearance has been answered already.")
    clearance.save()
    spend_links(purpose=Link.Purpose.CLEARANCE, subject_id=clearance.id, now=now)
    deed = "clearance.given" if given else "clearance.refused"
    record(deed, subject=("clearance", clearance.id), by=by, now=now, client_id=clearance.client_id)


@transaction.atomic
def withdraw_clearance(clearance: Clearance, *, by: Actor, now: datetime) -> None:
    """Something changed: the clearance no longer holds."""
    if Clearance.objects.filter(pk=clearance.pk, status=Clearance.Status.GIVEN).update(
        status=Clearance.Status.WITHDRAWN
    ):
        subject = ("clearance", clearance.id)
        record("clearance.withdrawn", subject=subject, by=by, now=now, client_id=clearance.client_id)


@transaction.atomic
def save_house_rules(
    change: Callable[[HouseRules], HouseRules], *, changed: str, reason: str, by: Actor, now: datetime
) -> HouseRulesVersion:
    """Keep a new version: the newest one with this change. Two changes at once come after each other."""
    lock([f"house_rules:{by.practice_id}"])
    rules = change(house_rules())
    before = house_versions().first()
    saved = HouseRulesVersion.objects.create(
        number=before.number + 1 if before else 1,
        rules=as_json(rules),
        changed=changed,
        reason=reason,
        saved_by=by.label,
        saved_at=now,
    )
    detail = {"changed": changed, "version": saved.number}
    record("house_rules.changed", subject=("house_rules", saved.id), by=by, now=now, detail=detail)
    return saved
