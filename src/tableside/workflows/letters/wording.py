"""What letters have in common: the language, the addresses of links, what stands below the words, and who signs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tableside.core.messages.wording import Kind, Name, Place
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.letters.words import OUR_LANGUAGE, Words, is_written, said, words_of

_P = ParamSpec("_P")
_Word = Callable[Concatenate[Appointment, _P], Letter]


def in_their_language(kind: Kind | None = None, place: Place = Place.MAIL) -> Callable[[_Word[_P]], _Word[_P]]:
    """The letter in the language of its reader, whoever caused it and in which language they read: as far as its words
    are written in it. Without a ``kind`` it is the one that the letter is asked for with, if any."""

    def told(word: _Word[_P]) -> _Word[_P]:
        @functools.wraps(word)
        def worded(appointment: Appointment, /, *args: _P.args, **kwargs: _P.kwargs) -> Letter:
            practice = cast(PracticeFacts, kwargs["practice"])
            about = kind or cast("Kind | None", kwargs.get("kind"))
            with translation.override(spoken(about, place, reader_of(appointment), practice)):
                return word(appointment, *args, **kwargs)

        return worded

    return told


def spoken(kind: Kind | None, place: Place, client: Client, practice: PracticeFacts) -> str:
    """The language of the words, so that no letter mixes two: theirs where the practice has written this kind in it,
    else the one of our own words. Other letters than those that the practice may word are ours."""
    wanted = language_of(client, practice)
    if wanted.startswith(OUR_LANGUAGE) or (kind is not None and is_written(kind, place, language=wanted)):
        return wanted
    return settings.LANGUAGE_CODE


def language_of(client: Client, practice: PracticeFacts) -> str:
    """What the client chose, if the practice still writes it; else the practice's usual language."""
    return client.language if client.language in practice.languages else practice.languages[0]


def address_of(purpose: str, token: str) -> str:
    """The public address that a one-time token opens."""
    return f"{settings.PUBLIC_URL}/{purpose}/{token}/"


def by_mail(
    appointment: Appointment,
    *,
    kind: Kind,
    practice: PracticeFacts,
    links: Mapping[str, str],
    has_answered: bool = False,
    asks_anew: bool = False,
    calendar: str = "",
    more: Mapping[Name, str] = MappingProxyType({}),
    added: str = "",
) -> Letter:
    """``links`` are addresses by purpose; {link} is the one to the appointment, else to the page of the practice.
    ``more`` are values that only this kind has; ``added`` stands below the words: what somebody wrote by hand, or a
    fee that is due."""
    values = values_of(appointment, practice=practice, link=links.get("appointment", public_page(kind))) | dict(more)
    words, foot_words = words_of(kind), foot(kind, links, has_answered=has_answered, asks_anew=asks_anew)
    below = "\n\n".join(filter(None, [added, foot_words]))
    return Letter(
        key=f"{kind}:{appointment.id}:{appointment.revision}",
        kind=kind,
        address=reader_of(appointment).email,
        subject=said(kind, Place.SUBJECT, words, values),
        text=mail_text(kind, words, values, below=below, practice=practice),
        calendar=calendar,
        client_id=appointment.client.id,
        subject_id=appointment.id,
        leave_url=links.get("messages", ""),
    )


@in_their_language(place=Place.TEXT)
def by_text(appointment: Appointment, *, kind: Kind, number: str, practice: PracticeFacts) -> Letter:
    """Beside the mail, or without one. No link that opens anything: a phone number is changed more lightly than a mail
    address."""
    values = values_of(appointment, practice=practice, link=public_page(kind), is_short=True)
    words = words_of(kind)
    return Letter(
        key=f"{kind}:{appointment.id}:{appointment.revision}:sms",
        kind=kind,
        channel="sms",
        address=number,
        subject=said(kind, Place.SUBJECT, words, values),
        text=message_text(kind, words, values),
        client_id=appointment.client.id,
        subject_id=appointment.id,
    )


def mail_text(kind: Kind, words: Words, values: Mapping[Name, str], *, below: str, practice: PracticeFacts) -> str:
    body = said(kind, Place.MAIL, words, values).strip()
    return signed("\n\n".join(filter(None, [body, below])) + "\n", practice)


def message_text(kind: Kind, words: Words, values: Mapping[Name, str]) -> str:
    """How to get no more of them stands in every text, whatever else it says."""
    text = said(kind, Place.TEXT, words, values)
    end = "" if text.endswith((".", "!", "?")) else "."
    return f"{text}{end} {gettext('No more texts: answer STOP.')}"


def values_of(
    appointment: Appointment, *, practice: PracticeFacts, link: str, is_short: bool = False
) -> dict[Name, str]:
    """``is_short`` for texts: the day without its year."""
    day = moments.day if is_short else moments.day_year
    return {
        Name.CLIENT: reader_of(appointment).name,
        Name.DATE: day(appointment.starts_at, practice.zone),
        Name.TIME: moments.clock(appointment.starts_at, practice.zone),
        Name.PRACTICE: practice.name,
        Name.PHONE: practice.phone,
        Name.LOCATION: appointment.location.name,
        Name.THERAPIST: appointment.therapist.name,
        Name.SERVICE: appointment.service.name,
        Name.APPOINTMENT: facts_of_visit(appointment, practice=practice),
        Name.LINK: link,
    }


def public_page(kind: Kind) -> str:
    """Short, and the same for everybody."""
    return f"{settings.PUBLIC_URL}/book/" if kind in (Kind.CANCELLED, Kind.DECLINED) else f"{settings.PUBLIC_URL}/"


def foot(kind: Kind, links: Mapping[str, str], *, has_answered: bool = False, asks_anew: bool = False) -> str:
    """What stands below the words whatever they are: health questions, account, and how to hear no more. ``asks_anew``
    where the answers will be too old by then."""
    lines = []
    if "intake" in links:
        lines.append(_asks_for_answers(kind, has_answered=has_answered, asks_anew=asks_anew))
    if "claim" in links:
        lines.append(gettext("Keep all your appointments in one place: %(claim)s"))
    if "waitlist" in links:
        lines.append(gettext("If we hear nothing, it goes to the next person, and you stay on the waitlist."))
        lines.append(gettext("Change when you could come, or leave the waitlist: %(waitlist)s"))
    if "messages" in links and kind is Kind.REVIEW_REQUEST:
        lines.append(gettext("No more of these: %(messages)s"))
    elif "messages" in links:
        lines.append(gettext("Change how we remind you, or stop: %(messages)s"))
    return "\n".join(lines) % links


def _asks_for_answers(kind: Kind, *, has_answered: bool, asks_anew: bool) -> str:
    if asks_anew:
        return gettext(
            "You answered our health questions a long time ago. Please look through your answers again before you "
            "come, so that your session can begin on time: %(intake)s"
        )
    if kind is Kind.REMINDER_FIRST:
        return gettext(
            "Has anything changed since you last told us about your health, or have you not answered yet? "
            "Please tell us before you come: %(intake)s"
        )
    if kind is Kind.MOVED:
        return gettext("Answer the health questions, or change what you answered: %(intake)s")
    if has_answered:
        return gettext("If something about your health has changed, please tell us before you come: %(intake)s")
    return gettext(
        "Please answer a few health questions before you come, so that your therapist can prepare: %(intake)s"
    )


def facts_of_visit(appointment: Appointment, *, practice: PracticeFacts) -> str:
    client, is_cancelled = appointment.client, appointment.status == Appointment.Status.CANCELLED
    service = gettext("%(service)s with %(therapist)s")
    add_ons = ", ".join(one.name for one in appointment.add_ons.all())
    reference = gettext("Reference %(reference)s")
    lines = [
        *([gettext("Cancelled:")] if is_cancelled else []),
        *([] if reader_of(appointment) == client else [gettext("For %(name)s") % {"name": client.name}]),
        moments.full(appointment.starts_at, practice.zone, appointment.ends_at),
        service % {"service": appointment.service.name, "therapist": appointment.therapist.name},
        *([gettext("Add-ons: %(names)s") % {"names": add_ons}] if add_ons else []),
        ", ".join(filter(None, [appointment.location.name, *appointment.location.address.splitlines()])),
        reference % {"reference": appointment.booking.reference},
    ]
    return "\n".join(f"  {line}" for line in lines)


def signed(text: str, practice: PracticeFacts) -> str:
    """Below the words, who writes and how to reach them."""
    signature = "\n".join(line for line in (practice.name, practice.phone, practice.email) if line)
    return f"{text}\n{signature}\n"
