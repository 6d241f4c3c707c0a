"""The letter in which a practice asks a healthcare provider, on paper: one question, one link, a place to answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language, gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.ui import moments
from tableside.ui.parts import Fact
from tableside.ui.pdf import as_pdf
from tableside.workflows.clearance.clearance_question import ClearanceQuestion


def provider_letter(question: ClearanceQuestion, *, practice: PracticeFacts, link: str, now: datetime) -> bytes:
    opening = gettext(
        "%(name)s would like to have massage with us. Before we begin we ask for your opinion, because of what they "
        "told us:"
    )
    words = {
        "title": gettext("May massage take place?"),
        "practice": {"name": practice.name, "lines": _letterhead(question, practice)},
        "date": moments.day_year(now, practice.zone),
        "opening": opening % {"name": question.clearance.client.name},
        "question": {"title": question.title, "facts": _pairs(question.answers)},
        "planned": {
            "title": gettext("What is planned"),
            "facts": _pairs(question.planned),
            "nothing": gettext("Massage in general; no appointment has been made yet."),
        },
        "page": {
            "title": gettext("Answer on a page"),
            "words": gettext("Open this address; it works once, and needs no account:"),
            "address": link,
        },
        "hand": {"title": gettext("Or answer here, by hand"), "blanks": _blanks()},
        "closing": gettext("Thank you. Please give this back to the client, or send it to us."),
    }
    return as_pdf("provider_letter", words, language=get_language() or "en", now=now)


def _letterhead(question: ClearanceQuestion, practice: PracticeFacts) -> list[str]:
    lines = [*question.address.splitlines(), practice.phone, practice.email]
    return [line.strip() for line in lines if line.strip()]


def _pairs(facts: Iterable[Fact]) -> list[list[str]]:
    return [[str(fact.term), str(fact.text)] for fact in facts]


def _blanks() -> list[str]:
    return [
        gettext("Massage may take place: yes / no"),
        gettext("Strongest pressure, from 1 (light, as for lotion) to 5 (deep):"),
        gettext("Areas to leave out:"),
        gettext("Techniques not to be used:"),
        gettext("Holds until:"),
        gettext("Name, profession, date, signature:"),
    ]
