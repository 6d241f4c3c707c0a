"""The links in letters about an appointment: what each opens, for whom, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tableside.records.clients.actions import NewLink, make_link, make_links
from tableside.records.clients.models import Client, Link
from tableside.records.scheduling.models import Appointment
from tableside.workflows.letters.reader import may_answer, reader_of

_DAY = timedelta(days=1)
_TO_VISIT = (Link.Purpose.APPOINTMENT, Link.Purpose.INTAKE)


def links_for(appointment: Appointment, *, now: datetime) -> dict[str, str]:
    """Tokens for the appointment, the health questions and, for a guest, the account: each of whoever reads them."""
    return tokens_of(in_confirmation(appointment, now=now), now=now)[0]


def links_to_visit(appointment: Appointment, *, now: datetime) -> dict[str, str]:
    """Tokens for the appointment and, where the reader may answer them, the health questions, until a day after it."""
    return tokens_of(_in_letter(appointment, _TO_VISIT, now=now), now=now)[0]


def link_to_appointment(appointment: Appointment, *, to: Client | None = None, now: datetime) -> str:
    """A new token that opens the appointment until a day after it: for who is written to about it, if nobody else."""
    lasts = max(appointment.ends_at - now, timedelta()) + _DAY
    reader = to or reader_of(appointment)
    return make_link(reader, purpose=Link.Purpose.APPOINTMENT, subject_id=appointment.id, lasts=lasts, now=now)


def tokens_of(*letters: Sequence[NewLink], now: datetime) -> list[dict[str, str]]:
    """For each letter its tokens by purpose. The links of all are written at once."""
    tokens = iter(make_links([link for links in letters for link in links], now=now))
    return [{link.purpose.value: next(tokens) for link in links} for links in letters]


def in_confirmation(appointment: Appointment, *, now: datetime) -> list[NewLink]:
    reader, links = reader_of(appointment), _in_letter(appointment, _TO_VISIT, now=now)
    if reader.user_id is None:
        links.append(NewLink(reader, Link.Purpose.CLAIM, reader.id, timedelta(days=30)))
    return links


def in_reminders(appointment: Appointment, *, now: datetime) -> list[NewLink]:
    return _in_letter(appointment, (*_TO_VISIT, Link.Purpose.MESSAGES), now=now)


def _in_letter(appointment: Appointment, purposes: Iterable[Link.Purpose], *, now: datetime) -> list[NewLink]:
    """For whoever reads about the appointment, until a day after it. Those for the health questions are the client's,
    and only where the reader may answer them."""
    client, reader, lasts = appointment.client, reader_of(appointment), appointment.ends_at - now + _DAY
    links = []
    for purpose in purposes:
        if purpose == Link.Purpose.APPOINTMENT:
            links.append(NewLink(reader, purpose, appointment.id, lasts))
        elif purpose != Link.Purpose.INTAKE:
            links.append(NewLink(reader, purpose, reader.id, lasts))
        elif may_answer(reader, client, on=appointment.starts_at.date()):
            links.append(NewLink(client, purpose, client.id, lasts))
    return links
