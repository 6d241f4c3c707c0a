"""A signed consent on paper: the words as they were signed, by whom and when. Made anew each time, always the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext

from tableside.core.consent.check_sum import check_sum
from tableside.core.consent.strokes import SHEET, svg_path
from tableside.core.decision import Refusal
from tableside.knowledge.load_consent import Consent as Words
from tableside.knowledge.load_consent import load_consent
from tableside.records.clients.models import Client, Consent
from tableside.records.practice.models import Location
from tableside.records.practice.queries import current_practice, locations
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.ui import moments
from tableside.ui.pdf import as_pdf

_LANGUAGE = "en-gb"  # of the words that are signed; what stands around them is not put into another


@dataclass(frozen=True, slots=True)
class SignedShown:
    """One line of a list of consents. ``check_sum`` is the one on the paper."""

    consent: Consent
    check_sum: str


def letterhead_for(client: Client, *, now: datetime) -> dict[str, object]:
    """The practice as it stands now, at the place where this client comes next, else at the first one."""
    practice, ahead = current_practice(), upcoming_appointments(client.id, now=now).first()
    location = ahead.location if ahead else locations().first()
    lines = [*_address(location), practice.phone, practice.email]
    return {"name": practice.name, "lines": [line for line in lines if line], "zone": practice.time_zone}


def shown_as_signed(consent: Consent) -> SignedShown:
    return SignedShown(consent, check_sum(_signed(consent)))


def consent_paper(consent: Consent) -> bytes:
    """Raises ``Refusal`` where this installation no longer holds the words that were signed."""
    return as_pdf("consent", words_on_paper(consent), language=_LANGUAGE, now=consent.signed_at)


def words_on_paper(consent: Consent) -> dict[str, Any]:  # Any: what the template of the paper reads
    text = _words_of(consent)
    letterhead = consent.letterhead or letterhead_for(consent.client, now=consent.signed_at)
    with translation.override(_LANGUAGE):
        return _on_paper(consent, text, letterhead)


def _words_of(consent: Consent) -> Words:
    gone = gettext("The words of %(version)s are not here as they were signed. Ask whoever runs this installation.")
    refusal = Refusal("consent_words_gone", gone % {"version": consent.text_version})
    try:
        text = load_consent(consent.text_version)
    except FileNotFoundError:
        raise refusal from None
    if text.digest != consent.text_sha256:
        raise refusal
    return text


def _on_paper(consent: Consent, text: Words, letterhead: Mapping[str, Any]) -> dict[str, object]:  # Any: JSON
    zone = ZoneInfo(letterhead["zone"])
    signed_at = moments.full(consent.signed_at, zone)
    return {
        "title": text.title,
        "practice": {"name": letterhead["name"], "lines": letterhead["lines"]},
        "who": gettext("For %(client)s") % {"client": consent.client_name or consent.client.name},
        "clauses": [
            {"heading": clause.heading, "text": clause.text, "initials": _initials(consent, clause.id)}
            for clause in text.clauses
        ],
        "agreed": gettext("Each part above was read and agreed to by itself."),
        "signature": {
            "title": gettext("Signature"),
            "name": consent.signed_name,
            "drawn": svg_path(consent.drawn or ()),
            "sheet": list(SHEET),
            "alternative": gettext("Signature as drawn"),
            "facts": [
                [gettext("Signed by"), _signer(consent)],
                [gettext("Signed on"), gettext("%(when)s (%(zone)s)") % {"when": signed_at, "zone": zone.key}],
            ],
        },
        "foot": gettext("Text %(version)s, check sum %(sum)s")
        % {"version": consent.text_version, "sum": check_sum(_signed(consent))},
    }


def _initials(consent: Consent, clause_id: str) -> str:
    written = consent.initials.get(clause_id, "")
    return gettext("Initials: %(initials)s") % {"initials": written} if written else ""


def _signer(consent: Consent) -> str:
    told = {"name": consent.signed_name, "relation": consent.guardian_relation}
    if consent.guardian_relation:
        return gettext("%(name)s, as parent or guardian (%(relation)s)") % told
    return gettext("%(name)s, the client") % told


def _signed(consent: Consent) -> dict[str, object]:
    return {
        "text": consent.text_sha256,
        "for": consent.client_name,
        "letterhead": consent.letterhead,
        "initials": consent.initials,
        "drawn": consent.drawn,
        "relation": consent.guardian_relation,
        "name": consent.signed_name,
        "at": consent.signed_at.isoformat(),
    }


def _address(location: Location | None) -> list[str]:
    return [line.strip() for line in location.address.splitlines()] if location else []
