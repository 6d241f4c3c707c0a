"""The letters that go out. No word about health in a subject or a calendar entry."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from string import Template
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.calendar_entry import calendar_entry

REMINDERS = ("reminder_first", "reminder_last")
CLEARANCE_ENDS = "clearance_ends"
ABOUT_APPOINTMENT = ("confirmation", "moved", "cancelled", *REMINDERS)


_P = ParamSpec("_P")


def _in_their_language(
    word: Callable[Concatenate[Appointment, _P], Letter],
) -> Callable[Concatenate[Appointment, _P], Letter]:
    """The letter in the language of the client, whoever caused it and in which language they read."""

    @functools.wraps(word)
    def worded(appointment: Appointment, /, *args: _P.args, **kwargs: _P.kwargs) -> Letter:
        with translation.override(language_of(appointment.client, cast(PracticeFacts, kwargs["practice"]))):
            return word(appointment, *args, **kwargs)

    return worded


@_in_their_language
def confirmation(
    appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], has_answered: bool, now: datetime
) -> Letter:
    """``tokens`` open the appointment (``appointment``), the intake (``intake``) and, for a guest, the account
    (``claim``). Whoever ``has_answered`` the health questions is only asked whether something changed."""
    body = gettext("Hello $name,\n\nyour appointment is booked.\n\n$facts\n\nSee, move or cancel it: $appointment\n")
    body += _asks_for_answers(has_answered=has_answered)
    if "claim" in tokens:
        body += gettext("Keep all your appointments in one place: $claim\n")
    links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
    return _about(
        appointment,
        practice=practice,
        kind="confirmation",
        subject=gettext("Your appointment on $day"),
        body=body,
        links=links,
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@_in_their_language
def moved(appointment: Appointment, *, practice: PracticeFacts, tokens: dict[str, str], now: datetime) -> Letter:
    """With fresh links, because those of the confirmation end a day after the old time."""
    return _about(
        appointment,
        practice=practice,
        kind="moved",
        subject=gettext("Your appointment is now on $day"),
        body=gettext(
            "Hello $name,\n\nyour appointment has a new time.\n\n$facts\n\n"
            "See, move or cancel it: $appointment\n"
            "Answer the health questions, or change what you answered: $intake\n"
        ),
        links={purpose: address_of(purpose, tokens[purpose]) for purpose in ("appointment", "intake")},
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@_in_their_language
def cancelled(appointment: Appointment, *, practice: PracticeFacts, now: datetime) -> Letter:
    return _about(
        appointment,
        practice=practice,
        kind="cancelled",
        subject=gettext("Your appointment on $day is cancelled"),
        body=gettext("Hello $name,\n\nthis appointment is cancelled:\n\n$facts\n\nBook another one: $book\n"),
        links={"book": f"{settings.PUBLIC_URL}/book/"},
        calendar=calendar_entry([appointment], practice=practice, now=now),
    )


@_in_their_language
def reminder(
    appointment: Appointment,
    *,
    kind: str,
    channel: str,
    address: str,
    practice: PracticeFacts,
    tokens: dict[str, str],
) -> Letter:
    """The first asks what has changed; the last says when and where. A text names neither service nor therapist."""
    links = {purpose: address_of(purpose, token) for purpose, token in tokens.items()}
    letter = _about(
        appointment,
        practice=practice,
        kind=kind,
        subject=gettext("Your appointment on $day"),
        body=_first_reminder() if kind == "reminder_first" else _last_reminder(),
        links=links,
        calendar="",
    )
    text = letter.text
    if channel == "sms":
        text = _reminder_text(appointment, kind=kind, practice=practice)
    return replace(letter, channel=channel, address=address, text=text, leave_url=links["messages"])


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
        body += _asks_for_answers(has_answered=has_answered)
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


def language_of(client: Client, practice: PracticeFacts) -> str:
    """What the client chose, if the practice still writes it; else the practice's usual language."""
    return client.language if client.language in practice.languages else practice.languages[0]


def _asks_for_answers(*, has_answered: bool) -> str:
    if has_answered:
        return gettext("If something about your health has changed, please tell us before you come: $intake\n")
    return gettext(
        "Please answer a few health questions before you come, so that your therapist can prepare: $intake\n"
    )


def _first_reminder() -> str:
    return gettext(
        "Hello $name,\n\nwe look forward to seeing you.\n\n$facts\n\n"
        "Has anything changed since you last told us about your health, or have you not answered yet? "
        "Please tell us before you come: $intake\n\n"
        "See, move or cancel it: $appointment\n\nChange how we remind you, or stop: $messages\n"
    )


def _last_reminder() -> str:
    return gettext(
        "Hello $name,\n\nsee you soon.\n\n$facts\n\nSee, move or cancel it: $appointment\n\n"
        "Change how we remind you, or stop: $messages\n"
    )


def _reminder_text(appointment: Appointment, *, kind: str, practice: PracticeFacts) -> str:
    """Without links: a phone number is changed more lightly than a mail address, and a link would open answers."""
    lines = [
        gettext("%(practice)s: your appointment is on %(day)s, %(time)s."),
        gettext("Anything changed that we should know? Please tell us by the link in our mail, or call us.")
        if kind == "reminder_first"
        else gettext("To change it, use the link in our mail or call us."),
        practice.phone,
        gettext("No more texts: answer STOP."),
    ]
    words = {
        "practice": practice.name,
        "day": moments.day(appointment.starts_at, practice.zone),
        "time": moments.clock(appointment.starts_at, practice.zone),
    }
    return " ".join([lines[0] % words, *filter(None, lines[1:])])


def attention(client: Client, *, intake_id: UUID, appointment: Appointment | None, practice: PracticeFacts) -> Letter:
    """To the practice: whose answers to open at once, and nothing of what they say."""
    place = f"desk/intake/{appointment.id}/" if appointment else f"desk/intake/clients/{client.id}/"
    body = gettext(
        "Please look at what $name has just answered, before any appointment: $link\n\n"
        "You have to sign in. This mail says nothing more, on purpose.\n"
    )
    words = {"name": client.name, "link": f"{settings.PUBLIC_URL}/{place}"}
    return Letter(
        key=f"attention:{intake_id}",
        kind="attention",
        address=practice.email,
        subject=gettext("Please look at this now"),
        text=Template(body).substitute(words),
        client_id=client.id,
        subject_id=intake_id,
    )


def address_changed(client: Client, *, address: str, practice: PracticeFacts, now: datetime) -> Letter:
    """To the old address, so that nobody's mail is led elsewhere unnoticed. The new one is not named."""
    body = gettext(
        "Hello $name,\n\nfrom now on we write to you at another mail address. Links in earlier mails have ended.\n\n"
        "If you did not ask for this, please call us.\n"
    )
    signature = "\n".join(line for line in (practice.name, practice.phone, practice.email) if line)
    return Letter(
        key=f"address_changed:{client.id}:{now.isoformat()}",
        kind="address_changed",
        address=address,
        subject=gettext("%(practice)s: Your mail address has changed") % {"practice": practice.name},
        text=f"{Template(body).substitute(name=client.name)}\n{signature}\n",
        client_id=client.id,
        subject_id=client.id,
    )


def clearance_ends(client: Client, *, clearance_id: UUID, ends_on: date, practice: PracticeFacts) -> Letter:
    """To the client, in time to ask again. The subject does not say what ends."""
    with translation.override(language_of(client, practice)):
        body = gettext(
            "Hello $name,\n\nthe answer from your doctor or midwife that we hold for you ends on $day. If you want "
            "to come after that day, please ask for a new one, and send it to us or bring it: $link\n"
        )
        words = {"name": client.name, "day": moments.day_year(ends_on), "link": f"{settings.PUBLIC_URL}/my/"}
        subject = gettext("%(practice)s: Something to do before you come again") % {"practice": practice.name}
        text = Template(body).substitute(words)
    signature = "\n".join(line for line in (practice.name, practice.phone, practice.email) if line)
    return Letter(
        key=f"clearance_ends:{clearance_id}",
        kind=CLEARANCE_ENDS,
        address=client.email,
        subject=subject,
        text=f"{text}\n{signature}\n",
        client_id=client.id,
        subject_id=clearance_id,
    )


def address_of(purpose: str, token: str) -> str:
    """The public address that a one-time token opens."""
    return f"{settings.PUBLIC_URL}/{purpose}/{token}/"


def _about(
    appointment: Appointment,
    *,
    practice: PracticeFacts,
    kind: str,
    subject: str,
    body: str,
    links: dict[str, str],
    calendar: str,
) -> Letter:
    client = appointment.client
    words = {
        "name": client.name,
        "day": moments.day_year(appointment.starts_at, practice.zone),
        "facts": _facts(appointment, practice=practice),
        **links,
    }
    signature = "\n".join(line for line in (practice.name, practice.phone, practice.email) if line)
    return Letter(
        key=f"{kind}:{appointment.id}:{appointment.revision}",
        kind=kind,
        address=client.email,
        subject=f"{practice.name}: {Template(subject).substitute(words)}",
        text=f"{Template(body).substitute(words)}\n{signature}\n",
        calendar=calendar,
        client_id=client.id,
        subject_id=appointment.id,
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
        "dates": "\n\n".join(_facts(one, practice=practice) for one in appointments),
        **links,
    }
    signature = "\n".join(line for line in (practice.name, practice.phone, practice.email) if line)
    return Letter(
        key=f"{kind}:{series_id}:{now.isoformat()}",
        kind=kind,
        address=client.email,
        subject=f"{practice.name}: {Template(subject).substitute(words)}",
        text=f"{Template(body).substitute(words)}\n{signature}\n",
        calendar=calendar_entry(appointments, practice=practice, now=now),
        client_id=client.id,
        subject_id=series_id,
    )


def _facts(appointment: Appointment, *, practice: PracticeFacts) -> str:
    is_cancelled = appointment.status == Appointment.Status.CANCELLED
    service = gettext("%(service)s with %(therapist)s")
    reference = gettext("Reference %(reference)s")
    lines = [
        *([gettext("Cancelled:")] if is_cancelled else []),
        moments.full(appointment.starts_at, practice.zone, appointment.ends_at),
        service % {"service": appointment.service.name, "therapist": appointment.therapist.name},
        ", ".join(filter(None, [appointment.location.name, *appointment.location.address.splitlines()])),
        reference % {"reference": appointment.booking.reference},
    ]
    return "\n".join(f"  {line}" for line in lines)
