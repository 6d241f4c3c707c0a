"""One letter for all dates of a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from string import Template

from django.utils import translation
from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.calendar_entry import calendar_entry
from tableside.workflows.letters.wording import address_of, asks_for_answers, facts_of_visit, language_of, signed


def series_booked(
    appointments: Sequence[Appointment],
    *,
    practice: PracticeFacts,
    tokens: dict[str, str],
    has_answered: bool,
    now: datetime,
) -> Letter:
    """One letter for all dates. The link opens the first of them; each has its own in its reminders."""
    client = appointments[0].client
    with translation.override(language_of(client, practice)):
        body = gettext(
            "Hello $name,\n\nthese appointments are booked.\n\n$dates\n\nSee, move or cancel the first: $appointment\n"
        )
        body += asks_for_answers(has_answered=has_answered)
        if "claim" in tokens:
            body += gettext("Keep all your appointments in one place: $claim\n")
        links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
        subject = gettext("Your $count appointments from $day on")
        return _about_series(
            appointments, practice=practice, kind="series_booked", subject=subject, body=body, links=links, now=now
        )


def series_changed(appointments: Sequence[Appointment], *, practice: PracticeFacts, now: datetime) -> Letter:
    """One letter for all dates that have changed, as they are now."""
    with translation.override(language_of(appointments[0].client, practice)):
        return _about_series(
            appointments,
            practice=practice,
            kind="series_changed",
            subject=gettext("Your appointments have changed"),
            body=gettext(
                "Hello $name,\n\nsome of your appointments have changed. This is how they are now:\n\n$dates\n\n"
                "The calendar file in this mail changes them in your calendar too.\n"
            ),
            links={},
            now=now,
        )


def _about_series(
    appointments: Sequence[Appointment],
    *,
    practice: PracticeFacts,
    kind: str,
    subject: str,
    body: str,
    links: dict[str, str],
    now: datetime,
) -> Letter:
    client, series_id = appointments[0].client, appointments[0].series_id
    assert series_id is not None
    words = {
        "name": client.name,
        "count": str(len(appointments)),
        "day": moments.day_year(appointments[0].starts_at, practice.zone),
        "dates": "\n\n".join(facts_of_visit(one, practice=practice) for one in appointments),
        **links,
    }
    return Letter(
        key=f"{kind}:{series_id}:{now.isoformat()}",
        kind=kind,
        address=client.email,
        subject=f"{practice.name}: {Template(subject).substitute(words)}",
        text=signed(Template(body).substitute(words), practice),
        calendar=calendar_entry(appointments, practice=practice, now=now),
        client_id=client.id,
        subject_id=series_id,
    )
