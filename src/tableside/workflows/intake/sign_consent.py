"""Sign the consent: every clause agreed to, initials where the practice asks for them, and a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.consent.initials import check_initials
from tableside.core.consent.strokes import Strokes
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.guardian import is_child
from tableside.knowledge.load_consent import Consent, load_consent
from tableside.records.clients.actions import Signed, sign_consent
from tableside.records.clients.models import Client
from tableside.records.clients.queries import has_signed
from tableside.records.practice.queries import current_practice
from tableside.workflows.intake.consent_paper import letterhead_for
from tableside.workflows.intake.fill_intake import today


@dataclass(frozen=True, slots=True)
class Signature:
    """``intake_id`` and ``is_draft`` say which answers were on the page: so sending them twice sends them once.
    ``name`` is empty for whoever has signed this text before; ``clauses`` are the ids of those agreed to, ``initials``
    those written beside some of them. ``drawn`` may stand beside the name, never in its place. ``relation`` is that of
    whoever signs for a child, such as ``mother``."""

    intake_id: UUID
    is_draft: bool
    name: str = ""
    clauses: frozenset[str] = frozenset()
    initials: Mapping[str, str] = field(default_factory=dict)
    drawn: Strokes = ()
    relation: str = ""


class WhoSigns(Enum):
    CLIENT = "client"
    GUARDIAN = "guardian"  # the client is a child


def who_signs(born_on: date | None, *, now: datetime) -> WhoSigns:
    return WhoSigns.GUARDIAN if is_child(born_on, on=today(now)) else WhoSigns.CLIENT


def text_to_sign(client_id: UUID, signer: WhoSigns) -> Consent | None:
    """The consent text, as long as whoever has to sign has not signed this version of it. What a guardian signed does
    not hold for whoever has turned eighteen."""
    consent, by_guardian = load_consent(), signer is WhoSigns.GUARDIAN
    return None if has_signed(client_id, text_version=consent.version, by_guardian=by_guardian) else consent


def clauses_to_initial(consent: Consent) -> tuple[str, ...]:
    """The ids of those clauses of this text beside which the practice asks for initials."""
    chosen = current_practice().initialled_clauses.split()
    return tuple(clause.id for clause in consent.clauses if clause.id in chosen)


def sign(client: Client, signature: Signature, *, by: Actor, now: datetime) -> None:
    """Does nothing for whoever has signed this text before. Raises ``Refusal``."""
    signer = who_signs(client.born_on, now=now)
    consent = text_to_sign(client.id, signer)
    if consent is None:
        return
    if not signature.name.strip() or {clause.id for clause in consent.clauses} - signature.clauses:
        raise Refusal("consent_missing", gettext("Please agree to each part of the consent and type your name."))
    initials = {key: signature.initials.get(key, "").strip() for key in clauses_to_initial(consent)}
    if not all(check_initials(written) for written in initials.values()):
        raise Refusal("initials_missing", gettext("Please write your initials beside each part that asks for them."))
    relation = signature.relation.strip()
    if signer is WhoSigns.GUARDIAN and not relation:
        words = gettext("A parent or legal guardian signs for a child. Please write your relation to them.")
        raise Refusal("guardian_missing", words)
    signed = Signed(
        text_version=consent.version,
        text_sha256=consent.digest,
        signed_name=signature.name.strip(),
        letterhead=letterhead_for(client, now=now),
        initials=initials,
        drawn=signature.drawn or None,
        guardian_relation="" if signer is WhoSigns.CLIENT else relation,
    )
    sign_consent(client, signed, by=by, now=now)
