"""What each kind of message says: in the practice's words where it has written some, else in ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.core.messages.wording import Kind, Name, Place, Wording, names_in, read_wording
from tableside.records.practice.models import MessageWording
from tableside.records.practice.wording_queries import newest_wordings, wording_here

#: By kind and language, within ``words_read_once``; else each is read when it is needed.
_read_once: ContextVar[dict[tuple[str, str], MessageWording] | None] = ContextVar("words_read_once", default=None)

OUR_LANGUAGE = "en"  # no translation of our own words is shipped
PLAIN_SUBJECT = "{practice}: {date}"


@dataclass(frozen=True, slots=True)
class Words:
    """Texts with {names} in them, for the subject and the body of a mail and for a text message."""

    subject: str | Promise
    mail: str | Promise
    text: str | Promise

    def at(self, place: Place) -> str:
        return str({Place.SUBJECT: self.subject, Place.MAIL: self.mail, Place.TEXT: self.text}[place])


OURS: dict[Kind, Words] = {
    Kind.REQUESTED: Words(
        _("{practice}: You asked for {date}"),
        _(
            "Hello {client},\n\nthank you, your request has come in. It is not booked yet: we keep this time for you "
            "and answer by {until}.\n\n{appointment}\n\nSee it, or withdraw it: {link}\n"
        ),
        _("{practice}: we have your request for {date}, {time}, keep it for you and answer soon. {phone}"),
    ),
    Kind.DECLINED: Words(
        _("{practice}: We cannot give you {date}"),
        _(
            "Hello {client},\n\nwe are sorry: we cannot give you the time that you asked for.\n\n{appointment}\n\n"
            "Choose another one: {link}\n"
        ),
        _("{practice}: we are sorry, we cannot give you {date}, {time}. Choose another time: {link} {phone}"),
    ),
    Kind.CONFIRMATION: Words(
        _("{practice}: Your appointment on {date}"),
        _("Hello {client},\n\nyour appointment is booked.\n\n{appointment}\n\nSee, move or cancel it: {link}\n"),
        _("{practice}: booked for {date}, {time}. To change it, use our mail or call us. {phone}"),
    ),
    Kind.MOVED: Words(
        _("{practice}: Your appointment is now on {date}"),
        _("Hello {client},\n\nyour appointment has changed:\n\n{appointment}\n\nSee, move or cancel it: {link}\n"),
        _("{practice}: your new time is {date}, {time}. To change it, use our mail or call us. {phone}"),
    ),
    Kind.CANCELLED: Words(
        _("{practice}: Your appointment on {date} is cancelled"),
        _("Hello {client},\n\nthis appointment is cancelled:\n\n{appointment}\n\nBook another one: {link}\n"),
        _("{practice}: your appointment on {date}, {time}, is cancelled. Book another one: {link} {phone}"),
    ),
    Kind.REMINDER_FIRST: Words(
        _("{practice}: Your appointment on {date}"),
        _("Hello {client},\n\nwe look forward to seeing you.\n\n{appointment}\n\nSee, move or cancel it: {link}\n"),
        _(
            "{practice}: your appointment is on {date}, {time}. Anything changed that we should know? "
            "Please tell us by the link in our mail, or call us. {phone}"
        ),
    ),
    Kind.REMINDER_LAST: Words(
        _("{practice}: Your appointment on {date}"),
        _("Hello {client},\n\nsee you soon.\n\n{appointment}\n\nSee, move or cancel it: {link}\n"),
        _("{practice}: see you on {date}, {time}. To change it, use our mail or call us. {phone}"),
    ),
    Kind.WAITLIST_OFFER: Words(
        _("{practice}: A time has opened for you"),
        _(
            "Hello {client},\n\na time has opened that suits you:\n\n{appointment}\n\n"
            "We hold it for you until {until}. Take it, or let it pass: {link}\n"
        ),
        _(
            "{practice}: a time has opened for you, {date}, {time}. We hold it until {until}. "
            "Take it by the link in our mail, or call us. {phone}"
        ),
    ),
    Kind.REVIEW_REQUEST: Words(
        _("{practice}: How was it?"),
        _(
            "Hello {client},\n\nthank you for coming on {date}. How was it? If something was not as you wished, "
            "please tell us: answer this mail or call us.\n\nOur page, and times for the next visit: {link}\n"
        ),
        _("{practice}: thank you for coming. How was it? If something was not as you wished, please call us. {phone}"),
    ),
}


@contextmanager
def words_read_once(kinds: Iterable[Kind]) -> Iterator[None]:
    """Letters that are written inside take the practice's words from one reading, however many there are."""
    before = _read_once.set(newest_wordings(kinds))
    try:
        yield
    finally:
        _read_once.reset(before)


def _own(kind: Kind, language: str) -> MessageWording | None:
    known = _read_once.get()
    return wording_here(kind, language=language) if known is None else known.get((kind, language))


def words_of(kind: Kind) -> Words:
    """In the language that is active. Whatever the practice left empty is ours."""
    language = translation.get_language()
    own, ours = _own(kind, language), OURS[kind]
    if own is None:
        return ours
    subject = own.subject or usual_subject(kind, language=language, has_own_mail=bool(own.mail))
    return Words(subject, own.mail or ours.mail, own.text or ours.text)


def usual_subject(kind: Kind, *, language: str, has_own_mail: bool) -> str | Promise:
    """Where the practice wrote none. Above a mail in another language than ours it has no word of ours."""
    return PLAIN_SUBJECT if has_own_mail and not language.startswith(OUR_LANGUAGE) else OURS[kind].subject


def is_written(kind: Kind, place: Place, *, language: str) -> bool:
    """Whether the practice has words of its own for it in this language."""
    own = _own(kind, language)
    return own is not None and bool(own.text if place is Place.TEXT else own.mail)


def said(kind: Kind, place: Place, words: Words, values: Mapping[Name, str]) -> str:
    """The words with the values in them; a subject and a text are one line each, whatever a name holds."""
    wording = _read(kind, place, words.at(place)) or _read(kind, place, OURS[kind].at(place))
    assert wording is not None
    filled = wording.filled(values)
    return filled if place is Place.MAIL else " ".join(filled.split())


def _read(kind: Kind, place: Place, text: str) -> Wording | None:
    """None for what could be saved once and has a name that is no longer known."""
    read = read_wording(text, names=names_in(kind, place))
    return read if isinstance(read, Wording) else None
