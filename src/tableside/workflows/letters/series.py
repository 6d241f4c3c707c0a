"""One letter for all dates of a series, each date with its own link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from string import Template
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from tableside.core.messages.wording import Kind, Place
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.calendars.calendar_entry import calendar_entry
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.wording import address_of, facts_of_visit, foot, signed, spoken


def series_booked(
    appointments: Sequence[Appointment],
    *,
    practice: PracticeFacts,
    visits: Mapping[UUID, str],
    tokens: Mapping[str, str],
    has_answered: bool,
    now: datetime,
) -> Letter:
    """``visits`` are tokens that open the appointments; ``tokens`` open the intake and, for a guest, the account."""
    with translation.override(spoken(None, Place.MAIL, reader_of(appointments[0]), practice)):
        links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
        return _about_series(
            appointments,
            practice=practice,
            kind="series_booked",
            subject=gettext("Your $count appointments from $day on"),
            body=gettext("Hello $name,\n\nthese appointments are booked.\n\n$dates\n"),
            visits=visits,
            below=foot(Kind.CONFIRMATION, links, has_answered=has_answered),
            now=now,
        )


def series_changed(
    appointments: Sequence[Appointment], *, practice: PracticeFacts, visits: Mapping[UUID, str], now: datetime
) -> Letter:
    """All dates that have changed, as they are now."""
    with translation.override(spoken(None, Place.MAIL, reader_of(appointments[0]), practice)):
        return _about_series(
            appointments,
            practice=practice,
            kind="series_changed",
            subject=gettext("Your appointments have changed"),
            body=gettext(
                "Hello $name,\n\nsome of your appointments have changed. This is how they are now:\n\n$dates\n"
            ),
            visits=visits,
            below=gettext("The calendar file in this mail changes them in your calendar too."),
            now=now,
        )


def text_about_series(
    letter: Letter, first: Appointment, *, number: str, count: int, practice: PracticeFacts
) -> Letter:
    """Beside the letter, or without one: how many and from when on, and no link that opens anything."""
    with translation.override(spoken(None, Place.TEXT, reader_of(first), practice)):
        words = {"practice": practice.name, "count": count, "phone": practice.phone}
        words["day"] = moments.day(first.starts_at, practice.zone)
        if letter.kind == "series_booked":
            said = gettext("%(practice)s: %(count)s appointments are booked, from %(day)s on. %(end)s")
        else:
            said = gettext("%(practice)s: some of your appointments have changed. %(end)s")
        words["end"] = gettext("The dates are in our mail, or call us. %(phone)s No more texts: answer STOP.") % words
        text = " ".join((said % words).split())
    return replace(letter, key=f"{letter.key}:sms", channel="sms", address=number, text=text, calendar="")


def key_of(kind: str, series_id: UUID, *, at: datetime) -> str:
    return f"{kind}:{series_id}:{at.astimezone(UTC).isoformat()}"


def _about_series(
    appointments: Sequence[Appointment],
    *,
    practice: PracticeFacts,
    kind: str,
    subject: str,
    body: str,
    visits: Mapping[UUID, str],
    below: str,
    now: datetime,
) -> Letter:
    reader, series_id = reader_of(appointments[0]), appointments[0].series_id
    assert series_id is not None
    words = {
        "name": reader.name,
        "count": str(len(appointments)),
        "day": moments.day_year(appointments[0].starts_at, practice.zone),
        "dates": "\n\n".join(_date(one, token=visits.get(one.id), practice=practice) for one in appointments),
    }
    return Letter(
        key=key_of(kind, series_id, at=now),
        kind=kind,
        address=reader.email,
        subject=f"{practice.name}: {Template(subject).substitute(words)}",
        text=signed(f"{Template(body).substitute(words)}\n{below}\n", practice),
        calendar=calendar_entry(appointments, practice=practice, now=now),
        client_id=appointments[0].client_id,
        subject_id=series_id,
    )


def _date(appointment: Appointment, *, token: str | None, practice: PracticeFacts) -> str:
    facts = facts_of_visit(appointment, practice=practice)
    if token is None:
        return facts
    link = gettext("See, move or cancel it: %(link)s") % {"link": address_of("appointment", token)}
    return f"{facts}\n  {link}"
