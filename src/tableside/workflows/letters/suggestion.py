"""A letter about an appointment whose words somebody of the practice has written or checked."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.letters.visit import SUGGESTION
from tableside.workflows.letters.wording import address_of, in_their_language, signed


@in_their_language()
def suggestion(appointment: Appointment, words: str, *, practice: PracticeFacts, tokens: dict[str, str]) -> Letter:
    """The subject says which appointment, and nothing else. The same words have the same key."""
    subject = gettext("%(practice)s: About your appointment on %(day)s")
    links = gettext("See, move or cancel it: %(appointment)s\nChange what you answered: %(intake)s")
    told = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    return Letter(
        key=f"{SUGGESTION}:{appointment.id}:{appointment.revision}:{digest}",
        kind=SUGGESTION,
        address=appointment.client.email,
        subject=subject % {"practice": practice.name, "day": moments.day_year(appointment.starts_at, practice.zone)},
        text=signed(f"{words}\n\n{links % told}\n", practice),
        client_id=appointment.client_id,
        subject_id=appointment.id,
    )
